package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names something is read as written, whatever type the sender's library guessed. */
class IdentifierTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "<int>0012</int>,0012",
        "<i4>0012</i4>,0012",
        "<int> 12 </int>,12",
        "<int>+12</int>,+12",
        "<int>-12</int>,-12",
        "<int>-0</int>,-0",
        "<int>0</int>,0",
        "<int>1e3</int>,1e3",
        "<i8>9223372036854775807</i8>,9223372036854775807",
        "<ex:i8>00009223372036854775807</ex:i8>,00009223372036854775807",
        "<int>123456789012345678901234567890</int>,123456789012345678901234567890",
        "<double>7.0</double>,7",
        "<double>-7.000</double>,-7",
        "<double>0012</double>,0012",
        "<double>100000001.0</double>,100000001",
        "<base64>MDAxMg==</base64>,0012",
        "<base64>w6k=</base64>,é",
        "<string> 0012</string>, 0012",
        "0012,0012",
        "<bigdecimal>0012</bigdecimal>,0012",
        "<boolean>x12</boolean>,x12",
      })
  void as_written(String xml, String identifier) {
    assertEquals(identifier, sku(value(xml)));
    assertEquals(identifier, sku(value(rewritten(xml))));
    assertTrue(Identifiers.readable(sku(value(xml))));
  }

  @ParameterizedTest
  @CsvSource({
    "<double>7.5</double>, 'double\t7.5'",
    "<double>1e3</double>, 'double\t1e3'",
    "<double>1.0E+15</double>, 'double\t1.0E+15'",
    "<double>007.0</double>, 'double\t007.0'",
    "<double>-0.0</double>, 'double\t-0.0'",
    "<double>9007199254740993.0</double>, 'double\t9007199254740993.0'",
    "<boolean>1</boolean>, 'boolean\t1'",
    "<dateTime.iso8601>20200101T00:00:00</dateTime.iso8601>, "
        + "'dateTime.iso8601\t20200101T00:00:00'",
    "<base64>QQA=</base64>, 'base64\tQQA='",
    "<base64>/w==</base64>, 'base64\t/w=='",
    "<base64></base64>, 'base64\t'",
    "<struct></struct>, 'struct\t'",
    "<array><data></data></array>, 'array\t'",
  })
  void what_cannot_be_decided_is_no_identifier_and_shows_what_came(String xml, String shown) {
    assertEquals(shown, sku(value(xml)));
    assertEquals(shown, sku(value(rewritten(xml))));
    assertFalse(Identifiers.readable(sku(value(xml))));
  }

  @Test
  void nothing_is_no_identifier() {
    assertNull(sku(value("<nil/>")));
    assertNull(sku(value("<boolean>0</boolean>")));
  }

  @Test
  void an_order_and_its_lines_are_named_by_the_same_rule() {
    Value order =
        value(
            "<struct><member><name>n</name><value><int>0001</int></value></member>"
                + "<member><name>l</name><value><array><data><value><struct>"
                + "<member><name>id</name><value><double>7.0</double></value></member>"
                + "<member><name>of</name><value><int>007</int></value></member>"
                + "</struct></value></data></array></value></member></struct>");
    ValuePath id = ValuePath.of(List.of("id"));
    OrderShape shape =
        new OrderShape(
            ValuePath.of(List.of("n")),
            ValuePath.NOWHERE,
            ValuePath.NOWHERE,
            ValuePath.of(List.of("l")),
            new OrderShape.LineShape(
                id,
                ValuePath.of(List.of("of")),
                id,
                id,
                ValuePath.NOWHERE,
                ValuePath.NOWHERE,
                ValuePath.NOWHERE));
    OldOrder read = shape.order("shop", order).orElseThrow();
    OldItem item = read.items().get(0);
    assertEquals("0001", read.number().number());
    assertEquals("7", item.itemId());
    assertEquals("007", item.parentItemId());
    assertEquals("0012", OrderShape.orderNumber("shop", value("<int>0012</int>")).get().number());
    assertTrue(OrderShape.orderNumber("shop", value("<double>7.5</double>")).isEmpty());
    Value masked = Masking.order(shape, order);
    assertEquals(read, shape.order("shop", value(written(masked))).orElseThrow());
  }

  @Test
  void a_batch_and_its_sku_are_named_by_the_same_rule() {
    StockShape shape =
        new StockShape(
            ValuePath.of(List.of("0")),
            ValuePath.of(List.of("1")),
            ValuePath.of(List.of("2")),
            ValuePath.NOWHERE);
    Value said =
        value(
            "<array><data><value><int>0012</int></value><value><double>7.0</double></value>"
                + "<value><double>3.0</double></value></data></array>");
    OldStock stock = shape.stock(OldStock.ReportKind.CREATED, said).orElseThrow();
    assertEquals("0012", stock.batchref());
    assertEquals("7", stock.sku());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<int>0012</int>",
        "<i4>12</i4>",
        "<i8>12</i8>",
        "<int>+12</int>",
        "<int>-0</int>",
        "<int>n/a</int>",
        "<int>12</int>",
        "<double>7.50</double>",
        "<double>1e3</double>",
        "<float>7.5</float>",
        "<bigdecimal>12.340</bigdecimal>",
        "<dateTime.iso8601>2020-01-01 00:00:00</dateTime.iso8601>",
        "<dateTime.iso8601>0000-00-00</dateTime.iso8601>",
        "<string>0012</string>",
      })
  void what_is_passed_on_stays_as_it_came(String xml) {
    assertEquals(xml, rewritten(xml));
  }

  @ParameterizedTest
  @CsvSource({
    "<ex:i8>0012</ex:i8>, <int>0012</int>",
    "<ex:i8>12</ex:i8>, <int>12</int>",
    "<ex:i8>12345678901</ex:i8>, <i8>12345678901</i8>",
    "<ex:float>7.50</ex:float>, <double>7.50</double>",
    "<ex:bigdecimal>7.50</ex:bigdecimal>, <string>7.50</string>"
  })
  void a_type_with_a_prefix_is_passed_on_as_the_plainest_that_holds_the_same_text(
      String xml, String plain) {
    assertEquals(plain, rewritten(xml));
  }

  private static String sku(Value value) {
    return Identifier.written(value);
  }

  private static Value value(String xml) {
    String document =
        "<methodCall><methodName>m</methodName><params><param><value>"
            + xml
            + "</value></param></params></methodCall>";
    try {
      return new XmlRpcReader(Limits.DEFAULT)
          .readCall(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
          .parameter(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String rewritten(String xml) {
    return written(value(xml));
  }

  private static String written(Value value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeCall(out, new Call("m", List.of(value)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String document = out.toString(StandardCharsets.UTF_8);
    int begin = document.indexOf("<value>") + "<value>".length();
    return document.substring(begin, document.lastIndexOf("</value>"));
  }
}
