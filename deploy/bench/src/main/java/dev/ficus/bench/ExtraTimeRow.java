package dev.ficus.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What repeated measurements of a call gave through Ficus and without: how much longer it takes,
 * and what it costs.
 *
 * @param pairs through Ficus, each beside the monolith alone
 * @param goal what is hoped for, as text: nothing here depends on it
 */
record ExtraTimeRow(String name, List<Pair<Timing>> pairs, String goal) {
  private static final double MIDDLE = 50;
  private static final double HIGH = 99;

  static String heading() {
    return "%-40s %23s  %15s  %-23s  %-23s  %s%n"
            .formatted(
                "", "ms", "monolith, ms", "   p50 more, ms", "   p99 more, ms", "CPU-ms per order")
        + "%-40s %7s %7s %7s  %7s %7s  %7s %7s %7s  %7s %7s %7s  %6s = %s + %s + %s + %s  %6s  %s %s  %s"
            .formatted(
                "",
                "p50",
                "p90",
                "p99",
                "p50",
                "p99",
                "median",
                "low",
                "high",
                "median",
                "low",
                "high",
                "all",
                "services",
                "postgres",
                "broker",
                "monolith",
                "alone",
                "others",
                "errors",
                "goal");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-40s %7.2f %7.2f %7.2f  %7.2f %7.2f  %s  %s  %6.3f     %6.3f     %6.3f   %6.3f     %6.3f  %6.3f   %3.0f %% %6d  %s",
        name,
        median(pair -> pair.ours().millis(MIDDLE)),
        median(pair -> pair.ours().millis(90)),
        median(pair -> pair.ours().millis(HIGH)),
        median(pair -> pair.floor().millis(MIDDLE)),
        median(pair -> pair.floor().millis(HIGH)),
        more(MIDDLE),
        more(HIGH),
        median(pair -> perOrder(pair.ours(), cost -> cost.work() + cost.beside())),
        median(pair -> perOrder(pair.ours(), ProcessorTime::services)),
        median(pair -> perOrder(pair.ours(), ProcessorTime::postgres)),
        median(pair -> perOrder(pair.ours(), ProcessorTime::broker)),
        median(pair -> perOrder(pair.ours(), ProcessorTime::beside)),
        median(pair -> perOrder(pair.floor(), ProcessorTime::services)),
        100 * median(pair -> pair.ours().cost().others()),
        pairs.stream().mapToLong(pair -> pair.ours().errors() + pair.floor().errors()).sum(),
        goal);
  }

  private String more(double percentile) {
    Spread more = spread(pair -> pair.ours().millis(percentile) - pair.floor().millis(percentile));
    return String.format(Locale.ROOT, "%7.2f %7.2f %7.2f", more.median(), more.low(), more.high());
  }

  private static double perOrder(Timing timing, ToDoubleFunction<ProcessorTime> part) {
    return part.applyAsDouble(timing.cost()) / timing.done();
  }

  private double median(ToDoubleFunction<Pair<Timing>> figure) {
    return spread(figure).median();
  }

  private Spread spread(ToDoubleFunction<Pair<Timing>> figure) {
    return Spread.of(pairs.stream().map(figure::applyAsDouble).toList());
  }
}
