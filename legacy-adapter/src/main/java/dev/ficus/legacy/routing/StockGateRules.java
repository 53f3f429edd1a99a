package dev.ficus.legacy.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules for the gate about stock and orders: nothing differs, nothing leaks, few are split. */
public final class StockGateRules {

  /** The names of all checks, in their order. */
  public static final List<String> NAMES =
      List.of("agreement", "leaks", "split_share", "pull_through_us", "open_backorders", "lags");

  private static final long PERCENT = 100;

  private StockGateRules() {}

  /**
   * Limits.
   *
   * @param off names of checks that are not asked for
   * @param splitPercent how many of a hundred orders the wave may split
   * @param openBackorders how many lines of the monolith may wait for stock
   * @param lag how long what waits may have waited
   */
  public record StockGateLimits(
      Set<String> off, int splitPercent, long openBackorders, Duration lag) {

    public StockGateLimits {
      off = Set.copyOf(off);
    }
  }

  /** All checks that are asked for. */
  public static List<CutOverCheck> checks(StockGateState state, StockGateLimits limits) {
    WaveChecks checks = new WaveChecks();
    checks.none(
        "agreement",
        state.notAgreed(),
        "list, ledger and allocation-service do not have the same of these, or were not compared at"
            + " two looks: see GET /strangling/reconciliation, and mend it by a plan");
    checks.add(
        "leaks",
        Many.of(state.leakedUnits(), "unit", "units"),
        "0 units",
        state.leakedUnits() == 0,
        state.leaksSince(),
        "the monolith sells what is ours already through another door: find out where, close it, and"
            + " settle them (/strangling/leaks)");
    checks.add(
        "split_share",
        "%d of %s".formatted(state.split(), Many.of(state.orders(), "order", "orders")),
        limits.splitPercent() + " %",
        state.split() * PERCENT <= state.orders() * limits.splitPercent(),
        Optional.empty(),
        "add SKUs to the wave that are ordered together with its own (GET"
            + " /strangling/waves/WAVE/affinity)");
    checks.none(
        "pull_through_us",
        state.notPulled(),
        "the monolith has not asked for its orders by these feeds lately: lead its calls through"
            + " them, or it may see lines of ours by another way");
    checks.add(
        "open_backorders",
        Long.toString(state.waitingLines()),
        Long.toString(limits.openBackorders()),
        state.waitingLines() <= limits.openBackorders(),
        Optional.empty(),
        "the monolith has accepted these lines and has no stock for them: it would serve them from"
            + " what comes in for us. Let it serve or cancel them first");
    checks.add(
        "lags",
        Many.of(state.lag().toSeconds(), "second", "seconds"),
        Many.of(limits.lag().toSeconds(), "second", "seconds"),
        state.lag().compareTo(limits.lag()) <= 0,
        Optional.empty(),
        "something is behind: see GET /strangling/shadow, and whether figures are looked at");
    return checks.all().stream().filter(check -> !limits.off().contains(check.name())).toList();
  }
}
