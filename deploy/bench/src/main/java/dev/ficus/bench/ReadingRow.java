package dev.ficus.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What repeated readings of orders gave, by the clock and by processor time: this process is what
 * is measured.
 *
 * @param pairs ours, each beside the floor it was measured with
 * @param goal what is hoped for, as text: nothing here depends on it
 */
record ReadingRow(String name, List<Pair<Sample>> pairs, String goal) {

  static String heading() {
    return "%-40s %19s   %-22s  %-8s  %15s   %-22s%n"
            .formatted("", "orders per second", "ratio", "", "CPU-µs per order", "ratio")
        + "%-40s %9s %9s  %6s  %5s  %5s     %-8s  %7s %7s  %6s  %5s  %5s     %s"
            .formatted(
                "", "ours", "floor", "median", "low", "high", "goal", "ours", "floor", "median",
                "low", "high", "others");
  }

  @Override
  public String toString() {
    Spread rate = spread(pair -> pair.ours().rate() / pair.floor().rate());
    Spread cost = spread(pair -> micros(pair.floor()) / micros(pair.ours()));
    return String.format(
        Locale.ROOT,
        "%-40s %9.0f %9.0f  %6.2f  %5.2f  %5.2f     %-8s  %7.1f %7.1f  %6.2f  %5.2f  %5.2f     %3.0f %%",
        name,
        spread(pair -> pair.ours().rate()).median(),
        spread(pair -> pair.floor().rate()).median(),
        rate.median(),
        rate.low(),
        rate.high(),
        goal,
        spread(pair -> micros(pair.ours())).median(),
        spread(pair -> micros(pair.floor())).median(),
        cost.median(),
        cost.low(),
        cost.high(),
        100 * spread(pair -> pair.ours().cost().others()).median());
  }

  private static double micros(Sample sample) {
    return 1_000 * sample.perLine(ProcessorTime::generator);
  }

  private Spread spread(ToDoubleFunction<Pair<Sample>> figure) {
    return Spread.of(pairs.stream().map(figure::applyAsDouble).toList());
  }
}
