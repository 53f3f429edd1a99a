package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Seed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to the monolith's stock; it reports each change to the shop. */
final class Moves {
  private static final int LATEST_DAY = 60;
  private static final int MOST_UNITS = 200;

  private final Warehouse warehouse;
  private final Fulfilment fulfilment;
  private final Optional<ShopCalls> shop;
  private final boolean namesBatches;
  private final LocalDate today;
  private final Seed seed;
  private final Map<String, Integer> reported = new HashMap<>();
  private long happened;

  /**
   * @param shop empty where it has no shop
   * @param namesBatches whether it reports batches by their references, before the figures
   */
  Moves(
      Warehouse warehouse,
      Fulfilment fulfilment,
      Optional<ShopCalls> shop,
      boolean namesBatches,
      LocalDate today,
      Seed seed) {
    this.warehouse = warehouse;
    this.fulfilment = fulfilment;
    this.shop = shop;
    this.namesBatches = namesBatches;
    this.today = today;
    this.seed = seed;
    warehouse.figures().forEach(stock -> reported.put(stock.sku(), stock.figure()));
  }

  /** A call to the shop about a batch. */
  private interface BatchCall {
    ShopCalls.Report send(ShopCalls shop, Batch batch) throws InterruptedException;
  }

  /**
   * A batch comes in, or is expected; what waits for it is served.
   *
   * @return what was sent to the shop
   * @throws IllegalArgumentException when its reference is taken
   */
  synchronized List<ShopCalls.Report> receive(Batch batch) throws InterruptedException {
    if (!warehouse.receive(batch)) {
      throw new IllegalArgumentException("there is a batch " + batch.reference());
    }
    return serve(batch, ShopCalls::receive);
  }

  /**
   * A batch has another quantity; nothing is sent where there is no such batch.
   *
   * @return what was sent to the shop
   */
  synchronized Optional<List<ShopCalls.Report>> adjust(String reference, int quantity)
      throws InterruptedException {
    Optional<Batch> batch = warehouse.adjust(reference, quantity);
    return batch.isEmpty() ? Optional.empty() : Optional.of(serve(batch.get(), ShopCalls::adjust));
  }

  /**
   * A batch comes on another day; nothing is sent where there is no such batch.
   *
   * @param eta null when it has arrived
   * @return what was sent to the shop
   */
  synchronized Optional<List<ShopCalls.Report>> delay(String reference, LocalDate eta)
      throws InterruptedException {
    Optional<Batch> batch = warehouse.delay(reference, eta);
    return batch.isEmpty() ? Optional.empty() : Optional.of(serve(batch.get(), ShopCalls::delay));
  }

  /** Sends the shop a SKU's figure again. */
  synchronized List<ShopCalls.Report> restate(String sku) throws InterruptedException {
    return restate(Map.of(sku, warehouse.figure(sku)));
  }

  private List<ShopCalls.Report> restate(Map<String, Integer> figures) throws InterruptedException {
    if (shop.isEmpty()) {
      return List.of();
    }
    reported.putAll(figures);
    return shop.get().restate(figures);
  }

  /**
   * Sends the shop every figure that is another than it was sent last.
   *
   * @param all the others as well
   */
  synchronized List<ShopCalls.Report> restateChanged(boolean all) throws InterruptedException {
    Map<String, Integer> figures = new LinkedHashMap<>();
    for (Warehouse.SkuStock stock : warehouse.figures()) {
      if (all || !Integer.valueOf(stock.figure()).equals(reported.get(stock.sku()))) {
        figures.put(stock.sku(), stock.figure());
      }
    }
    return restate(figures);
  }

  /** The next thing happens, as the seed has it. */
  synchronized void next() throws InterruptedException {
    long number = happened++;
    List<Batch> batches = warehouse.batches();
    Batch batch = batches.get(seed.below(batches.size(), "moved batch", number));
    int quantity = 1 + seed.below(MOST_UNITS, "moved quantity", number);
    LocalDate day = today.plusDays(1L + seed.below(LATEST_DAY, "moved day", number));
    switch (seed.below(5, "move", number)) {
      case 0 -> receive(new Batch("R%06d".formatted(number), batch.sku(), quantity, day, 0));
      case 1 -> adjust(batch.reference(), quantity);
      case 2 -> delay(batch.reference(), day);
      case 3 -> delay(batch.reference(), null);
      default -> restate(batch.sku());
    }
  }

  private List<ShopCalls.Report> serve(Batch batch, BatchCall call) throws InterruptedException {
    List<ShopCalls.Report> reports = new ArrayList<>();
    if (shop.isPresent() && namesBatches) {
      reports.add(call.send(shop.get(), batch));
    }
    fulfilment.serve(batch.sku());
    reports.addAll(restate(batch.sku()));
    return reports;
  }
}
