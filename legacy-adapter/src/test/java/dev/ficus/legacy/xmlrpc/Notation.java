package dev.ficus.legacy.xmlrpc;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Calls and values in one readable line, for the corpus's expectations. */
final class Notation {

  private Notation() {}

  static String of(Call call) {
    return call.parameters().stream()
        .map(Notation::of)
        .collect(Collectors.joining(", ", call.method() + "(", ")"));
  }

  static String of(Value value) {
    if (value instanceof Value.Text text) {
      return '"' + text.text().replace("\u000b", "\\u000b") + '"';
    }
    if (value instanceof Value.Int integer) {
      return Long.toString(integer.number());
    }
    if (value instanceof Value.Real real) {
      return BigDecimal.valueOf(real.number()).toPlainString();
    }
    if (value instanceof Value.Bool bool) {
      return Boolean.toString(bool.flag());
    }
    if (value instanceof Value.DateTime dateTime) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime.local())
          + dateTime.offset().map(Object::toString).orElse("");
    }
    if (value instanceof Value.Binary binary) {
      return "base64:" + HexFormat.of().formatHex(binary.bytes());
    }
    if (value instanceof Value.Array array) {
      return array.values().stream().map(Notation::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Value.Struct struct) {
      return struct.members().entrySet().stream()
          .map(member -> member.getKey() + ": " + of(member.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return "nil";
  }
}
