package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.quarantine.Rereading.FoundOrder;
import dev.ficus.legacy.quarantine.Rereading.FoundOrders;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An order as it was sent, with things beside the right ones that wrong settings may name. */
record KeptOrder(String number, List<Value> items) {

  static final String CUSTOMER = "Müller";

  /** A line, with another id and a name beside its own. */
  static Value item(String id, String sku, String quantity) {
    return struct(
        "id", id, "other_id", "x" + id, "sku", sku, "name", "name of " + sku, "qty", quantity);
  }

  static Value with(Value item, String name, String text) {
    Map<String, Value> members = new LinkedHashMap<>(((Value.Struct) item).members());
    members.put(name, new Value.Text(text));
    return new Value.Struct(members);
  }

  private static Value struct(String... members) {
    Map<String, Value> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put(members[i], new Value.Text(members[i + 1]));
    }
    return new Value.Struct(struct);
  }

  Value value() {
    Value head = struct("no", number, "customer", CUSTOMER, "status", "new");
    Map<String, Value> members = new LinkedHashMap<>(((Value.Struct) head).members());
    members.put("items", new Value.Array(items));
    members.put("others", new Value.Array(List.of(item("90", "Z", "1"))));
    return new Value.Struct(members);
  }

  FoundOrders found(Rules rules) {
    return new FoundOrders(List.of(new FoundOrder("", read(rules))), 0);
  }

  private Optional<OldOrder> read(Rules rules) {
    return rules.shape().order("shop", value());
  }

  OldOrder order(Rules rules) {
    return read(rules).orElseThrow();
  }

  Optional<Translation> translation(Rules rules) {
    return read(rules).map(rules.translator()::translate);
  }

  /** The lines that are wanted by these rules. */
  List<LineKey> lines(Rules rules) {
    return translation(rules).filter(shown -> !shown.cancelled()).stream()
        .flatMap(shown -> shown.lines().stream())
        .map(Translation.TranslatedLine::key)
        .toList();
  }

  /** The line at this place; empty when it cannot be read. */
  Optional<LineKey> line(Rules rules, int place) {
    return rules.translator().translate(order(rules), place).lines().stream()
        .map(Translation.TranslatedLine::key)
        .findFirst();
  }

  /** Whether what cannot be read by these rules may be this line. */
  boolean mayBeRefused(Rules rules, LineKey line) {
    return translation(rules)
        .filter(shown -> Rejection.mayBeAnyOf(shown.refused()).test(line))
        .isPresent();
  }
}
