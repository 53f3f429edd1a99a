package dev.ficus.oldworld.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class WrittenOrdersTest {
  private static final Order ORDER =
      new Order(
          "100000017",
          List.of(
              new Order.Line("RUG", "RED & <BLUE>", "6", "2010-12-01 08:26:00", "2.55", "France"),
              new Order.Line("RUG", "BELL\u0007", "-1", "2010-12-01 08:26:00", "0.0", "France")));

  @Test
  void an_order_is_a_struct_of_strings_with_its_lines_numbered() throws Exception {
    Document call = parse(WrittenOrders.create(ORDER));
    assertEquals("sales_order.create", text(call, "/methodCall/methodName"));
    assertEquals("100000017", text(call, member("increment_id")));
    assertEquals("2010-12-01 08:26:00", text(call, member("created_at")));
    assertEquals("1", text(call, item(1, "item_id")));
    assertEquals("RUG", text(call, item(1, "sku")));
    assertEquals("6.0000", text(call, item(1, "qty_ordered")));
    assertEquals("2.5500", text(call, item(1, "price")));
    assertEquals("2", text(call, item(2, "item_id")));
    assertEquals("-1.0000", text(call, item(2, "qty_ordered")));
  }

  @Test
  void any_text_can_be_sent() throws Exception {
    Document call = parse(WrittenOrders.create(ORDER));
    assertEquals("RED & <BLUE>", text(call, item(1, "name")));
    assertEquals("BELL\uFFFD", text(call, item(2, "name")));
  }

  @Test
  void a_quantity_that_is_no_number_is_sent_as_it_is() {
    assertEquals("a dozen", WrittenOrders.decimal("a dozen"));
    assertEquals("1.50000", WrittenOrders.decimal("1.50000"));
    assertEquals("-1.5000", WrittenOrders.decimal("-1.5"));
  }

  @Test
  void a_broken_call_is_broken() throws Exception {
    assertThrows(SAXException.class, () -> parse(WrittenOrders.cutOff(ORDER)));
    assertEquals("", text(parse(WrittenOrders.nameless(ORDER)), member("increment_id")));
  }

  @Test
  void success_and_fault_are_distinguished() throws XMLStreamException {
    assertEquals(
        new Success(true),
        answer("<params><param><value><boolean>1</boolean></value></param></params>"));
    assertEquals(
        new Fault(-32500, "again, <please>"),
        answer(
            "<fault><value><struct><member><name>faultCode</name><value><int>-32500</int></value></member>"
                + "<member><name>faultString</name><value><string>again, &lt;please&gt;</string></value></member>"
                + "</struct></value></fault>"));
  }

  @Test
  void half_an_answer_is_none() {
    String half = "<?xml version=\"1.0\"?><methodResponse><params><param>";
    assertThrows(
        XMLStreamException.class, () -> XmlRpc.readAnswer(half.getBytes(StandardCharsets.UTF_8)));
  }

  private static XmlRpc.Answer answer(String inner) throws XMLStreamException {
    String document = "<?xml version=\"1.0\"?><methodResponse>" + inner + "</methodResponse>";
    return XmlRpc.readAnswer(document.getBytes(StandardCharsets.UTF_8));
  }

  private static Document parse(byte[] document) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    // What is wrong is thrown, not printed.
    parser.setErrorHandler(null);
    return parser.parse(new ByteArrayInputStream(document));
  }

  private static String text(Document document, String path) throws Exception {
    XPath paths = XPathFactory.newInstance().newXPath();
    return paths.evaluate("string(" + path + ")", document);
  }

  private static String member(String name) {
    return "/methodCall/params/param/value/struct/member[name='%s']/value/string".formatted(name);
  }

  private static String item(int number, String name) {
    return "/methodCall/params/param/value/struct/member[name='items']/value/array/data/value[%d]/struct/member[name='%s']/value/string"
        .formatted(number, name);
  }
}
