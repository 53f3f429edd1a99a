package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is reported of some products is taken out of a call, and all else of it stays. */
class StockCutTest {

  private static final XmlRpcReader READER = new XmlRpcReader(Limits.DEFAULT);
  private static final ValuePath NOWHERE = ValuePath.NOWHERE;
  private static final Dialect DIALECT =
      new Dialect(
          List.of(
              known("stock", shape("0", NOWHERE, "1.qty", at("1.is_in_stock"))),
              known("stocks", shape("0.*", NOWHERE, "1.*.qty", at("1.*.is_in_stock"))),
              known("product", shape("0", at("3"), "1.stock.qty", at("1.stock.is_in_stock"))),
              known("products", shape("0.*", NOWHERE, "1.*.stock.qty", NOWHERE)),
              known("figure", shape("0", NOWHERE, "1", NOWHERE)),
              known("figures", shape("0.*", NOWHERE, "1.*", NOWHERE)),
              known("rows", shape("0.*.sku", NOWHERE, "0.*.qty", NOWHERE)),
              known("apart", shape("0", NOWHERE, "1", at("2.is_in_stock"))),
              new KnownCall(
                  "multiCall",
                  "multiCall",
                  Map.of(),
                  KnownCall.Meaning.CALLS,
                  at("1"),
                  KnownCall.Reply.TRUE,
                  new StockShape(NOWHERE, NOWHERE, NOWHERE, NOWHERE))),
          Optional.empty(),
          Set.of());

  @Test
  void a_call_that_reports_nothing_but_stock_is_spent() throws IOException {
    for (Call call :
        List.of(
            call("stock", text("A"), struct("qty", text("5"), "is_in_stock", text("1"))),
            call("stock", text("A"), struct("is_in_stock", text("0"))),
            call("product", text("A"), struct("stock", struct("qty", text("5"))), text("store")),
            call("figure", text("A"), text("5")),
            call("figures", list(text("A")), list(text("5"))),
            call("rows", list(struct("sku", text("A"), "qty", text("5")))),
            call("apart", text("A"), text("5"), struct("is_in_stock", text("1"))))) {
      assertEquals(Set.of(""), cut(call, "A").spent(), call.toString());
      assertEquals(Set.of(), cut(call, "B").spent(), call.toString());
      assertEquals(call, left(call, "B"));
    }
  }

  @Test
  void what_a_call_reports_of_a_product_beside_its_stock_stays() throws IOException {
    assertEquals(
        call("stock", text("A"), struct("min_qty", text("1"))),
        left(call("stock", text("A"), struct("qty", text("5"), "min_qty", text("1"))), "A"));
    assertEquals(
        call("product", text("A"), struct("name", text("Rug"))),
        left(
            call(
                "product",
                text("A"),
                struct(
                    "name", text("Rug"),
                    "stock", struct("qty", text("5"), "is_in_stock", text("1")))),
            "A"));
    assertEquals(
        call("product", text("A"), struct("stock", struct("manage", text("1")))),
        left(
            call(
                "product",
                text("A"),
                struct("stock", struct("qty", text("5"), "manage", text("1")))),
            "A"));
  }

  @Test
  void an_element_is_cut_out_of_all_lists_that_go_together() throws IOException {
    assertEquals(
        call("stocks", list(text("B")), list(struct("qty", text("6")))),
        left(
            call(
                "stocks",
                list(text("A"), text("B"), text("C")),
                list(
                    struct("qty", text("5")),
                    struct("qty", text("6")),
                    struct("qty", text("7"), "is_in_stock", text("1")))),
            "A",
            "C"));
    assertEquals(
        call("figures", list(text("B")), list(text("6"))),
        left(call("figures", list(text("A"), text("B")), list(text("5"), text("6"))), "A"));
    assertEquals(
        call("rows", list(struct("sku", text("B"), "qty", text("6")))),
        left(
            call(
                "rows",
                list(
                    struct("sku", text("A"), "qty", text("5")),
                    struct("sku", text("B"), "qty", text("6")))),
            "A"));
    // As PHP sends lists with gaps.
    assertEquals(
        call("figures", struct("0", text("A")), struct("0", text("5"))),
        left(
            call(
                "figures",
                struct("0", text("A"), "7", text("B")),
                struct("0", text("5"), "7", text("6"))),
            "B"));
  }

  @Test
  void an_element_with_more_in_it_loses_its_figure_alone() throws IOException {
    Call call =
        call(
            "products",
            list(text("A"), text("B")),
            list(
                struct("name", text("Rug"), "stock", struct("qty", text("5"))),
                struct("stock", struct("qty", text("6")))));
    assertEquals(
        call("products", list(text("A")), list(struct("name", text("Rug")))), left(call, "A", "B"));
    assertEquals(Set.of(), cut(call, "A", "B").spent());
  }

  @Test
  void a_figure_whose_place_is_its_meaning_stays_beside_what_else_is_reported() throws IOException {
    Call call =
        call("apart", text("A"), text("5"), struct("is_in_stock", text("1"), "min_qty", text("1")));
    assertEquals(Set.of(""), cut(call, "A").inseparable());
    assertEquals(call, left(call, "A"));
  }

  @Test
  void spent_calls_are_cut_out_of_those_that_hold_them() throws IOException {
    Value ofA = inList("stock", text("A"), struct("qty", text("5")));
    Value ofB = inList("stock", text("B"), struct("qty", text("6")));
    Call several = call("multiCall", text("s"), list(ofA, ofB));
    assertEquals(call("multiCall", text("s"), list(ofB)), left(several, "A"));
    assertEquals(Set.of("0"), cut(several, "A").spent());
    assertEquals(Set.of("", "0", "1"), cut(several, "A", "B").spent());

    Value other = struct("methodName", text("other"));
    Value one = struct("methodName", text("figure"), "params", list(text("A"), text("5")));
    Value many = struct("methodName", text("multiCall"), "params", list(text("s"), list(ofA, ofB)));
    Call multicall = call(Multicall.METHOD, list(other, one, many));
    assertEquals(
        call(
            Multicall.METHOD,
            list(
                other,
                struct("methodName", text("multiCall"), "params", list(text("s"), list(ofB))))),
        left(multicall, "A"));
    assertEquals(Set.of("1", "2.0"), cut(multicall, "A").spent());
    assertEquals(call(Multicall.METHOD, list(other)), left(multicall, "A", "B"));
    assertEquals(Set.of("1", "2", "2.0", "2.1"), cut(multicall, "A", "B").spent());
  }

  private static StockCut cut(Call call, String... skus) {
    return DIALECT.stockCut(
        call,
        DIALECT.reportedStock(call).stream()
            .filter(reported -> Arrays.asList(skus).contains(reported.stock().sku()))
            .toList());
  }

  private static Call left(Call call, String... skus) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(out, call);
    WrittenDocument document = READER.writtenCall(out.toByteArray(), Optional.empty());
    StockCut cut = cut(call, skus);
    assertTrue(cut.edits().stream().allMatch(document::allows));
    return READER.readCall(new ByteArrayInputStream(document.with(cut.edits())));
  }

  private static KnownCall known(String method, StockShape shape) {
    return new KnownCall(
        method, method, Map.of(), KnownCall.Meaning.STOCK, at("0"), KnownCall.Reply.TRUE, shape);
  }

  private static StockShape shape(
      String product, ValuePath namedBy, String quantity, ValuePath inStock) {
    return new StockShape(NOWHERE, NOWHERE, at(product), namedBy, at(quantity), inStock, NOWHERE);
  }

  private static ValuePath at(String path) {
    return ValuePath.of(List.of(path));
  }

  private static Value inList(String method, Value... parameters) {
    return list(text(method), list(parameters));
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

  private static Value struct(Object... members) {
    Map<String, Value> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put((String) members[i], (Value) members[i + 1]);
    }
    return new Value.Struct(struct);
  }
}
