package dev.ficus.allocation.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.allocating.UnmeasuredArrivals;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Malformed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLinesTest {

  @Test
  void columns_are_found_by_name_in_any_order_and_others_are_ignored() throws IOException {
    List<CommandLines.InputLine> lines =
        read(
            "create_batch",
            """
            eta,Colour,QTY,sku , batchref
            2030-01-01,red,5,RUG,b-1
            ,blue,6,RUG,b-2
            """);
    assertEquals(
        List.of(
            new CreateBatch("b-1", "RUG", 5, LocalDate.of(2030, 1, 1)),
            new CreateBatch("b-2", "RUG", 6, null)),
        lines.stream().map(CommandLines.InputLine::command).toList());
  }

  @Test
  void quotes_keep_commas_and_quotes_and_carriage_returns_end_lines() throws IOException {
    List<CommandLines.InputLine> lines =
        read(
            "allocate",
            "\uFEFForderid,sku,lineid,qty,revision\r\n\"a,b\",\"12\"\" rug\",x,3,7\r\nc,敷物,,1,\r\n");
    assertEquals(
        List.of(new Allocate("a,b", "12\" rug", "x", 3, 7), new Allocate("c", "敷物", "", 1, 0)),
        lines.stream().map(CommandLines.InputLine::command).toList());
  }

  @Test
  void a_line_is_known_by_where_it_begins_in_the_text() throws IOException {
    List<CommandLines.InputLine> lines =
        read(
            "allocate",
            """
            orderid,sku,qty,remark
            1,RUG,1,"two
            lines"

            2,RUG,many,
            3,RUG,,
            4,RUG,1,a,b
            5,"R
            UG",1,
            6,RUG,1
            """);
    assertEquals(
        List.of(2, 5, 6, 7, 8, 10), lines.stream().map(CommandLines.InputLine::number).toList());
    assertNull(lines.get(0).defect());
    assertDefect("qty", "qty must be a whole number", lines.get(1));
    assertDefect("qty", "qty is missing", lines.get(2));
    assertDefect("line", "5 fields for 4 columns", lines.get(3));
    assertDefect("sku", "sku contains a control character", lines.get(4));
    assertNull(lines.get(5).defect());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batchref,sku|qty",
        "batchref:sku:qty|batchref",
        "batchref,sku,qty,sku|sku",
        "''|header",
        "'\"batchref'|header"
      })
  void a_header_that_does_not_do_is_refused_at_once(String header, String field) {
    Malformed defect = assertThrows(Malformed.class, () -> read("create_batch", header));
    assertEquals(field, defect.field());
  }

  @Test
  void a_quote_that_is_not_closed_ends_the_reading_with_a_reason() throws IOException {
    List<CommandLines.InputLine> lines =
        read("allocate", "orderid,sku,qty\n1,RUG,1\n2,\"RUG,1\n3,RUG,1\n");
    assertEquals(2, lines.size());
    assertEquals(3, lines.get(1).number());
    assertDefect("line", "nor what follows it", lines.get(1));
  }

  @Test
  void a_line_without_end_does_not_fill_the_memory() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            java.util.Arrays.fill(into, offset, offset + length, (byte) 'x');
            return length;
          }
        };
    InputStream text = new SequenceInputStream(stream("orderid,sku,qty\n1,\""), endless);
    List<CommandLines.InputLine> lines =
        all(new CsvLines(reader(), "allocate", text, Optional.empty()));
    assertEquals(1, lines.size());
    assertDefect("line", "longer than", lines.get(0));
  }

  @Test
  void text_that_is_not_utf_8_is_refused() throws IOException {
    byte[] latin =
        "orderid,sku,qty\n1,RUG,1\n2,caf\u00e9,1\n3,RUG,1\n".getBytes(StandardCharsets.ISO_8859_1);
    List<CommandLines.InputLine> lines =
        all(new CsvLines(reader(), "allocate", new ByteArrayInputStream(latin), Optional.empty()));
    assertDefect("line", "UTF-8", lines.get(lines.size() - 1));
  }

  private static void assertDefect(String field, String text, CommandLines.InputLine line) {
    assertEquals(field, line.defect().field());
    assertTrue(line.defect().getMessage().contains(text), line.defect().getMessage());
  }

  private static List<CommandLines.InputLine> read(String command, String text) throws IOException {
    return all(new CsvLines(reader(), command, stream(text), Optional.empty()));
  }

  private static CommandReader reader() {
    return new CommandReader(UnmeasuredArrivals.create());
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<CommandLines.InputLine> all(CommandLines source) throws IOException {
    List<CommandLines.InputLine> lines = new ArrayList<>();
    for (CommandLines.InputLine line = source.next(); line != null; line = source.next()) {
      lines.add(line);
    }
    return lines;
  }
}
