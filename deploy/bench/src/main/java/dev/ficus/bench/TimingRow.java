package dev.ficus.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What repeated measurements of times gave: medians, and how far the 99th percentile was apart.
 *
 * @param pairs ours, each beside the floor it was measured with
 * @param goal what is hoped for, as text: nothing here depends on it
 */
record TimingRow(String name, List<Pair<Timing>> pairs, String goal) {
  private static final double HIGH = 99;

  static String heading() {
    return "%-40s %39s  %15s %15s  %18s  %14s%n"
            .formatted("", "ms", "p99", "floor, ms", "p99 by floor's", "CPU-ms, services")
        + "%-40s %7s %7s %7s %7s %7s  %7s %7s %7s %7s  %6s %5s %5s  %6s  %6s  %s %s  %s"
            .formatted(
                "", "p50", "p90", "p99", "p99.9", "max", "low", "high", "p50", "p99", "median",
                "low", "high", "ours", "floor", "others", "errors", "goal");
  }

  @Override
  public String toString() {
    boolean alone = pairs.get(0).floor() == null;
    Spread high = spread(pair -> pair.ours().millis(HIGH));
    String floor = "%7s %7s  %6s %5s %5s".formatted("-", "-", "-", "-", "-");
    String floorCost = "-";
    if (!alone) {
      Spread ratio = spread(pair -> pair.ours().millis(HIGH) / pair.floor().millis(HIGH));
      floor =
          String.format(
              Locale.ROOT,
              "%7.2f %7.2f  %6.2f %5.2f %5.2f",
              spread(pair -> pair.floor().millis(50)).median(),
              spread(pair -> pair.floor().millis(HIGH)).median(),
              ratio.median(),
              ratio.low(),
              ratio.high());
      floorCost =
          String.format(
              Locale.ROOT, "%.3f", spread(pair -> pair.floor().millisOfServices()).median());
    }
    return String.format(
        Locale.ROOT,
        "%-40s %7.2f %7.2f %7.2f %7.2f %7.2f  %7.2f %7.2f %s  %6.3f  %6s   %3.0f %% %6d  %s",
        name,
        spread(pair -> pair.ours().millis(50)).median(),
        spread(pair -> pair.ours().millis(90)).median(),
        high.median(),
        spread(pair -> pair.ours().millis(99.9)).median(),
        spread(pair -> pair.ours().millis(100)).median(),
        high.low(),
        high.high(),
        floor,
        spread(pair -> pair.ours().millisOfServices()).median(),
        floorCost,
        100 * spread(pair -> pair.ours().cost().others()).median(),
        pairs.stream().mapToLong(pair -> pair.ours().errors()).sum(),
        goal);
  }

  private Spread spread(ToDoubleFunction<Pair<Timing>> figure) {
    return Spread.of(pairs.stream().map(figure::applyAsDouble).toList());
  }
}
