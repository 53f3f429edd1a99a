package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.OldStock.Naming;
import dev.ficus.legacy.stock.OldStock.ReportKind;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Which call a message is, and what is read of stock in it. */
class DialectTest {

  private static final StockShape NO_STOCK =
      new StockShape(ValuePath.NOWHERE, ValuePath.NOWHERE, ValuePath.NOWHERE, ValuePath.NOWHERE);

  @Test
  void of_two_calls_that_a_message_can_be_the_more_specific_is_meant_in_any_order() {
    KnownCall any = known("any", Map.of());
    KnownCall model = known("model", Map.of(place("0"), "sale.order"));
    KnownCall exact = known("exact", Map.of(place("0"), "sale.order", place("1"), "create"));
    for (List<KnownCall> order :
        List.of(
            List.of(any, model, exact), List.of(exact, any, model), List.of(model, exact, any))) {
      Dialect dialect = dialect(order);
      assertEquals("exact", meant(dialect, "sale.order", "create"));
      assertEquals("model", meant(dialect, "sale.order", "write"));
      assertEquals("any", meant(dialect, "res.partner", "create"));
    }
  }

  @Test
  void calls_of_which_neither_is_more_specific_are_refused_by_their_names() {
    KnownCall model = known("by-model", Map.of(place("0"), "sale.order"));
    for (KnownCall other :
        List.of(
            known("by-verb", Map.of(place("1"), "create")),
            known("by-model-again", Map.of(place("0"), "sale.order")))) {
      for (List<KnownCall> order : List.of(List.of(model, other), List.of(other, model))) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> dialect(order)).getMessage();
        assertTrue(message.contains("calls.by-model "), message);
        assertTrue(message.contains("calls." + other.name() + " "), message);
      }
    }
    dialect(List.of(model, known("other-model", Map.of(place("0"), "stock.move"))));
  }

  @Test
  void a_dialect_that_lacks_what_its_calls_need_is_refused_by_the_names_of_the_settings() {
    assertEquals(
        "calls.update.quantity is missing: calls with means=stock need it",
        refusal(() -> call(KnownCall.Meaning.STOCK)));
    assertEquals(
        "calls.update.batchref is missing: calls with means=batch-created need it",
        refusal(() -> call(KnownCall.Meaning.BATCH_CREATED)));
    assertEquals(
        "order.* or line.* is missing: calls with means=order or means=cancellation need both",
        refusal(
            () -> new Dialect(List.of(call(KnownCall.Meaning.ORDER)), Optional.empty(), Set.of())));
  }

  @Test
  void news_names_items_by_their_ids_or_means_all() {
    KnownCall ship =
        new KnownCall(
            "ship",
            "ship",
            Map.of(),
            KnownCall.Meaning.ORDER_PART,
            place("0"),
            KnownCall.Reply.TRUE,
            place("1"),
            ValuePath.NOWHERE,
            Optional.of(KnownCall.ToldOutcome.DESPATCHED),
            NO_STOCK);
    Value order = new Value.Text("100");
    Value some = new Value.Struct(Map.of("7", new Value.Int(2)));
    Value inAnotherWay = new Value.Array(List.of(new Value.Int(7)));
    assertEquals(Optional.of(Set.of("7")), ship.itemIds(new Call("ship", List.of(order, some))));
    assertEquals(Optional.of(Set.of()), ship.itemIds(new Call("ship", List.of(order))));
    assertEquals(Optional.empty(), ship.itemIds(new Call("ship", List.of(order, inAnotherWay))));
  }

  private static String refusal(Executable made) {
    return assertThrows(IllegalArgumentException.class, made).getMessage();
  }

  /** A call that has a place for the SKU alone. */
  private static KnownCall call(KnownCall.Meaning means) {
    return new KnownCall(
        "update",
        "stock.update",
        Map.of(),
        means,
        place("0"),
        KnownCall.Reply.NUMBER,
        new StockShape(ValuePath.NOWHERE, place("0"), ValuePath.NOWHERE, ValuePath.NOWHERE));
  }

  @Test
  void lists_that_belong_together_are_read_element_by_element() {
    Dialect dialect = magento();
    assertEquals(
        List.of(
            new Dialect.ReportedStock("[0]", figure(Naming.TEXT, "A", "5")),
            new Dialect.ReportedStock("[1]", figure(Naming.NUMBER, "4711", "6")),
            new Dialect.ReportedStock(
                "[2]",
                new OldStock(ReportKind.IN_STOCK, null, Naming.TEXT, "C", OldStock.NONE, null))),
        dialect.reportedStock(
            call(
                "stock.multiUpdate",
                list(text("A"), new Value.Int(4711), text("C")),
                list(qty("5"), qty("6"), struct("is_in_stock", new Value.Int(0))))));
    // As PHP sends arrays with gaps.
    assertEquals(
        List.of("A", "C"),
        dialect
            .reportedStock(
                call(
                    "stock.multiUpdate",
                    new Value.Struct(Map.of("0", text("A"), "2", text("C"))),
                    new Value.Struct(Map.of("0", qty("1"), "2", qty("2")))))
            .stream()
            .map(said -> said.stock().sku())
            .toList());
  }

  @Test
  void an_element_without_a_quantity_leaves_the_others_in_their_places() {
    assertEquals(
        List.of(new Dialect.ReportedStock("[1]", figure(Naming.TEXT, "B", "6"))),
        magento()
            .reportedStock(
                call(
                    "stock.multiUpdate",
                    list(text("A"), text("B")),
                    list(struct("manage_stock", text("1")), qty("6")))));
  }

  @Test
  void lists_that_do_not_belong_together_are_not_understood_as_a_whole() {
    for (List<Value> wrong :
        List.<List<Value>>of(
            List.of(list(text("A"), text("B")), list(qty("5"))),
            List.of(list(text("A")), list(qty("5"), qty("6"))),
            List.of(list(text("A")), qty("5")),
            List.of(text("A"), list(qty("5"))),
            List.of(list(text("A"))))) {
      assertEquals(
          List.of(new Dialect.ReportedStock("", OldStock.NOT_UNDERSTOOD)),
          magento().reportedStock(new Call("stock.multiUpdate", wrong)));
    }
    assertEquals(List.of(), magento().reportedStock(call("stock.multiUpdate", list(), list())));
  }

  @Test
  void that_there_are_some_or_none_counts_where_no_quantity_is_given() {
    for (Value none :
        List.of(
            text("0"), new Value.Int(0), new Value.Bool(false), new Value.Real(0), text("false"))) {
      assertEquals(
          List.of(new OldStock(ReportKind.IN_STOCK, null, Naming.TEXT, "A", OldStock.NONE, null)),
          stock(call("stock.update", text("A"), struct("is_in_stock", none))));
    }
    for (Value some : List.of(text("1"), new Value.Int(1), new Value.Bool(true))) {
      assertEquals(
          List.of(new OldStock(ReportKind.IN_STOCK, null, Naming.TEXT, "A", null, null)),
          stock(call("stock.update", text("A"), struct("is_in_stock", some))));
    }
    assertEquals(
        List.of(figure(Naming.TEXT, "A", "5")),
        stock(call("stock.update", text("A"), struct("qty", text("5"), "is_in_stock", text("0")))));
    assertEquals(
        List.of(),
        stock(
            call("stock.update", text("A"), struct("manage_stock", text("0"), "qty", Value.NIL))));
  }

  @Test
  void a_word_may_say_by_what_the_product_is_named() {
    for (Map.Entry<Value, Naming> each :
        Map.of(
                text("sku"),
                Naming.SKU,
                text("SKU"),
                Naming.SKU,
                text("id"),
                Naming.ID,
                text(""),
                Naming.ID_BEFORE_SKU,
                Value.NIL,
                Naming.ID_BEFORE_SKU)
            .entrySet()) {
      assertEquals(
          List.of(figure(each.getValue(), "4711", "5")),
          stock(call("product.update", text("4711"), qty("5"), each.getKey())));
    }
  }

  @Test
  void a_call_that_mentions_stock_and_is_none_that_is_known_is_not_understood() {
    for (Call unknown :
        List.of(
            call("stock.set", text("A"), qty("5")),
            call("catalog.import", list(struct("sku", text("A"), "stock_data", qty("5")))),
            call("stock.update", text("A"), struct("stock_data", qty("5"))))) {
      assertEquals(List.of(OldStock.NOT_UNDERSTOOD), stock(unknown));
    }
    for (Call other :
        List.of(
            call("catalog.list", struct("name", text("qty"))),
            call("stock.update", text("A"), struct("min_qty", text("1"))),
            call("sale", struct("qty", text("5"))))) {
      assertEquals(List.of(), stock(other));
    }
  }

  private static List<OldStock> stock(Call call) {
    return magento().reportedStock(call).stream().map(Dialect.ReportedStock::stock).toList();
  }

  private static Dialect magento() {
    ValuePath nowhere = ValuePath.NOWHERE;
    return new Dialect(
        List.of(
            known(
                "update",
                "stock.update",
                new StockShape(
                    nowhere,
                    nowhere,
                    place("0"),
                    nowhere,
                    place("1.qty"),
                    place("1.is_in_stock"),
                    nowhere)),
            known(
                "several",
                "stock.multiUpdate",
                new StockShape(
                    nowhere,
                    nowhere,
                    place("0.*"),
                    nowhere,
                    place("1.*.qty"),
                    place("1.*.is_in_stock"),
                    nowhere)),
            known(
                "product",
                "product.update",
                new StockShape(
                    nowhere, nowhere, place("0"), place("2"), place("1.qty"), nowhere, nowhere)),
            new KnownCall(
                "sale",
                "sale",
                Map.of(),
                KnownCall.Meaning.NOTHING,
                place("0"),
                KnownCall.Reply.TRUE,
                NO_STOCK)),
        Optional.empty(),
        Set.of("qty", "is_in_stock"));
  }

  private static KnownCall known(String name, String method, StockShape shape) {
    return new KnownCall(
        name, method, Map.of(), KnownCall.Meaning.STOCK, place("0"), KnownCall.Reply.TRUE, shape);
  }

  private static KnownCall known(String name, Map<ValuePath, String> where) {
    return new KnownCall(
        name,
        "execute",
        where,
        KnownCall.Meaning.NOTHING,
        place("0"),
        KnownCall.Reply.TRUE,
        NO_STOCK);
  }

  private static Dialect dialect(List<KnownCall> calls) {
    return new Dialect(calls, Optional.empty(), Collections.emptySet());
  }

  private static String meant(Dialect dialect, String model, String verb) {
    return dialect.meaning(call("execute", text(model), text(verb))).orElseThrow().name();
  }

  private static ValuePath place(String path) {
    return ValuePath.of(List.of(path));
  }

  private static OldStock figure(Naming naming, String sku, String quantity) {
    return new OldStock(ReportKind.FIGURE, null, naming, sku, quantity, null);
  }

  private static Call call(String method, Value... parameters) {
    return new Call(method, List.of(parameters));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value list(Value... values) {
    return new Value.Array(List.of(values));
  }

  private static Value qty(String quantity) {
    return struct("qty", text(quantity));
  }

  private static Value struct(Object... members) {
    Map<String, Value> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put((String) members[i], (Value) members[i + 1]);
    }
    return new Value.Struct(struct);
  }
}
