package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.time.api.DateTimes;

/** What we write, we read back: every value the specification and its extensions allow. */
class RoundTripTest {

  static final XmlRpcReader READER = new XmlRpcReader(Limits.DEFAULT);

  @Property(tries = 300)
  void a_call_comes_back_as_it_was(@ForAll("values") Value first, @ForAll("values") Value second)
      throws IOException {
    Call call = new Call("sales_order.create", List.of(first, second));
    assertEquals(call, throughXml(call));
  }

  @Property(tries = 300)
  void a_result_comes_back_as_it_was(@ForAll("values") Value value) throws IOException {
    Answer answer = new Answer.Result(value);
    assertEquals(answer, throughXml(answer));
  }

  @Property(tries = 100)
  void a_fault_comes_back_as_it_was(@ForAll int code, @ForAll("texts") String message)
      throws IOException {
    Answer fault = new Answer.Fault(code, message);
    assertEquals(fault, throughXml(fault));
  }

  @Property(tries = 500)
  void bytes_that_are_no_document_are_refused_and_nothing_worse(@ForAll byte[] bytes)
      throws IOException {
    try {
      READER.readCall(new ByteArrayInputStream(bytes));
    } catch (XmlRpcException refused) {
      assertEquals(
          refused.refusal(), XmlRpcException.DocumentRefusal.valueOf(refused.refusal().name()));
    }
  }

  @Property(tries = 500)
  void a_document_with_one_byte_changed_is_read_or_refused(
      @ForAll("values") Value value, @ForAll int place, @ForAll byte octet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(out, new Call("sales_order.create", List.of(value)));
    byte[] document = out.toByteArray();
    document[Math.floorMod(place, document.length)] = octet;
    try {
      READER.readCall(new ByteArrayInputStream(document));
    } catch (XmlRpcException refused) {
      assertEquals(refused.fault().message(), refused.getMessage());
    }
  }

  static Call throughXml(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(out, call);
    return READER.readCall(new ByteArrayInputStream(out.toByteArray()));
  }

  static Answer throughXml(Answer answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(out, answer);
    return READER.readAnswer(new ByteArrayInputStream(out.toByteArray()));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('\t', '\n', '\r', '&', '<', '>', ']', '"', '\u00e9', '\u20ac')
        .withCharRange(' ', '\uD7FF')
        .withCharRange('\uE000', '\uFFFD')
        .ofMaxLength(40)
        .flatMap(
            text -> Arbitraries.of("", "\uD83C\uDF33").map(supplementary -> text + supplementary));
  }

  @Provide
  Arbitrary<Value> values() {
    Arbitrary<Value> scalars =
        Arbitraries.oneOf(
            texts().map(Value.Text::new),
            Arbitraries.longs().map(Value.Int::new),
            Arbitraries.doubles().map(Value.Real::new),
            Arbitraries.of(true, false).map(Value.Bool::new),
            dateTimes(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Value.Binary::new),
            Arbitraries.just(Value.NIL));
    Arbitrary<Value> values = scalars.withoutEdgeCases();
    for (int depth = 0; depth < 3; depth++) {
      Arbitrary<Value> inner = values;
      values =
          Arbitraries.frequencyOf(
                  Tuple.of(3, scalars),
                  Tuple.of(1, inner.list().ofMaxSize(4).map(Value.Array::new)),
                  Tuple.of(2, Arbitraries.maps(texts(), inner).ofMaxSize(4).map(Value.Struct::new)))
              .withoutEdgeCases();
    }
    return values;
  }

  private static Arbitrary<Value> dateTimes() {
    Arbitrary<LocalDateTime> local =
        DateTimes.dateTimes()
            .between(LocalDateTime.of(1, 1, 1, 0, 0), LocalDateTime.MAX.withYear(9999));
    Arbitrary<Optional<ZoneOffset>> offset =
        Arbitraries.integers()
            .between(-18 * 60, 18 * 60)
            .map(minutes -> ZoneOffset.ofTotalSeconds(minutes * 60))
            .optional();
    return Combinators.combine(local, offset).as(Value.DateTime::new);
  }
}
