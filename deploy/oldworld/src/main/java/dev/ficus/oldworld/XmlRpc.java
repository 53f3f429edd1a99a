package dev.ficus.oldworld;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Calls and answers as the old shop's PHP writes and reads them. */
final class XmlRpc {
  private static final XMLInputFactory READERS = readers();

  private XmlRpc() {}

  /** What came back. */
  sealed interface Answer {}

  /** The call was carried out. */
  record Success() implements Answer {}

  /** The call was answered by a fault. */
  record Fault(int code, String text) implements Answer {}

  /** A call with one parameter: texts, lists and maps of such. */
  static byte[] call(String method, Object parameter) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<methodCall><methodName>");
    text(xml, method);
    xml.append("</methodName><params><param>");
    value(xml, parameter);
    xml.append("</param></params></methodCall>\n");
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void value(StringBuilder xml, Object value) {
    xml.append("<value>");
    if (value instanceof Map<?, ?> members) {
      xml.append("<struct>");
      members.forEach(
          (name, member) -> {
            xml.append("<member><name>");
            text(xml, name.toString());
            xml.append("</name>");
            value(xml, member);
            xml.append("</member>");
          });
      xml.append("</struct>");
    } else if (value instanceof List<?> items) {
      xml.append("<array><data>");
      items.forEach(item -> value(xml, item));
      xml.append("</data></array>");
    } else {
      xml.append("<string>");
      text(xml, value.toString());
      xml.append("</string>");
    }
    xml.append("</value>\n");
  }

  private static void text(StringBuilder xml, String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                // A bare one would be read as a line feed.
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
              }
            });
  }

  /** XML 1.0 has no way to write most control characters. */
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }

  /**
   * Reads an answer as far as telling success from fault.
   *
   * @throws XMLStreamException when it is no XML-RPC answer
   */
  static Answer answer(byte[] document) throws XMLStreamException {
    XMLStreamReader xml = READERS.createXMLStreamReader(new ByteArrayInputStream(document));
    xml.nextTag();
    xml.require(XMLStreamReader.START_ELEMENT, null, "methodResponse");
    xml.nextTag();
    if (xml.getLocalName().equals("fault")) {
      return fault(xml);
    }
    xml.require(XMLStreamReader.START_ELEMENT, null, "params");
    while (xml.next() != XMLStreamReader.END_DOCUMENT) {
      // An answer that was cut off is none.
    }
    return new Success();
  }

  private static Fault fault(XMLStreamReader xml) throws XMLStreamException {
    int code = 0;
    String text = "";
    String member = "";
    while (xml.next() != XMLStreamReader.END_DOCUMENT) {
      if (xml.isStartElement()) {
        switch (xml.getLocalName()) {
          case "name" -> member = xml.getElementText();
          case "int", "i4" -> code = Integer.parseInt(xml.getElementText().strip());
          case "string" -> text = member.equals("faultString") ? xml.getElementText() : text;
          default -> {
            // The elements around them say nothing more.
          }
        }
      }
    }
    return new Fault(code, text);
  }

  private static XMLInputFactory readers() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
