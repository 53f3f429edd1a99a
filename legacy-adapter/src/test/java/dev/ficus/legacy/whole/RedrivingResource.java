package dev.ficus.legacy.whole;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of feeds whose mapping misses something, of the same with the mapping mended, and of a
 * shop that waits.
 */
public final class RedrivingResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>();
    feed(settings, "missing", "shop", "magento");
    feed(settings, "mended", "shop", "mended");
    feed(settings, "careful", "careful", "magento");
    feed(settings, "careful-mended", "careful", "mended");
    settings.put("ficus.legacy.shops.careful.other-lines", "wait");
    settings.put("ficus.legacy.shops.careful.not-stock", "POST");
    orders(settings, "mended", "increment_id,order_no", "qty_ordered,pieces");
    feed(settings, "mistaken", "shop", "mistaken");
    feed(settings, "careful-mistaken", "careful", "mistaken");
    orders(settings, "mistaken", "increment_number", "qty_ordered,pieces");
    feed(settings, "missing-all", "shop", "missing-all");
    orders(settings, "missing-all", "increment_id", "qty_ordered");
    feed(settings, "stock-missing", "shop", "stock-missing");
    feed(settings, "stock-mended", "shop", "stock-mended");
    stock(settings, "stock-missing", "");
    stock(settings, "stock-mended", "new_");
    settings.put("ficus.legacy.quarantine.look-every", "1s");
    settings.put("ficus.legacy.resend.every", "1s");
    return settings;
  }

  private static void feed(Map<String, String> settings, String name, String shop, String dialect) {
    settings.put("ficus.legacy.feeds." + name + ".path", "/" + name);
    settings.put("ficus.legacy.feeds." + name + ".shop", shop);
    settings.put("ficus.legacy.feeds." + name + ".dialect", dialect);
  }

  /**
   * A dialect of calls about orders, and of calls that hold such calls.
   *
   * @param number the path of the order's number
   */
  private static void orders(
      Map<String, String> settings, String name, String number, String quantity) {
    String dialect = "ficus.legacy.dialects." + name + ".";
    settings.put(dialect + "calls.create.method", "sales_order.create");
    settings.put(dialect + "calls.create.means", "order");
    settings.put(dialect + "calls.cancel.method", "sales_order.cancel");
    settings.put(dialect + "calls.cancel.means", "cancellation");
    settings.put(dialect + "calls.all.method", "shop.all");
    settings.put(dialect + "calls.all.means", "calls");
    settings.put(dialect + "order.number", number);
    settings.put(dialect + "order.status", "status");
    settings.put(dialect + "order.updated-at", "updated_at");
    settings.put(dialect + "order.lines", "items,rows");
    settings.put(dialect + "line.id", "item_id");
    settings.put(dialect + "line.parent", "parent_item_id");
    settings.put(dialect + "line.sku", "sku");
    settings.put(dialect + "line.quantity", quantity);
  }

  /**
   * A dialect of calls about stock, whose parameter is a struct.
   *
   * @param mended what else the members' names may begin with
   */
  private static void stock(Map<String, String> settings, String dialect, String mended) {
    Map.of(
            "receive", "batch-created",
            "adjust", "batch-quantity",
            "delay", "batch-eta",
            "count", "stock",
            "all", "calls")
        .forEach(
            (method, means) -> {
              String call = "ficus.legacy.dialects." + dialect + ".calls." + method + ".";
              settings.put(call + "method", "stock." + method);
              settings.put(call + "means", means);
              for (String name : List.of("batchref", "sku", "quantity", "eta")) {
                settings.put(call + name, "0.%s%s,0.%2$s".formatted(mended, name));
              }
            });
  }

  @Override
  public void stop() {}
}
