package dev.ficus.oldworld.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes documents piece by piece into a buffer and from there to a stream. */
final class XmlWriter {
  private final OutputStream out;
  private final Style style;
  private final boolean latin;
  private final byte[] buffer = new byte[8192];
  private int filled;

  XmlWriter(OutputStream out, Style style) {
    this.out = out;
    this.style = style;
    this.latin = style.charset().equals(StandardCharsets.ISO_8859_1);
  }

  void call(String method, List<Object> parameters) throws IOException {
    declaration();
    markup("<methodCall><methodName>");
    text(method);
    markup("</methodName><params>");
    for (Object parameter : parameters) {
      markup("<param>");
      value(parameter);
      markup("</param>");
    }
    markup("</params></methodCall>\n");
  }

  void success(Object value) throws IOException {
    declaration();
    markup("<methodResponse><params><param>");
    value(value);
    markup("</param></params></methodResponse>\n");
  }

  void fault(XmlRpc.Fault fault) throws IOException {
    declaration();
    markup("<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>");
    markup(Integer.toString(fault.code()));
    markup("</int></value></member><member><name>faultString</name><value><string>");
    text(fault.text());
    markup("</string></value></member></struct></value></fault></methodResponse>\n");
  }

  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
    out.flush();
  }

  private void declaration() throws IOException {
    markup("<?xml version=\"1.0\"");
    if (!style.label().isEmpty()) {
      markup(" encoding=\"");
      markup(style.label());
      markup("\"");
    }
    markup("?>\n");
  }

  private void value(Object value) throws IOException {
    markup("<value>");
    if (value instanceof Map<?, ?> members) {
      struct(members);
    } else if (value instanceof Iterable<?> items) {
      array(items);
    } else {
      scalar(value);
    }
    markup("</value>");
    markup(style.lineBreak());
  }

  private void struct(Map<?, ?> members) throws IOException {
    if (members.isEmpty() && style.emptyArrays()) {
      array(List.of());
      return;
    }
    markup("<struct>");
    for (Map.Entry<?, ?> member : members.entrySet()) {
      markup("<member><name>");
      text(member.getKey().toString());
      markup("</name>");
      value(member.getValue());
      markup("</member>");
    }
    markup("</struct>");
  }

  private void array(Iterable<?> items) throws IOException {
    markup("<array><data>");
    for (Object item : items) {
      value(item);
    }
    markup("</data></array>");
  }

  private void scalar(Object value) throws IOException {
    if (value == null) {
      markup(style.nil() ? "<nil/>" : "<string></string>");
    } else if (value instanceof Boolean yes) {
      markup(yes ? "<boolean>1</boolean>" : "<boolean>0</boolean>");
    } else if (value instanceof BigDecimal decimal) {
      number("double", decimal.toPlainString());
    } else if (value instanceof Number number) {
      String type = number instanceof Long ? "i8" : number instanceof Integer ? "int" : "double";
      number(type, number.toString());
    } else if (value instanceof byte[] bytes) {
      typed("base64", Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof LocalDate day) {
      typed("dateTime.iso8601", day.format(DateTimeFormatter.BASIC_ISO_DATE) + "T00:00:00");
    } else if (style.untypedText()) {
      text(value.toString());
    } else {
      typed("string", value.toString());
    }
  }

  private void number(String type, String number) throws IOException {
    typed(style.numbersAsText() ? "string" : type, number);
  }

  private void typed(String type, String text) throws IOException {
    markup(type.equals("string") ? "<string>" : "<" + type + ">");
    text(text);
    markup(type.equals("string") ? "</string>" : "</" + type + ">");
  }

  @SuppressWarnings("deprecation") // The one way to get at a text's bytes without making an array.
  private void markup(String ascii) throws IOException {
    int length = ascii.length();
    if (length > buffer.length - filled) {
      flushBuffer();
    }
    ascii.getBytes(0, length, buffer, filled);
    filled += length;
  }

  private void text(String text) throws IOException {
    if (isPlain(text)) {
      markup(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      if (buffer.length - filled < 8) {
        flushBuffer();
      }
      char c = text.charAt(i);
      if (isPlain(c)) {
        buffer[filled++] = (byte) c;
      } else {
        int whole = text.codePointAt(i);
        i += Character.charCount(whole) - 1;
        special(whole);
      }
    }
  }

  /** Whether it can be written at once: so it is with most. */
  private boolean isPlain(String text) {
    if (text.length() > buffer.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x7F && c != '<' && c != '>' && c != '&';
  }

  private void special(int c) throws IOException {
    switch (c) {
      case '<' -> markup("&lt;");
      case '>' -> markup("&gt;");
      case '&' -> markup("&amp;");
      // A bare one would be read as a line feed.
      case '\r' -> markup("&#13;");
      default -> encoded(isAllowed(c) ? c : '\uFFFD');
    }
  }

  private void encoded(int c) throws IOException {
    if (c < 0x80) {
      buffer[filled++] = (byte) c;
    } else if (latin) {
      buffer[filled++] = (byte) (c < 0x100 ? c : '?');
    } else {
      for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
        buffer[filled++] = b;
      }
    }
  }

  private void flushBuffer() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }

  /** XML 1.0 has no way to write most control characters. */
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
