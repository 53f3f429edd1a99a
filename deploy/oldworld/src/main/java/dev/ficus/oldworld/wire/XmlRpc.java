package dev.ficus.oldworld.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Calls and answers. A value is a {@code String}, {@code Boolean}, {@code Integer}, {@code Long},
 * {@code Double}, {@code byte[]}, {@code List}, {@code Map} with texts as keys, or null for nil; a
 * date is read as its text. To be written it may also be a {@code java.math.BigDecimal}, a {@code
 * java.time.LocalDate}, or any {@code Iterable} in place of a list: it is gone through while it is
 * written, so that a long one is never held.
 */
public final class XmlRpc {
  private XmlRpc() {}

  /** What is to be done. */
  public record Call(String method, List<Object> parameters) {}

  /** What came back. */
  public sealed interface Answer {}

  /** The call was carried out. */
  public record Success(Object value) implements Answer {}

  /** The call was answered by a fault. */
  public record Fault(int code, String text) implements Answer {}

  /** A call as a document. */
  public static byte[] call(String method, Object... parameters) {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try {
      XmlWriter xml = new XmlWriter(document, Style.PLAIN);
      xml.call(method, Arrays.asList(parameters));
      xml.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return document.toByteArray();
  }

  /** Writes an answer; {@code out} is flushed and stays open. */
  public static void write(Answer answer, Style style, OutputStream out) throws IOException {
    XmlWriter xml = new XmlWriter(out, style);
    if (answer instanceof Success success) {
      xml.success(success.value());
    } else {
      xml.fault((Fault) answer);
    }
    xml.flush();
  }

  /**
   * Reads a call.
   *
   * @throws XMLStreamException when it is none
   */
  public static Call readCall(byte[] document) throws XMLStreamException {
    return new XmlReader(document).call();
  }

  /**
   * Reads an answer.
   *
   * @throws XMLStreamException when it is none, for example because its end is missing
   */
  public static Answer readAnswer(byte[] document) throws XMLStreamException {
    return new XmlReader(document).answer();
  }
}
