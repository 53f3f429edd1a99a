package dev.ficus.oldworld.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.wire.XmlRpc.Call;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class XmlRpcTest {
  private static final Style PHP =
      new Style(StandardCharsets.UTF_8, "UTF-8", false, true, true, true, "");

  @Test
  void what_is_written_can_be_read() throws Exception {
    List<Object> parameters =
        Arrays.asList(
            "a <b> & \r\n\tč 💡",
            true,
            7,
            8_000_000_000L,
            1.5,
            null,
            List.of(1, List.of()),
            Map.of("k", "v"));
    byte[] document = XmlRpc.call("some.method", parameters.toArray());
    assertEquals(new Call("some.method", parameters), XmlRpc.readCall(document));
    byte[] bytes = {0, 1, -1};
    Call call = XmlRpc.readCall(XmlRpc.call("m", bytes, LocalDate.of(2010, 12, 24)));
    assertArrayEquals(bytes, (byte[]) call.parameters().get(0));
    assertEquals("20101224T00:00:00", call.parameters().get(1));
  }

  @Test
  void php_writes_numbers_as_texts_and_empty_structs_as_arrays() throws Exception {
    Object value = Map.of("list", Arrays.asList(2, new BigDecimal("2.0000"), null, Map.of(), true));
    assertEquals(
        new Success(Map.of("list", List.of("2", "2.0000", "", List.of(), true))),
        XmlRpc.readAnswer(written(new Success(value), PHP)));
  }

  @Test
  void a_long_list_is_made_while_it_is_written() throws Exception {
    Iterable<Object> numbers = () -> IntStream.range(0, 20_000).<Object>mapToObj(i -> i).iterator();
    Success read = (Success) XmlRpc.readAnswer(written(new Success(numbers), Style.PLAIN));
    assertEquals(20_000, ((List<?>) read.value()).size());
  }

  @Test
  void bytes_may_be_other_than_their_label_says() throws Exception {
    Style latin = Style.PLAIN.in(StandardCharsets.ISO_8859_1, "ISO-8859-1");
    Success umlaut = new Success("Möller");
    assertEquals(umlaut, XmlRpc.readAnswer(written(umlaut, latin)));
    byte[] lie = written(umlaut, Style.PLAIN.in(StandardCharsets.ISO_8859_1, "UTF-8"));
    assertThrows(XMLStreamException.class, () -> XmlRpc.readAnswer(lie));
    assertTrue(new String(lie, StandardCharsets.ISO_8859_1).contains("Möller"));
  }

  @Test
  void a_fault_is_a_fault() throws Exception {
    Fault fault = new Fault(-32500, "again, <please>");
    assertEquals(fault, XmlRpc.readAnswer(written(fault, Style.PLAIN)));
  }

  @Test
  void texts_may_have_no_type() throws XMLStreamException {
    String call =
        "<methodCall><methodName> m </methodName><params><param><value> a </value></param>"
            + "<param><value/></param></params></methodCall>";
    assertEquals(
        new Call("m", List.of(" a ", "")), XmlRpc.readCall(call.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void what_is_no_call_is_refused() {
    for (String document :
        List.of(
            "",
            "<methodResponse/>",
            "<methodCall><methodName>m</methodName>",
            "<methodCall><methodName>m</methodName><params><param><value><int>x</int></value></param></params></methodCall>",
            "<methodCall><methodName>m</methodName><params><param><value><odd/></value></param></params></methodCall>")) {
      byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
      assertThrows(XMLStreamException.class, () -> XmlRpc.readCall(bytes), document);
    }
  }

  private static byte[] written(XmlRpc.Answer answer, Style style) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpc.write(answer, style, out);
    return out.toByteArray();
  }
}
