package dev.ficus.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What repeated measurements of one thing gave.
 *
 * @param pairs ours, each beside the floor it was measured with
 * @param goal what is hoped for, as text: nothing here depends on it
 */
record Row(String name, Figure figure, List<Pair<Sample>> pairs, String goal) {

  /** What a row is about. */
  enum Figure {
    RATE_RATIO(pair -> pair.ours().rate() / pair.floor().rate()),
    COST_RATIO(pair -> pair.ours().millisPerLine() / pair.floor().millisPerLine()),
    COST(pair -> pair.ours().millisPerLine());

    private final ToDoubleFunction<Pair<Sample>> of;

    Figure(ToDoubleFunction<Pair<Sample>> of) {
      this.of = of;
    }
  }

  /**
   * @param done what is counted
   */
  static String heading(String done) {
    return "%-40s %19s   %-22s  %-12s   CPU-ms per %s%n"
            .formatted("", "per second", "ratio", "", done)
        + "%-40s %9s %9s  %6s  %5s  %5s     %-12s %6s = %s + %s + %s  %6s  %9s  %s %s"
            .formatted(
                "",
                "ours",
                "floor",
                "median",
                "low",
                "high",
                "goal",
                "ours",
                "services",
                "postgres",
                "broker",
                "floor",
                "generator",
                "others",
                "errors");
  }

  @Override
  public String toString() {
    Spread spread = Spread.of(pairs.stream().map(figure.of::applyAsDouble).toList());
    boolean alone = pairs.get(0).floor() == null;
    return String.format(
        Locale.ROOT,
        "%-40s %9.0f %9s   %5.2f  %5.2f  %5.2f%s  %-12s %6.3f     %6.3f     %6.3f   %6.3f  %6s  %9.3f   %3.0f %% %6d",
        name,
        median(pair -> pair.ours().rate()),
        alone ? "-" : String.format(Locale.ROOT, "%.0f", median(pair -> pair.floor().rate())),
        spread.median(),
        spread.low(),
        spread.high(),
        figure == Figure.COST ? " ms" : "   ",
        goal,
        median(pair -> pair.ours().millisPerLine()),
        median(pair -> pair.ours().perLine(ProcessorTime::services)),
        median(pair -> pair.ours().perLine(ProcessorTime::postgres)),
        median(pair -> pair.ours().perLine(ProcessorTime::broker)),
        alone
            ? "-"
            : String.format(Locale.ROOT, "%.3f", median(pair -> pair.floor().millisPerLine())),
        median(pair -> pair.ours().perLine(ProcessorTime::generator)),
        100 * median(pair -> pair.ours().cost().others()),
        pairs.stream().mapToLong(pair -> pair.ours().errors()).sum());
  }

  private double median(ToDoubleFunction<Pair<Sample>> figure) {
    return Spread.of(pairs.stream().map(figure::applyAsDouble).toList()).median();
  }
}
