package dev.ficus.journeys;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The stock that the demo purchases for the goods of a feed: about four fifths of the SKUs are in
 * the warehouse, the others on their way; some have several batches; some are short on purpose. A
 * hash of the SKU decides, so that every run of a feed has the same stock.
 */
final class StockPlan {
  private static final int IN_WAREHOUSE_PERCENT = 80;
  private static final int SHORT_ONE_IN = 8;
  private static final int SEVERAL_ONE_IN = 5;
  private static final int LONGEST_WAIT_DAYS = 40;
  private static final int DAYS_BETWEEN_BATCHES = 7;

  private StockPlan() {}

  /**
   * One batch.
   *
   * @param eta the day it is expected; null when it is in the warehouse
   */
  record PlannedBatch(String batchref, String sku, int qty, LocalDate eta) {}

  /** The batches, in the order in which the feed first names their SKUs. */
  static List<PlannedBatch> of(Recount recount, LocalDate today) {
    Map<String, Long> demand = new LinkedHashMap<>();
    recount.stock().forEach(line -> demand.merge(line.sku(), (long) line.qty(), Long::sum));
    List<PlannedBatch> batches = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, Long> wanted : demand.entrySet()) {
      batches.addAll(batches(++number, wanted.getKey(), wanted.getValue(), today));
    }
    return batches;
  }

  private static List<PlannedBatch> batches(int number, String sku, long wanted, LocalDate today) {
    Choice choice = new Choice(sku);
    boolean inWarehouse = choice.below(100) < IN_WAREHOUSE_PERCENT;
    LocalDate first = today.plusDays(1 + choice.below(LONGEST_WAIT_DAYS));
    boolean tooFew = choice.below(SHORT_ONE_IN) == 0;
    int count = choice.below(SEVERAL_ONE_IN) == 0 ? 2 + choice.below(2) : 1;
    long supply = tooFew ? wanted / 2 : wanted + wanted / 4 + count;
    int each = (int) Math.min(Math.max(supply / count, 1), Integer.MAX_VALUE);
    List<PlannedBatch> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean arrived = inWarehouse && i == 0;
      LocalDate eta = arrived ? null : first.plusDays((long) i * DAYS_BETWEEN_BATCHES);
      batches.add(new PlannedBatch("purchased-%04d-%d".formatted(number, i + 1), sku, each, eta));
    }
    return batches;
  }

  /** Choices that look random and are the same for the same SKU, whatever the machine. */
  private static final class Choice {
    private long rest;

    Choice(String sku) {
      CRC32 hash = new CRC32();
      hash.update(sku.getBytes(StandardCharsets.UTF_8));
      rest = hash.getValue();
    }

    /** A number from 0 to {@code bound} - 1. */
    int below(int bound) {
      int chosen = (int) (rest % bound);
      rest = rest / bound;
      return chosen;
    }
  }
}
