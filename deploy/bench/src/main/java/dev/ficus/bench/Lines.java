package dev.ficus.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Order lines of one unit each, spread evenly and at random over SKUs that no other measurement
 * uses. Orders and SKUs begin with the same text, by which they are found again.
 */
final class Lines {
  private final String prefix;
  private final int skus;
  private final SplittableRandom random = new SplittableRandom(1);
  private int issued;
  private long accepted;

  /**
   * @param name what sets these apart; no other name begins with it
   */
  Lines(String name, int skus) {
    this.prefix = name + "-";
    this.skus = skus;
  }

  String prefix() {
    return prefix;
  }

  int skus() {
    return skus;
  }

  String sku(int number) {
    return prefix + "sku-" + number;
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
    issued++;
    String sku = sku(random.nextInt(skus));
    return ("{\"orderid\":\"" + lastOrder() + "\",\"sku\":\"" + sku + "\",\"qty\":1}")
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

  /** One batch for each SKU, as NDJSON, that holds whatever is asked of it. */
  byte[] stock() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < skus; number++) {
      text.append(
          "{\"batchref\":\"%s-batch\",\"sku\":\"%<s\",\"qty\":1000000000}\n"
              .formatted(sku(number)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
