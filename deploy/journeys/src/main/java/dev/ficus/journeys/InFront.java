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

  /** How the monolith reports batches by reference: lines of a file of properties. */
  static final String REPORTS_OF_BATCHES =
      """
      ficus.legacy.dialects.magento-stock.calls.receive.method=stock.receive
      ficus.legacy.dialects.magento-stock.calls.receive.means=batch-created
      ficus.legacy.dialects.magento-stock.calls.receive.batchref=0
      ficus.legacy.dialects.magento-stock.calls.receive.sku=1
      ficus.legacy.dialects.magento-stock.calls.receive.quantity=2
      ficus.legacy.dialects.magento-stock.calls.receive.eta=3
      ficus.legacy.dialects.magento-stock.calls.adjust.method=stock.adjust
      ficus.legacy.dialects.magento-stock.calls.adjust.means=batch-quantity
      ficus.legacy.dialects.magento-stock.calls.adjust.batchref=0
      ficus.legacy.dialects.magento-stock.calls.adjust.sku=1
      ficus.legacy.dialects.magento-stock.calls.adjust.quantity=2
      ficus.legacy.dialects.magento-stock.calls.delay.method=stock.delay
      ficus.legacy.dialects.magento-stock.calls.delay.means=batch-eta
      ficus.legacy.dialects.magento-stock.calls.delay.batchref=0
      ficus.legacy.dialects.magento-stock.calls.delay.sku=1
      ficus.legacy.dialects.magento-stock.calls.delay.eta=2
      """;

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
   * The same where the monolith names batches, and lists what it has promised of them: as lines of
   * a file of properties, since names of settings have dashes in them.
   */
  public String namedBatches() {
    return listOfBatches()
        + """
        ficus.legacy.promises.%2$s.url=%1$s
        ficus.legacy.promises.%2$s.method=stock.promises
        ficus.legacy.promises.%2$s.batchref=batch
        ficus.legacy.promises.%2$s.sku=sku
        ficus.legacy.promises.%2$s.quantity=qty
        ficus.legacy.promises.%2$s.order=order
        ficus.legacy.promises.%2$s.item=item_id
        ficus.legacy.promises.%2$s.every=1s
        """
            .formatted(monolith, shop);
  }

  /** The same where it names batches, and nobody knows what it has promised of them. */
  String listOfBatches() {
    return """
        ficus.legacy.opening.monoliths.batches.url=%1$s
        ficus.legacy.opening.monoliths.batches.shop=%2$s
        ficus.legacy.opening.monoliths.batches.method=stock.list
        ficus.legacy.opening.monoliths.batches.batchref=reference
        ficus.legacy.opening.monoliths.batches.sku=sku
        ficus.legacy.opening.monoliths.batches.quantity=qty
        ficus.legacy.opening.monoliths.batches.eta=eta
        ficus.legacy.set-aside.%2$s.parameters={sku},{units},{reference},{batch}
        """
            .formatted(monolith, shop)
        + REPORTS_OF_BATCHES;
  }

  /** The same where its answers to orders say what it has promised of them. */
  String answeredBatches() {
    return listOfBatches() + "ficus.legacy.answered-promises.%s.every=1s%n".formatted(shop);
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
