package dev.ficus.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Questions about SKUs at random, each for a quantity and a destination at random.
 *
 * @param path the path without the SKU's number
 * @param first the number of the first SKU
 * @param skus how many SKUs there are
 */
record Questions(String path, int first, int skus) {
  /** Sometimes more than any batch has: that is answered too. */
  static final int LARGEST_QUANTITY = 3_500_000;

  static final List<String> DESTINATIONS = List.of("GB-SW1A", "GB-EH1");

  /** Makes one request after the other, always the same ones. */
  final class Source {
    private final SplittableRandom random = new SplittableRandom(1);

    byte[] next() {
      return HttpConnection.get(
          "%s%d?qty=%d&to=%s"
              .formatted(
                  path,
                  first + random.nextInt(skus),
                  1 + random.nextInt(LARGEST_QUANTITY),
                  DESTINATIONS.get(random.nextInt(DESTINATIONS.size()))));
    }
  }

  /** Numbers of SKUs all over the range, the first and the last among them. */
  List<Integer> sample(int count) {
    int last = Math.min(count, skus) - 1;
    return IntStream.rangeClosed(0, last)
        .map(each -> first + (int) ((long) each * (skus - 1) / Math.max(1, last)))
        .boxed()
        .toList();
  }
}
