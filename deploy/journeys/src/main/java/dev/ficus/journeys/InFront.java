package dev.ficus.journeys;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An adapter in front of a simulated monolith that has figures, as both have to be set up for it:
 * everything is the monolith's at first, its figures go through the adapter to a shop that has the
 * products, and those of what is ours are pushed there.
 *
 * @param monolith the address of the monolith's XML-RPC interface
 * @param products that of the shop which has the products
 * @param availability the address of availability-service
 * @param shop the adapter's name of the shop
 */
public record InFront(String monolith, URI products, URI availability, String shop) {
  private static final String REPORTS = "/to-the-shop";

  /** Environment variables of the adapter. */
  Map<String, String> adapter() {
    Map<String, String> settings = new HashMap<>();
    settings.put("FICUS_LEGACY_ROUTING_DEFAULT_ROUTE", "legacy");
    settings.put("FICUS_LEGACY_FEEDS_SERVE_UPSTREAM", monolith);
    String reports = "FICUS_LEGACY_FEEDS_REPORTS_";
    settings.put(reports + "PATH", REPORTS);
    settings.put(reports + "SHOP", shop);
    settings.put(reports + "DIALECT", "magento-stock");
    settings.put(reports + "UPSTREAM", products.toString());
    settings.put("FICUS_LEGACY_PUSHING_AVAILABILITY", availability.toString());
    String push = "FICUS_LEGACY_PUSHING_SHOPS_SHOP_";
    settings.put(push + "URL", products.toString());
    settings.put(push + "USER", ChristmasShop.USER);
    settings.put(push + "KEY", ChristmasShop.KEY);
    settings.put(push + "COMMENTS", "false");
    return settings;
  }

  /** The same of one by which waves can be cut over and rolled back. */
  public Map<String, String> switchingAdapter() {
    Map<String, String> settings = adapter();
    settings.put("FICUS_LEGACY_FEEDS_SERVE_IN_FRONT_SINCE", "2010-01-01T00:00:00");
    String list = "FICUS_LEGACY_OPENING_MONOLITHS_LAGER_";
    settings.put(list + "URL", monolith);
    settings.put(list + "SHOP", shop);
    settings.put(list + "METHOD", "stock.figures");
    settings.put(list + "SKU", "sku");
    settings.put(list + "QUANTITY", "figure");
    settings.put("FICUS_LEGACY_SOURCES_SHOP_DECIDES_WITHIN", "0s");
    settings.put("FICUS_LEGACY_SET_ASIDE_SHOP_URL", monolith);
    settings.put("FICUS_LEGACY_SET_ASIDE_SHOP_METHOD", "stock.set_aside");
    return settings;
  }

  /**
   * Options of the monolith, by which it reports its figures.
   *
   * @param adapter where the adapter is
   * @param everyMillis how often those that changed are reported
   */
  public static List<String> reporting(URI adapter, int everyMillis) {
    return List.of(
        "--shop",
        adapter.resolve(REPORTS).toString(),
        "--user",
        ChristmasShop.USER,
        "--key",
        ChristmasShop.KEY,
        "--patience",
        "600",
        "--figures-by",
        "multi-call",
        "--reports-every",
        String.valueOf(everyMillis));
  }
}
