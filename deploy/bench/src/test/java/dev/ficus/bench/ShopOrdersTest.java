package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.wire.XmlRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopOrdersTest {

  @Test
  void so_many_lines_of_each_order_are_ours_and_no_two_orders_have_a_number() throws Exception {
    ShopOrders orders = new ShopOrders("both-", new Lines("theirs", 3), new Lines("ours", 3), 1);

    Map<?, ?> first = order(orders);
    Map<?, ?> second = order(orders);

    assertEquals(List.of("theirs", "theirs", "ours"), owners(first));
    assertEquals(List.of("theirs", "theirs", "ours"), owners(second));
    assertEquals("both-10000000", first.get("increment_id"));
    assertEquals("both-10000001", second.get("increment_id"));
    assertEquals(2, orders.issued());
  }

  @Test
  void in_turn_every_sku_has_a_line_before_any_has_another() throws Exception {
    ShopOrders orders = ShopOrders.inTurn("debt-", new Lines("ours", 4));

    List<Object> skus = new ArrayList<>();
    for (int order = 0; order < 4; order++) {
      ((List<?>) order(orders).get("items"))
          .forEach(each -> skus.add(((Map<?, ?>) each).get("sku")));
    }

    List<String> once = List.of("ours-sku-0", "ours-sku-1", "ours-sku-2", "ours-sku-3");
    assertEquals(once, skus.subList(0, 4));
    assertEquals(once, skus.subList(8, 12));
    assertEquals(3, orders.oursInEach());
  }

  private static Map<?, ?> order(ShopOrders orders) throws Exception {
    XmlRpc.Call call = XmlRpc.readCall(orders.next());
    assertEquals("sales_order.create", call.method());
    return (Map<?, ?>) call.parameters().get(0);
  }

  private static List<String> owners(Map<?, ?> order) {
    List<?> items = (List<?>) order.get("items");
    assertTrue(
        items.stream().map(each -> ((Map<?, ?>) each).get("item_id")).distinct().count() == 3);
    return items.stream()
        .map(each -> ((Map<?, ?>) each).get("sku").toString().split("-")[0])
        .toList();
  }
}
