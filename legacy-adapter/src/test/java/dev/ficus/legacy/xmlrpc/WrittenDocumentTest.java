package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.xmlrpc.DocumentEdit.Cut;
import dev.ficus.legacy.xmlrpc.DocumentEdit.Put;
import dev.ficus.legacy.xmlrpc.HandwrittenCall.Label;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** What is cut out of a document is gone, and all else is there as it was written. */
class WrittenDocumentTest {

  private static final XmlRpcReader READER = new XmlRpcReader(Limits.DEFAULT);
  private static final Optional<String> NONE = Optional.empty();

  /** A charset, and how the reader gets to know it. */
  record LabelledCharset(String charset, Label label) {}

  @Property(tries = 4_000)
  void cut_and_rest_make_the_whole(@ForAll("charsets") LabelledCharset labelled, @ForAll long seed)
      throws IOException {
    HandwrittenCall written = written(labelled, seed);
    byte[] document = written.bytes();
    Call call = READER.readCall(new ByteArrayInputStream(document), written.header());
    WrittenDocument positioned = READER.writtenCall(document, written.header());
    assertArrayEquals(document, positioned.with(List.of()), "nothing is cut");

    Set<ElementPath> cut = some(Elements.of(call.parameters()), new Random(seed));
    List<Cut> cuts = cut.stream().map(Cut::new).toList();
    assertTrue(cuts.stream().allMatch(positioned::allows));
    byte[] rest = positioned.with(cuts);
    assertArrayEquals(written.without(cut), rest);
    assertEquals(
        Elements.without(call, cut),
        READER.readCall(new ByteArrayInputStream(rest), written.header()));
  }

  @Property(tries = 1_000)
  void what_is_put_is_there_and_all_else_is_as_it_was(
      @ForAll("charsets") LabelledCharset labelled, @ForAll long seed) throws IOException {
    HandwrittenCall written = written(labelled, seed);
    byte[] document = written.bytes();
    Call call = READER.readCall(new ByteArrayInputStream(document), written.header());
    WrittenDocument positioned = READER.writtenCall(document, written.header());
    Random random = new Random(seed);
    Value value = new Value.Text("2 < 3 & \u00e9\u5c71\ud83d\ude00 ]]>");
    for (ElementPath path : some(Elements.of(call.parameters()), random)) {
      boolean inStruct = in(call, path.outer()) instanceof Value.Struct;
      ElementPath place =
          inStruct && random.nextBoolean() ? path.outer().then("n\u00e9w & <1>") : path;
      byte[] edited = positioned.with(List.of(new Put(place, value)));
      Call read = READER.readCall(new ByteArrayInputStream(edited), written.header());
      assertEquals(value, in(read, place));
      List<ElementPath> changed = List.of(place);
      assertEquals(Elements.without(call, changed), Elements.without(read, changed));
      assertBetween(document, edited, place == path);
    }
  }

  /** Bytes are the same before and behind one place; nothing is lost where something is added. */
  private static void assertBetween(byte[] before, byte[] after, boolean replaced) {
    int same = 0;
    while (same < Math.min(before.length, after.length) && before[same] == after[same]) {
      same++;
    }
    int sameBehind = 0;
    while (sameBehind < Math.min(before.length, after.length) - same
        && before[before.length - 1 - sameBehind] == after[after.length - 1 - sameBehind]) {
      sameBehind++;
    }
    assertTrue(replaced || same + sameBehind == before.length, "what was there is still there");
  }

  private static HandwrittenCall written(LabelledCharset labelled, long seed) {
    return new HandwrittenCall(seed, Charset.forName(labelled.charset()), labelled.label());
  }

  private static Set<ElementPath> some(List<ElementPath> all, Random random) {
    List<ElementPath> mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, random);
    int most = random.nextInt(4) == 0 ? all.size() : Math.min(all.size(), 4);
    return Set.copyOf(mixed.subList(0, most == 0 ? 0 : random.nextInt(most + 1)));
  }

  private static Value in(Call call, ElementPath path) {
    Value value = new Value.Array(call.parameters());
    for (String step : path.steps()) {
      value =
          value instanceof Value.Struct struct
              ? struct.member(step)
              : ((Value.Array) value).values().get(Integer.parseInt(step));
    }
    return value;
  }

  @Provide
  Arbitrary<LabelledCharset> charsets() {
    Arbitrary<LabelledCharset> unicode =
        Combinators.combine(
                Arbitraries.of("UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"),
                Arbitraries.of(Label.MARK, Label.NONE, Label.HEADER))
            .as(LabelledCharset::new);
    Arbitrary<LabelledCharset> others =
        Combinators.combine(
                Arbitraries.of(
                    "UTF-8",
                    "US-ASCII",
                    "windows-1252",
                    "ISO-8859-15",
                    "ISO-8859-2",
                    "windows-1251",
                    "KOI8-R",
                    "windows-31j",
                    "EUC-JP",
                    "GBK",
                    "GB18030",
                    "Big5",
                    "x-windows-949",
                    "x-windows-874",
                    "IBM037",
                    "IBM500",
                    "IBM850",
                    "x-MacRoman"),
                Arbitraries.of(Label.DECLARED, Label.HEADER))
            .as(LabelledCharset::new);
    return Arbitraries.frequencyOf(
        Tuple.of(4, unicode),
        Tuple.of(6, others),
        Tuple.of(1, Arbitraries.just(new LabelledCharset("windows-1252", Label.WRONG))));
  }

  @Test
  void lines_can_be_cut_in_every_charset_of_java_but_those_that_shift() throws IOException {
    Set<String> not = new TreeSet<>();
    int read = 0;
    for (Charset charset : Charset.availableCharsets().values()) {
      Optional<String> header = Optional.of(charset.name());
      String beginning = "<methodCall><methodName>a</methodName><params><param><value><array>";
      String end = "</array></value></param></params></methodCall>";
      List<String> lines =
          List.of("<value>A</value>", "<value><int>2</int></value>", "<value>C</value>");
      if (!charset.canEncode()) {
        continue;
      }
      byte[] document = (beginning + String.join("", lines) + end).getBytes(charset);
      try {
        READER.readCall(new ByteArrayInputStream(document), header);
      } catch (XmlRpcException notRead) {
        continue;
      }
      read++;
      WrittenDocument positioned = READER.writtenCall(document, header);
      Cut second = new Cut(ElementPath.of("0", "1"));
      if (positioned.allows(second)) {
        byte[] rest = positioned.with(List.of(second));
        assertArrayEquals((beginning + lines.get(0) + lines.get(2) + end).getBytes(charset), rest);
      } else {
        not.add(charset.name());
        assertThrows(IllegalArgumentException.class, () -> positioned.with(List.of(second)));
      }
    }
    assertTrue(read > 100, read + " charsets are read");
    assertTrue(not.contains("ISO-2022-JP") && not.contains("x-IBM930"), not.toString());
    assertEquals(
        Set.of(),
        not.stream()
            .filter(name -> !name.matches("(?i).*(ISO-?2022|IBM13|IBM93|windows-5022).*"))
            .collect(Collectors.toSet()));
  }

  @Test
  void each_quirk_is_cut_as_it_is_read() throws Exception {
    for (Path file : quirks()) {
      byte[] document = Files.readAllBytes(file);
      Call call = READER.readCall(new ByteArrayInputStream(document));
      WrittenDocument positioned = READER.writtenCall(document, NONE);
      assertArrayEquals(document, positioned.with(List.of()));
      for (ElementPath path : Elements.of(call.parameters())) {
        byte[] rest = positioned.with(List.of(new Cut(path)));
        assertEquals(
            Elements.without(call, List.of(path)),
            READER.readCall(new ByteArrayInputStream(rest)),
            file + " " + path);
      }
    }
  }

  private static List<Path> quirks() throws Exception {
    Path folder =
        Path.of(
            Objects.requireNonNull(WrittenDocumentTest.class.getResource("/xmlrpc/quirks"))
                .toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
  }

  @Test
  void an_array_of_which_all_is_cut_is_empty_and_keeps_its_white_space() throws IOException {
    String document =
        "<methodCall><methodName>a</methodName><params><param><value><array><data>\n"
            + "  <value>A</value>\n  <!-- B --><value><i4>2</i4></value>\n"
            + "</data></array></value></param></params></methodCall>";
    assertEquals(
        document.replace("<value>A</value>", "").replace("<value><i4>2</i4></value>", ""),
        edited(document, new Cut(ElementPath.of("0", "0")), new Cut(ElementPath.of("0", "1"))));
  }

  @Test
  void what_is_cut_takes_along_what_is_changed_in_it() throws IOException {
    String document = call("<struct><member><name>a</name><value>1</value></member></struct>");
    assertEquals(
        call("<struct></struct>"),
        edited(
            document,
            new Put(ElementPath.of("0", "a"), new Value.Int(5)),
            new Cut(ElementPath.of("0", "a"))));
    String nested = call("<array><data><value>x</value>" + value(document) + "</data></array>");
    assertEquals(
        call("<array><data><value>x</value></data></array>"),
        edited(
            nested,
            new Cut(ElementPath.of("0", "1")),
            new Cut(ElementPath.of("0", "1", "a")),
            new Put(ElementPath.of("0", "1", "b"), new Value.Int(5))));
  }

  @Test
  void a_value_is_put_in_the_place_of_the_old_one_or_behind_the_last_member() throws IOException {
    assertEquals(
        call(
            "<struct><member><name>a</name><value><string>0&#xe9;</string></value></member>"
                + "<member><name>b</name><value><int>5</int></value></member> </struct>"),
        edited(
            call("<struct><member><name>a</name><value/></member> </struct>"),
            new Put(ElementPath.of("0", "a"), new Value.Text("0\u00e9")),
            new Put(ElementPath.of("0", "b"), new Value.Int(5))));
    String leftOut = call("<struct><member><name>a</name></member></struct>");
    assertEquals(
        call("<struct><member><name>a</name><value><int>5</int></value></member></struct>"),
        edited(leftOut, new Put(ElementPath.of("0", "a"), new Value.Int(5))));
  }

  @Test
  void a_value_is_put_behind_the_last_of_a_list_or_of_the_parameters() throws IOException {
    String list = "<array><data><value>A</value> %s</data></array>";
    assertEquals(
        call(list.formatted("")).replace("A</value> ", "A</value><value><int>5</int></value> "),
        edited(call(list.formatted("")), new Put(ElementPath.of("0", "1"), new Value.Int(5))));
    String call = call("A");
    assertEquals(
        call.replace("</param>", "</param><param><value><int>5</int></value></param>"),
        edited(call, new Put(ElementPath.of("1"), new Value.Int(5))));
  }

  @Test
  void what_has_no_position_can_be_neither_cut_nor_put() throws IOException {
    WrittenDocument document =
        READER.writtenCall(call("<struct/>").getBytes(StandardCharsets.UTF_8), NONE);
    for (DocumentEdit edit :
        List.of(
            new Cut(new ElementPath(List.of())),
            // What is behind it would be another parameter.
            new Cut(ElementPath.of("0")),
            new Cut(ElementPath.of("0", "none")),
            new Cut(ElementPath.of("1", "0")),
            new Put(ElementPath.of("2"), Value.NIL),
            new Put(ElementPath.of("0", "none"), Value.NIL))) {
      assertFalse(document.allows(edit), edit.toString());
      assertThrows(IllegalArgumentException.class, () -> document.with(List.of(edit)));
    }
  }

  @Test
  void elements_of_an_answer_are_cut_and_what_shops_put_behind_it_stays() throws IOException {
    String order =
        "<struct><member><name>items</name><value><array><data><value>A</value><value>B</value></data></array></value></member></struct>";
    String answer =
        "<?xml version='1.0'?><methodResponse><params><param><value>%s</value></param></params></methodResponse>\u0000 <b>Warning</b>: M\u00fcller";
    byte[] document = answer.formatted(order).getBytes(StandardCharsets.ISO_8859_1);
    assertArrayEquals(
        answer
            .formatted(order.replace("<value>A</value>", ""))
            .getBytes(StandardCharsets.ISO_8859_1),
        READER.writtenAnswer(document, NONE).with(List.of(new Cut(ElementPath.of("items", "0")))));
    byte[] fault =
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value>1</value></member></struct></value></fault></methodResponse>"
            .getBytes(StandardCharsets.UTF_8);
    assertFalse(READER.writtenAnswer(fault, NONE).allows(new Cut(ElementPath.of("faultCode"))));
    assertArrayEquals(fault, READER.writtenAnswer(fault, NONE).with(List.of()));
  }

  private static String call(String value) {
    return "<methodCall><methodName>a</methodName><params><param><value>"
        + value
        + "</value></param></params></methodCall>";
  }

  private static String value(String call) {
    return call.substring(call.indexOf("<value>"), call.lastIndexOf("</value>") + 8);
  }

  private static String edited(String document, DocumentEdit... edits) throws IOException {
    return new String(
        READER.writtenCall(document.getBytes(StandardCharsets.UTF_8), NONE).with(List.of(edits)),
        StandardCharsets.UTF_8);
  }
}
