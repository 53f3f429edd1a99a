package dev.ficus.legacy.xmlrpc;

import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLOutputFactory2;

/**
 * Writes XML-RPC to a stream as UTF-8, in the plainest form there is: what old receivers read.
 *
 * <p>A character that XML cannot hold is written as U+FFFD. The stream is flushed and left open.
 */
public final class XmlRpcWriter {

  private static final XMLOutputFactory FACTORY = factory();
  private static final DateTimeFormatter WRITTEN_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter FRACTION =
      DateTimeFormatter.ofPattern(".nnnnnnnnn", Locale.ROOT);

  private final XMLStreamWriter xml;

  private XmlRpcWriter(OutputStream out, String charset) throws XMLStreamException {
    this.xml = FACTORY.createXMLStreamWriter(out, charset);
  }

  private static XMLOutputFactory factory() {
    WstxOutputFactory factory = new WstxOutputFactory();
    factory.setProperty(XMLOutputFactory2.P_AUTOMATIC_EMPTY_ELEMENTS, false);
    factory.setProperty(WstxOutputProperties.P_USE_DOUBLE_QUOTES_IN_XML_DECL, true);
    return factory;
  }

  /** Writes a {@code methodCall}. */
  public static void writeCall(OutputStream out, Call call) throws IOException {
    write(out, writer -> writer.call(call, null));
  }

  /**
   * Writes a {@code methodCall} whose last parameter is a list of any length, in constant memory.
   *
   * @param call the method and the parameters before the list
   * @param list is asked for one element after the other
   */
  public static void writeCall(OutputStream out, Call call, Iterable<Value> list)
      throws IOException {
    write(out, writer -> writer.call(call, list));
  }

  /** Writes a {@code methodResponse}. */
  public static void writeAnswer(OutputStream out, Answer answer) throws IOException {
    write(
        out,
        writer -> {
          writer.xml.writeStartElement("methodResponse");
          if (answer instanceof Answer.Fault fault) {
            writer.xml.writeStartElement("fault");
            writer.value(fault.asStruct());
          } else if (answer instanceof Answer.Result result) {
            writer.xml.writeStartElement("params");
            writer.parameter(result.value());
          }
          writer.xml.writeEndElement();
          writer.xml.writeEndElement();
        });
  }

  /**
   * Writes a {@code methodResponse} whose result is a list of any length, in constant memory.
   *
   * @param list is asked for one element after the other
   */
  public static void writeAnswer(OutputStream out, Iterable<Value> list) throws IOException {
    write(
        out,
        writer -> {
          writer.xml.writeStartElement("methodResponse");
          writer.xml.writeStartElement("params");
          writer.listParameter(list);
          writer.xml.writeEndElement();
          writer.xml.writeEndElement();
        });
  }

  /** A {@code value} element in ASCII, so that it is read the same whatever is around it. */
  static String asciiValue(Value value) {
    return ascii(writer -> writer.value(value));
  }

  /** The same of a {@code member}. */
  static String asciiMember(String name, Value value) {
    return ascii(writer -> writer.member(name, value));
  }

  private static String ascii(BodyWriter content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XmlRpcWriter writer = new XmlRpcWriter(out, "US-ASCII");
      content.to(writer);
      writer.xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  private interface BodyWriter {
    void to(XmlRpcWriter writer) throws XMLStreamException;
  }

  private static void write(OutputStream out, BodyWriter content) throws IOException {
    try {
      XmlRpcWriter writer = new XmlRpcWriter(out, "UTF-8");
      writer.xml.writeStartDocument("UTF-8", "1.0");
      content.to(writer);
      writer.xml.writeEndDocument();
      writer.xml.flush();
    } catch (XMLStreamException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e);
    }
  }

  private void call(Call call, Iterable<Value> list) throws XMLStreamException {
    xml.writeStartElement("methodCall");
    element("methodName", call.method());
    xml.writeStartElement("params");
    for (Value parameter : call.parameters()) {
      parameter(parameter);
    }
    if (list != null) {
      listParameter(list);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void listParameter(Iterable<Value> list) throws XMLStreamException {
    xml.writeStartElement("param");
    xml.writeStartElement("value");
    array(list);
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void parameter(Value value) throws XMLStreamException {
    xml.writeStartElement("param");
    value(value);
    xml.writeEndElement();
  }

  private void value(Value value) throws XMLStreamException {
    xml.writeStartElement("value");
    Value.Written written = asWritten(value);
    if (written != null) {
      element(written.type(), written.text());
    } else if (value instanceof Value.Text text) {
      element("string", text.text());
    } else if (value instanceof Value.Int integer) {
      boolean fits = integer.number() == (int) integer.number();
      element(fits ? "int" : "i8", Long.toString(integer.number()));
    } else if (value instanceof Value.Real real) {
      // The specification knows no exponent.
      element("double", BigDecimal.valueOf(real.number()).toPlainString());
    } else if (value instanceof Value.Bool bool) {
      element("boolean", bool.flag() ? "1" : "0");
    } else if (value instanceof Value.DateTime dateTime) {
      element("dateTime.iso8601", written(dateTime));
    } else if (value instanceof Value.Binary binary) {
      element("base64", Base64.getEncoder().encodeToString(binary.bytes()));
    } else if (value instanceof Value.Array array) {
      array(array.values());
    } else if (value instanceof Value.Struct struct) {
      struct(struct);
    } else {
      xml.writeEmptyElement("nil");
    }
    xml.writeEndElement();
  }

  /** As its sender wrote it, where that is known and not the plainest form. */
  private static Value.Written asWritten(Value value) {
    if (value instanceof Value.Text text) {
      return text.written();
    }
    if (value instanceof Value.Int integer) {
      return integer.written();
    }
    if (value instanceof Value.Real real) {
      return real.written();
    }
    return value instanceof Value.DateTime dateTime ? dateTime.written() : null;
  }

  private void array(Iterable<Value> elements) throws XMLStreamException {
    xml.writeStartElement("array");
    xml.writeStartElement("data");
    for (Value element : elements) {
      value(element);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void struct(Value.Struct struct) throws XMLStreamException {
    xml.writeStartElement("struct");
    for (Map.Entry<String, Value> member : struct.members().entrySet()) {
      member(member.getKey(), member.getValue());
    }
    xml.writeEndElement();
  }

  private void member(String name, Value value) throws XMLStreamException {
    xml.writeStartElement("member");
    element("name", name);
    value(value);
    xml.writeEndElement();
  }

  private void element(String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(writable(text));
    xml.writeEndElement();
  }

  private static String written(Value.DateTime dateTime) {
    return WRITTEN_TIME.format(dateTime.local())
        + (dateTime.local().getNano() == 0 ? "" : FRACTION.format(dateTime.local()))
        + dateTime.offset().map(ZoneOffset::getId).orElse("");
  }

  private static String writable(String text) {
    if (text.codePoints().allMatch(XmlRpcWriter::isXml)) {
      return text;
    }
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints().forEach(c -> replaced.appendCodePoint(isXml(c) ? c : 0xFFFD));
    return replaced.toString();
  }

  private static boolean isXml(int c) {
    return c >= 0x20
        ? c < 0xD800 || c > 0xDFFF && c != 0xFFFE && c != 0xFFFF
        : c == '\t' || c == '\n' || c == '\r';
  }
}
