package dev.ficus.bench;

import java.util.Collection;

/**
 * What repeated measurements say together.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param low the smallest
 * @param high the largest
 */
record Spread(double median, double low, double high) {

  static Spread of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
