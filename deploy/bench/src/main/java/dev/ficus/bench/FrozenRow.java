package dev.ficus.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What repeated switches of a wave gave: how long its products were frozen, and what orders noticed
 * of it.
 *
 * @param pairs each switch beside its floor
 * @param goal what is hoped for, as text: nothing here depends on it
 */
record FrozenRow(String name, List<Pair<FrozenTime>> pairs, String goal) {

  /** Those of both ways, in their order. */
  private static final List<String> STEPS =
      List.of("drain", "close", "tell", "confirm", "count", "compare", "switch");

  static String heading() {
    return "%-36s %-23s  %8s  %-22s  %6s  %-17s%n"
            .formatted(
                "", "              frozen, s", "floor, s", "   by floor's", "", "orders meanwhile")
        + "%-36s %7s %7s %7s  %8s  %6s %6s %6s    %6s  %6s %9s  %s  %s"
            .formatted(
                "",
                "median",
                "low",
                "high",
                "median",
                "median",
                "low",
                "high",
                "told",
                "due",
                "longest,s",
                "others",
                "goal");
  }

  @Override
  public String toString() {
    Spread frozen = spread(pair -> pair.ours().seconds());
    Spread ratio = spread(pair -> pair.ours().seconds() / pair.floor().seconds());
    return String.format(
        Locale.ROOT,
        "%-36s %7.2f %7.2f %7.2f  %8.3f  %6.1f %6.1f %6.1f    %6.0f  %6.0f %9.2f   %3.0f %%  %s",
        name,
        frozen.median(),
        frozen.low(),
        frozen.high(),
        spread(pair -> pair.floor().seconds()).median(),
        ratio.median(),
        ratio.low(),
        ratio.high(),
        spread(pair -> pair.ours().told()).median(),
        spread(pair -> pair.ours().orders()).median(),
        spread(pair -> pair.ours().longest().toNanos() / 1e9).high(),
        100 * spread(pair -> pair.ours().others()).median(),
        goal);
  }

  /** Where the time went: of each step that was seen the median and the most. */
  String steps() {
    return "  of it, in ms (most): "
        + STEPS.stream()
            .filter(step -> millis(step).high() > 0)
            .map(step -> step(step, millis(step)))
            .collect(Collectors.joining(", "));
  }

  private Spread millis(String step) {
    return spread(pair -> pair.ours().steps().getOrDefault(step, Duration.ZERO).toNanos() / 1e6);
  }

  private static String step(String step, Spread millis) {
    return String.format(Locale.ROOT, "%s %.0f (%.0f)", step, millis.median(), millis.high());
  }

  private Spread spread(ToDoubleFunction<Pair<FrozenTime>> figure) {
    return Spread.of(pairs.stream().map(figure::applyAsDouble).toList());
  }
}
