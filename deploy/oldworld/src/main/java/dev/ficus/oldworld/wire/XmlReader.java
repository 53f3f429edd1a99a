package dev.ficus.oldworld.wire;

import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Call;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one document. */
final class XmlReader {
  private static final XMLInputFactory READERS = readers();

  private final XMLStreamReader xml;

  XmlReader(byte[] document) throws XMLStreamException {
    xml = READERS.createXMLStreamReader(new ByteArrayInputStream(document));
  }

  Call call() throws XMLStreamException {
    begin("methodCall");
    begin("methodName");
    String method = xml.getElementText().strip();
    List<Object> parameters = new ArrayList<>();
    if (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      require("params");
      while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
        require("param");
        parameters.add(onlyValue());
      }
    }
    end();
    return new Call(method, parameters);
  }

  Answer answer() throws XMLStreamException {
    begin("methodResponse");
    xml.nextTag();
    if (xml.getLocalName().equals("fault")) {
      Object fault = onlyValue();
      end();
      return fault(fault);
    }
    require("params");
    begin("param");
    Object value = onlyValue();
    end();
    return new Success(value);
  }

  private Fault fault(Object value) throws XMLStreamException {
    if (value instanceof Map<?, ?> members
        && members.get("faultCode") instanceof Integer code
        && members.get("faultString") instanceof String text) {
      return new Fault(code, text);
    }
    throw wrong("the fault has no faultCode and faultString");
  }

  private void begin(String name) throws XMLStreamException {
    xml.nextTag();
    require(name);
  }

  private void require(String name) throws XMLStreamException {
    xml.require(XMLStreamConstants.START_ELEMENT, null, name);
  }

  /** A document that was cut off is none, even where all that counts had been read. */
  private void end() throws XMLStreamException {
    while (xml.hasNext()) {
      xml.next();
    }
  }

  /** The value inside the present element, to whose end it reads on. */
  private Object onlyValue() throws XMLStreamException {
    begin("value");
    Object value = value();
    xml.nextTag();
    return value;
  }

  /** From the start of a {@code <value>} to its end. */
  private Object value() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      if (xml.isEndElement()) {
        return text.toString();
      }
      if (xml.isCharacters()) {
        text.append(xml.getText());
      }
    }
    Object value = typed(xml.getLocalName());
    xml.nextTag();
    return value;
  }

  private Object typed(String type) throws XMLStreamException {
    return switch (type) {
      case "struct" -> struct();
      case "array" -> array();
      case "nil" -> {
        xml.nextTag();
        yield null;
      }
      case "base64" -> Base64.getMimeDecoder().decode(xml.getElementText());
      case "boolean" -> xml.getElementText().strip().equals("1");
      case "string", "dateTime.iso8601" -> xml.getElementText();
      case "int", "i4", "i8", "double" -> number(type, xml.getElementText().strip());
      default -> throw wrong("there is no type " + type);
    };
  }

  private Object number(String type, String text) throws XMLStreamException {
    try {
      return switch (type) {
        case "i8" -> (Object) Long.valueOf(text);
        case "double" -> Double.valueOf(text);
        default -> Integer.valueOf(text);
      };
    } catch (NumberFormatException noNumber) {
      throw wrong(text + " is no " + type);
    }
  }

  private Map<String, Object> struct() throws XMLStreamException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      require("member");
      begin("name");
      String name = xml.getElementText();
      members.put(name, onlyValue());
    }
    return members;
  }

  private List<Object> array() throws XMLStreamException {
    List<Object> items = new ArrayList<>();
    begin("data");
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      require("value");
      items.add(value());
    }
    xml.nextTag();
    return items;
  }

  private XMLStreamException wrong(String what) {
    return new XMLStreamException(what, xml.getLocation());
  }

  private static XMLInputFactory readers() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
