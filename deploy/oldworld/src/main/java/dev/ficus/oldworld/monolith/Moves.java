package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Seed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens to the monolith's stock; it reports each change to the shop. */
final class Moves {
  private static final int LATEST_DAY = 60;
  private static final int MOST_UNITS = 200;

  private final Warehouse warehouse;
  private final Optional<ShopCalls> shop;
  private final LocalDate today;
  private final Seed seed;
  private long happened;

  /**
   * @param shop empty where it has no shop
   */
  Moves(Warehouse warehouse, Optional<ShopCalls> shop, LocalDate today, Seed seed) {
    this.warehouse = warehouse;
    this.shop = shop;
    this.today = today;
    this.seed = seed;
  }

  /** A call to the shop about a batch. */
  private interface Report {
    ShopCalls.StockReport send(ShopCalls shop, Batch batch) throws InterruptedException;
  }

  /**
   * A batch comes in, or is expected.
   *
   * @return what was sent to the shop
   * @throws IllegalArgumentException when its reference is taken
   */
  synchronized List<ShopCalls.StockReport> receive(Batch batch) throws InterruptedException {
    if (!warehouse.receive(batch)) {
      throw new IllegalArgumentException("there is a batch " + batch.reference());
    }
    return send(batch, ShopCalls::receive);
  }

  /**
   * A batch has another quantity; nothing is sent where there is no such batch.
   *
   * @return what was sent to the shop
   */
  synchronized Optional<List<ShopCalls.StockReport>> adjust(String reference, int quantity)
      throws InterruptedException {
    Optional<Batch> batch = warehouse.adjust(reference, quantity);
    return batch.isEmpty() ? Optional.empty() : Optional.of(send(batch.get(), ShopCalls::adjust));
  }

  /**
   * A batch comes on another day; nothing is sent where there is no such batch.
   *
   * @param eta null when it has arrived
   * @return what was sent to the shop
   */
  synchronized Optional<List<ShopCalls.StockReport>> delay(String reference, LocalDate eta)
      throws InterruptedException {
    Optional<Batch> batch = warehouse.delay(reference, eta);
    return batch.isEmpty() ? Optional.empty() : Optional.of(send(batch.get(), ShopCalls::delay));
  }

  /** Sends the shop a SKU's figure again. */
  synchronized List<ShopCalls.StockReport> restate(String sku) throws InterruptedException {
    List<ShopCalls.StockReport> reports = new ArrayList<>();
    if (shop.isPresent()) {
      reports.add(shop.get().restate(sku, warehouse.free(sku)));
    }
    return reports;
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

  private List<ShopCalls.StockReport> send(Batch batch, Report report) throws InterruptedException {
    List<ShopCalls.StockReport> reports = new ArrayList<>();
    if (shop.isPresent()) {
      reports.add(report.send(shop.get(), batch));
    }
    reports.addAll(restate(batch.sku()));
    return reports;
  }
}
