package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Items are taken out of an order wherever in a document it is shown. */
class OrderPositionsTest {

  private static final XmlRpcReader READER = new XmlRpcReader(Limits.DEFAULT);
  private static final StockShape NO_STOCK =
      new StockShape(ValuePath.NOWHERE, ValuePath.NOWHERE, ValuePath.NOWHERE, ValuePath.NOWHERE);
  private static final OrderShape SHAPE =
      new OrderShape(
          at("increment_id"),
          at("status"),
          at("updated_at"),
          at("lines", "basket.items"),
          new OrderShape.LineShape(
              at("item_id"),
              at("parent_item_id"),
              at("sku"),
              at("qty_ordered"),
              at("qty_canceled"),
              at("qty_refunded"),
              at("figures.shipped", "qty_shipped")));
  private static final Dialect DIALECT =
      new Dialect(
          List.of(
              known("create", Map.of(), KnownCall.Meaning.ORDER, at("0")),
              known("call", Map.of(at("1"), "create"), KnownCall.Meaning.ORDER, at("2.0", "2")),
              known("multiCall", Map.of(), KnownCall.Meaning.CALLS, at("1"))),
          Optional.of(SHAPE),
          Set.of());

  /** How an order comes. */
  private enum ShownIn {
    CALL,
    SESSION,
    SESSION_LIST,
    MULTICALL,
    LISTED,
    LISTED_IN_MULTICALL
  }

  @Property(tries = 400)
  void items_that_are_cut_are_gone_and_the_others_are_shown_as_before(
      @ForAll ShownIn form, @ForAll @IntRange(max = 12) int size, @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    List<Value> items = IntStream.range(0, size).mapToObj(place -> item(place, random)).toList();
    Value order = order(items, random);
    Call document = document(form, order, random);
    byte[] written = written(document);
    Call read = READER.readCall(new ByteArrayInputStream(written));
    Call shown = shownIn(read);
    OrderPositions positions = DIALECT.orderPositions(read, shown.place()).orElseThrow();

    Set<Integer> cut = new TreeSet<>();
    IntStream.range(0, size).filter(place -> random.nextInt(3) == 0).forEach(cut::add);
    WrittenDocument positioned = READER.writtenCall(written, Optional.empty());
    List<DocumentEdit> cuts = cut.stream().map(positions::cut).toList();
    assertTrue(cuts.stream().allMatch(positioned::allows));
    Call rest = READER.readCall(new ByteArrayInputStream(positioned.with(cuts)));
    List<OldItem> left = new ArrayList<>();
    List<OldItem> all = orderIn(read).items();
    IntStream.range(0, size)
        .filter(place -> !cut.contains(place))
        .forEach(p -> left.add(all.get(p)));
    assertEquals(left, orderIn(rest).items());

    List<DocumentEdit> cancels =
        cut.stream().map(positions::cancel).flatMap(Optional::stream).toList();
    assertEquals(cut.size(), cancels.size());
    List<OldItem> cancelled =
        orderIn(READER.readCall(new ByteArrayInputStream(positioned.with(cancels)))).items();
    assertEquals(size, cancelled.size());
    for (int place = 0; place < size; place++) {
      OldItem before = all.get(place);
      assertEquals(
          cut.contains(place) ? before.quantity() : before.cancelled(),
          cancelled.get(place).cancelled());
    }
  }

  private static OldOrder orderIn(Call document) {
    Call call = shownIn(document);
    return SHAPE.order("shop", DIALECT.meaning(call).orElseThrow().subject(call)).orElseThrow();
  }

  private static Call shownIn(Call document) {
    return DIALECT.madeBy(document).stream()
        .filter(DIALECT::isAboutAnOrder)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Value item(int place, Random random) {
    Map<String, Value> item = new LinkedHashMap<>();
    item.put("item_id", new Value.Int(place + 1));
    item.put("sku", new Value.Text("SKU-" + random.nextInt(5)));
    item.put("qty_ordered", new Value.Text(1 + random.nextInt(3) + ".0000"));
    if (random.nextBoolean()) {
      item.put("qty_canceled", random.nextBoolean() ? new Value.Text("0.0000") : Value.NIL);
    }
    return new Value.Struct(item);
  }

  private static Value order(List<Value> items, Random random) {
    Value list = random.nextBoolean() ? new Value.Array(items) : gaps(items);
    boolean inner = random.nextBoolean();
    Map<String, Value> order = new LinkedHashMap<>();
    order.put("increment_id", new Value.Text("1000"));
    order.put(inner ? "basket" : "lines", inner ? struct("items", list) : list);
    return new Value.Struct(order);
  }

  /** As PHP sends an array with gaps. */
  private static Value gaps(List<Value> items) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (Value item : items) {
      members.put("" + 3 * members.size(), item);
    }
    return new Value.Struct(members);
  }

  private static Call document(ShownIn form, Value order, Random random) {
    Call session = new Call("call", List.of(text("s"), text("create"), list(order)));
    Value other = list(text("other"), list(text("x")));
    Call listed =
        new Call("multiCall", List.of(text("s"), list(other, list(text("create"), list(order)))));
    return switch (form) {
      case CALL -> new Call("create", List.of(order));
      case SESSION -> new Call("call", List.of(text("s"), text("create"), order));
      case SESSION_LIST -> session;
      case MULTICALL -> multicall(new Call("create", List.of(order)), random);
      case LISTED -> listed;
      case LISTED_IN_MULTICALL -> multicall(listed, random);
    };
  }

  private static Call multicall(Call call, Random random) {
    List<Value> calls = new ArrayList<>();
    IntStream.range(0, random.nextInt(3))
        .forEach(none -> calls.add(struct("methodName", text("other"), "params", list())));
    calls.add(
        struct("params", new Value.Array(call.parameters()), "methodName", text(call.method())));
    return new Call(Multicall.METHOD, List.of(new Value.Array(calls)));
  }

  @Test
  void what_is_cancelled_is_written_in_the_type_of_what_was_there_and_without_what_is_shipped() {
    for (Map.Entry<Value, Value> each :
        Map.<Value, Value>of(
                text("0.0000"),
                text("3.0000"),
                new Value.Int(0),
                new Value.Int(3),
                new Value.Real(0),
                new Value.Real(3))
            .entrySet()) {
      assertEquals(
          Optional.of(each.getValue()),
          cancelled(struct("qty_ordered", text("3.0000"), "qty_canceled", each.getKey())));
    }
    assertEquals(
        Optional.of(text("2.0000")),
        cancelled(struct("qty_ordered", text("3.0000"), "qty_shipped", text("1"))));
    assertEquals(
        Optional.of(text("0")),
        cancelled(struct("qty_ordered", text("1"), "qty_shipped", text("2"))));
    assertEquals(Optional.empty(), cancelled(struct("qty_ordered", text("some"))));
    assertEquals(Optional.empty(), cancelled(struct("sku", text("A"))));
  }

  private static Optional<Value> cancelled(Value item) {
    Call call = new Call("create", List.of(struct("increment_id", text("1"), "lines", list(item))));
    return DIALECT
        .orderPositions(call, "")
        .orElseThrow()
        .cancel(0)
        .map(edit -> ((DocumentEdit.Put) edit).value());
  }

  @Test
  void a_call_that_shows_no_order_has_no_positions_of_items() {
    assertEquals(Optional.empty(), DIALECT.orderPositions(new Call("other", List.of()), ""));
    assertEquals(Optional.empty(), DIALECT.orderPositions(new Call("create", List.of()), ""));
    assertEquals(
        Optional.empty(), DIALECT.orderPositions(new Call("create", List.of(struct())), "0"));
  }

  @Test
  void an_order_that_an_answer_shows_is_found_wherever_the_answer_is() throws IOException {
    Value order = order(List.of(item(0, new Random(1)), item(1, new Random(2))), new Random(3));
    Call info = new Call("info", List.of(text("1")));
    Call several =
        new Call("multiCall", List.of(text("s"), list(list(text("info")), list(text("info")))));
    Value fault = struct("isFault", new Value.Bool(true), "faultCode", new Value.Int(100));
    Call multicall =
        new Call(
            Multicall.METHOD,
            List.of(
                list(
                    struct("methodName", text("info")),
                    struct(
                        "methodName",
                        text("multiCall"),
                        "params",
                        new Value.Array(several.parameters())))));
    Value faultOfMulticall = struct("faultCode", new Value.Int(100), "faultString", text("none"));
    assertShown(info, "", order);
    assertShown(several, "1", list(fault, order));
    assertShown(multicall, "1.1", list(faultOfMulticall, list(list(fault, order))));
    assertShown(multicall, "0", list(list(order), faultOfMulticall));
    assertEquals(Optional.empty(), DIALECT.resultOf(several, "0", list(fault, order)));
    assertEquals(Optional.empty(), DIALECT.resultOf(several, "1", list(order)));
    assertEquals(
        Optional.empty(), DIALECT.resultOf(multicall, "0", list(faultOfMulticall, list(order))));
    assertEquals(
        Optional.empty(),
        DIALECT.resultOf(multicall, "1.0", list(list(order), list(list(fault, order)))));
  }

  private static void assertShown(Call call, String place, Value result) throws IOException {
    ElementPath at = DIALECT.resultOf(call, place, result).orElseThrow();
    Value order = at.in(result);
    OrderPositions positions = OrderPositions.of(SHAPE, order, at);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(out, new Answer.Result(result));
    byte[] rest =
        READER.writtenAnswer(out.toByteArray(), Optional.empty()).with(List.of(positions.cut(0)));
    Answer.Result left = (Answer.Result) READER.readAnswer(new ByteArrayInputStream(rest));
    List<OldItem> before = SHAPE.order("shop", order).orElseThrow().items();
    assertEquals(
        before.subList(1, 2), SHAPE.order("shop", at.in(left.value())).orElseThrow().items());
  }

  private static byte[] written(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(out, call);
    return out.toByteArray();
  }

  private static KnownCall known(
      String method, Map<ValuePath, String> where, KnownCall.Meaning means, ValuePath at) {
    return new KnownCall(method, method, where, means, at, KnownCall.Reply.TRUE, NO_STOCK);
  }

  private static ValuePath at(String... paths) {
    return ValuePath.of(List.of(paths));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value list(Value... values) {
    return new Value.Array(List.of(values));
  }

  private static Value struct(Object... members) {
    Map<String, Value> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put((String) members[i], (Value) members[i + 1]);
    }
    return new Value.Struct(struct);
  }
}
