package dev.ficus.bench;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Order lines of one unit each, spread evenly and at random over SKUs that no other measurement
 * uses. Orders and SKUs begin with the same text, by which they are found again.
 */
final class Lines {
  private static final List<Purchase> AMPLE = List.of(new Purchase("batch", 1_000_000_000, null));

  private final String prefix;
  private final int skus;
  private final List<Purchase> purchases;
  private final SplittableRandom random = new SplittableRandom(1);
  private int issued;
  private long accepted;

  /**
   * A batch of each SKU, that holds whatever is asked of it.
   *
   * @param name what sets these apart; no other name begins with it
   */
  Lines(String name, int skus) {
    this(name, skus, AMPLE);
  }

  /**
   * @param name what sets these apart; no other name begins with it
   * @param purchases what is purchased of each SKU; the first holds all lines
   */
  Lines(String name, int skus, List<Purchase> purchases) {
    this.prefix = name + "-";
    this.skus = skus;
    this.purchases = purchases;
  }

  /**
   * A batch that every SKU has.
   *
   * @param batch the end of its reference
   * @param eta null: it is in the warehouse
   */
  record Purchase(String batch, int qty, LocalDate eta) {}

  String prefix() {
    return prefix;
  }

  int skus() {
    return skus;
  }

  /** How many batches all SKUs have together. */
  int batches() {
    return skus * purchases.size();
  }

  int batchesPerSku() {
    return purchases.size();
  }

  String sku(int number) {
    return skuPrefix() + number;
  }

  /** What all SKUs have before their number. */
  String skuPrefix() {
    return prefix + "sku-";
  }

  /** Remembers that so many more were accepted. */
  void accept(long more) {
    accepted += more;
  }

  /** How many were accepted so far, and so must be found in the tables. */
  long accepted() {
    return accepted;
  }

  /** The order that was made last. */
  String lastOrder() {
    return prefix + "order-" + issued;
  }

  /** The next line's {@code allocate} as JSON. */
  byte[] next() {
    return nextOf(random.nextInt(skus));
  }

  /** The next line's {@code allocate} as JSON, of this SKU. */
  byte[] nextOf(int sku) {
    issued++;
    return ("{\"orderid\":\"" + lastOrder() + "\",\"sku\":\"" + sku(sku) + "\",\"qty\":1}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The next lines as NDJSON. */
  byte[] next(int count) {
    StringBuilder text = new StringBuilder(count * 80);
    for (int i = 0; i < count; i++) {
      text.append(new String(next(), StandardCharsets.UTF_8)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The batches of all SKUs, as NDJSON. */
  byte[] stock() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < skus; number++) {
      for (Purchase each : purchases) {
        text.append(
            "{\"batchref\":\"%s-%s\",\"sku\":\"%1$s\",\"qty\":%d%s}\n"
                .formatted(
                    sku(number),
                    each.batch(),
                    each.qty(),
                    each.eta() == null ? "" : ",\"eta\":\"" + each.eta() + "\""));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
