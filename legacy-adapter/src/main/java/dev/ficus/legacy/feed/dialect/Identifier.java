package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.Value;
import java.util.Base64;

/** The identifier of an order, a line, a SKU or a batch, by one rule for all old senders. */
final class Identifier {

  private static final int MOST = 100;

  private Identifier() {}

  /**
   * As written, whatever its type; null where there is none, which senders without a nil express by
   * false. Of what cannot be decided the type and the text with a tab between: that no identifier
   * can hold, so it is refused and shows what came.
   */
  static String written(Value value) {
    if (value instanceof Value.Nil || value instanceof Value.Bool bool && !bool.flag()) {
      return null;
    }
    return value.asIdentifier().orElseGet(() -> shown(value));
  }

  private static String shown(Value value) {
    if (value instanceof Value.Real real) {
      return "double\t" + (real.written() == null ? real.number() : real.written().text());
    }
    if (value instanceof Value.DateTime time) {
      return "dateTime.iso8601\t" + (time.written() == null ? time.local() : time.written().text());
    }
    if (value instanceof Value.Binary binary) {
      String text = Base64.getEncoder().encodeToString(binary.bytes());
      return "base64\t" + text.substring(0, Math.min(MOST, text.length()));
    }
    if (value instanceof Value.Bool) {
      return "boolean\t1";
    }
    return (value instanceof Value.Array ? "array" : "struct") + "\t";
  }
}
