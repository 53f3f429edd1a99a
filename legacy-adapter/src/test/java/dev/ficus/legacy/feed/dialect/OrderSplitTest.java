package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.dialect.OrderSplit.Taking;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.PlacedLine;
import dev.ficus.legacy.order.PlacedLines;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order of two owners as each of them is to see it. */
class OrderSplitTest {

  private static final XmlRpcReader READER = new XmlRpcReader(Limits.DEFAULT);
  private static final ValuePath NOWHERE = ValuePath.NOWHERE;
  private static final OrderShape SHAPE =
      new OrderShape(
          at("increment_id"),
          NOWHERE,
          NOWHERE,
          at("items"),
          new OrderShape.LineShape(
              at("item_id"),
              at("parent_item_id"),
              at("sku"),
              at("qty_ordered"),
              at("qty_canceled"),
              NOWHERE,
              NOWHERE,
              new Kinds(
                  at("product_type"),
                  NOWHERE,
                  NOWHERE,
                  Set.of("virtual"),
                  Set.of("bundle"),
                  Set.of("configurable"),
                  Pattern.compile(Kinds.SHIPPED_APART))));
  private static final Dialect DIALECT =
      new Dialect(
          List.of(
              new KnownCall(
                  "create",
                  "create",
                  Map.of(),
                  KnownCall.Meaning.ORDER,
                  at("0"),
                  KnownCall.Reply.NUMBER,
                  new StockShape(NOWHERE, NOWHERE, NOWHERE, NOWHERE))),
          Optional.of(SHAPE),
          Set.of());
  private static final Translator TRANSLATOR =
      new Translator(
          new ShopRules(
              ShopRules.LineIds.ITEM_ID,
              Optional.empty(),
              Set.of("SHIPPING"),
              Set.of(),
              Optional.empty(),
              ShopRules.OtherLines.GO_ON,
              ShopRules.NumericSkus.AS_TEXT));

  private static final List<String> ITEMS =
      List.of(
          item("1", "", "RUG-RED", "configurable"),
          item("2", "1", "RUG", "simple"),
          item("3", "", "KIT", "bundle"),
          item("4", "3", "BOWL", "simple"),
          item("5", "3", "SPOON", "simple"),
          item("6", "", "SHIPPING", "simple"),
          item("7", "", "", "simple"),
          item("8", "", "T\u00e9a", "simple"));

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "IBM500"})
  void lines_that_are_cut_take_their_items_along_and_nothing_else(String charset)
      throws IOException {
    assertLeft(charset, List.of("RUG"), 0, 1);
    assertLeft(charset, List.of("BOWL"), 3);
    assertLeft(charset, List.of("BOWL", "SPOON"), 2, 3, 4);
    assertLeft(charset, List.of("T\u00e9a"), 7);
    assertLeft(charset, List.of());
  }

  private static void assertLeft(String charset, List<String> ours, Integer... gone)
      throws IOException {
    byte[] document = document(ITEMS).getBytes(Charset.forName(charset));
    List<String> left = new ArrayList<>(ITEMS);
    left.removeAll(List.of(gone).stream().map(ITEMS::get).toList());
    assertArrayEquals(
        document(left).getBytes(Charset.forName(charset)),
        without(document, charset, Taking.CUT, ours));
  }

  @Test
  void lines_that_are_cancelled_stay_with_the_sums_and_are_no_lines_any_more() throws IOException {
    byte[] rest =
        without(
            document(ITEMS).getBytes(Charset.forName("UTF-8")),
            "UTF-8",
            Taking.CANCEL,
            List.of("RUG", "BOWL", "SPOON"));
    OldOrder order = order(rest, "UTF-8");
    assertEquals(ITEMS.size(), order.items().size());
    assertEquals(
        List.of("T\u00e9a"),
        TRANSLATOR.translate(order).lines().stream().map(line -> line.key().sku()).toList());
  }

  @Test
  void charges_bundles_and_what_cannot_be_read_cannot_be_taken_out() throws IOException {
    byte[] document = document(ITEMS).getBytes(Charset.forName("UTF-8"));
    for (Taking taking : Taking.values()) {
      OrderSplit split = split(document, "UTF-8", taking);
      assertEquals(List.of("RUG", "BOWL", "SPOON", "T\u00e9a"), skus(split.separable()));
      assertFalse(split.leavesChargesAlone(split.separable()), "one that cannot be read is left");
    }
    byte[] readable =
        document(List.of(ITEMS.get(5), ITEMS.get(7))).getBytes(Charset.forName("UTF-8"));
    OrderSplit split = split(readable, "UTF-8", Taking.CUT);
    assertTrue(split.leavesChargesAlone(split.separable()));
    assertFalse(split.leavesChargesAlone(List.of()));
  }

  @Test
  void where_positions_are_not_certain_no_line_can_be_taken_out() throws IOException {
    List<String> ascii = ITEMS.subList(0, 5);
    for (Taking taking : Taking.values()) {
      OrderSplit split =
          split(document(ascii).getBytes(Charset.forName("ISO-2022-JP")), "ISO-2022-JP", taking);
      assertEquals(List.of(), split.separable());
    }
    String empty = document(List.of("<value><struct/></value>"));
    assertEquals(
        List.of(),
        split(empty.getBytes(Charset.forName("UTF-8")), "UTF-8", Taking.CUT).separable());
  }

  @Test
  void a_call_is_cut_out_of_those_among_which_it_came() throws IOException {
    String of =
        "<methodCall><methodName>system.multicall</methodName><params><param><value><array><data>%s%s</data></array></value></param></params></methodCall>";
    String first =
        "<value><struct><member><name>methodName</name><value>create</value></member></struct></value>";
    String second = first.replace("create", "other");
    byte[] document = of.formatted(first, second).getBytes(Charset.forName("UTF-8"));
    Call call = READER.readCall(new ByteArrayInputStream(document));
    DocumentEdit cut = DIALECT.cut(call, "0").orElseThrow();
    assertArrayEquals(
        of.formatted("", second).getBytes(Charset.forName("UTF-8")),
        READER.writtenCall(document, Optional.empty()).with(List.of(cut)));
    assertEquals(Optional.empty(), DIALECT.cut(call, ""));
    assertEquals(Optional.empty(), DIALECT.cut(call, "2"));
  }

  private static byte[] without(byte[] document, String charset, Taking taking, List<String> ours)
      throws IOException {
    OrderSplit split = split(document, charset, taking);
    List<PlacedLine> leaving =
        split.separable().stream().filter(line -> ours.contains(line.item().sku())).toList();
    assertEquals(ours, skus(leaving));
    return written(document, charset).with(split.without(leaving));
  }

  private static OrderSplit split(byte[] document, String charset, Taking taking)
      throws IOException {
    Call call = call(document, charset);
    PlacedLines lines = TRANSLATOR.placed(order(document, charset));
    return new OrderSplit(
        written(document, charset), DIALECT.orderPositions(call, "").orElseThrow(), lines, taking);
  }

  private static WrittenDocument written(byte[] document, String charset) throws IOException {
    return READER.writtenCall(document, Optional.of(charset));
  }

  private static Call call(byte[] document, String charset) throws IOException {
    return READER.readCall(new ByteArrayInputStream(document), Optional.of(charset));
  }

  private static OldOrder order(byte[] document, String charset) throws IOException {
    return SHAPE.order("shop", call(document, charset).parameter(0)).orElseThrow();
  }

  private static List<String> skus(List<PlacedLine> lines) {
    return lines.stream().map(line -> line.item().sku()).toList();
  }

  private static String document(List<String> items) {
    return "<methodCall><methodName>create</methodName><params><param><value><struct><member><name>increment_id</name><value>1</value></member><member><name>items</name><value><array><data>"
        + String.join("", items)
        + "</data></array></value></member><member><name>grand_total</name><value>99</value></member></struct></value></param></params></methodCall>";
  }

  private static String item(String id, String parent, String sku, String kind) {
    return "<value><struct>"
        + member("item_id", id)
        + member("parent_item_id", parent)
        + member("sku", sku)
        + member("product_type", kind)
        + member("qty_ordered", "2.0000")
        + "</struct></value>";
  }

  private static String member(String name, String value) {
    return "<member><name>" + name + "</name><value>" + value + "</value></member>";
  }

  private static ValuePath at(String path) {
    return ValuePath.of(List.of(path));
  }
}
