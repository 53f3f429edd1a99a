package dev.ficus.legacy.parity;

import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.Race.Overlapping;
import dev.ficus.legacy.parity.Race.RaceFinding;
import dev.ficus.legacy.parity.RuledStock.LineName;
import dev.ficus.legacy.parity.RuledStock.Placing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What explains a figure that is not what it would be by the decisions of the shadow. */
public enum FigureFinding {
  /** In another order of the calls that were under way together lines hold these units. */
  OTHER_ORDER,
  /**
   * Lines of which the monolith has not said whether they have stock: had it decided otherwise
   * about some of them, the figure would be this one.
   */
  OTHER_DECISIONS,
  /** Nothing that was decided: goods came in, or left. */
  STOCK_MOVED,
  /** There is too much that could explain it. */
  TOO_MANY;

  /**
   * Looks for what explains a figure.
   *
   * @param before what the SKU was fed up to the beginning of the interval, and stock since
   * @param calls all of the interval
   * @param more units by which the figure is higher than it would be by the shadow's decisions
   * @param today when it was reported
   */
  public static FigureFinding find(
      List<? extends FedChange> before, List<Overlapping> calls, long more, LocalDate today) {
    RuledStock asFed = RuledStock.after(before);
    calls.forEach(each -> asFed.apply(each.change()));
    RaceFinding race = Race.findHeld(before, calls, today, asFed.held() - more);
    if (race != RaceFinding.NOT_EXPLAINED) {
      return race == RaceFinding.EXPLAINED ? OTHER_ORDER : TOO_MANY;
    }
    List<Long> untold = untold(calls, asFed);
    if (untold.size() > Race.MOST_CALLS) {
      return TOO_MANY;
    }
    return isSum(more, untold) ? OTHER_DECISIONS : STOCK_MOVED;
  }

  /**
   * By how much the figure would be higher if the monolith had decided otherwise than we about each
   * line of which it has not said what it decided.
   */
  private static List<Long> untold(List<Overlapping> calls, RuledStock asFed) {
    Map<LineName, Long> untold = new LinkedHashMap<>();
    for (Overlapping call : calls) {
      FedLine line = call.change();
      LineName name = LineName.of(line);
      Optional<Placing> placing = asFed.of(line);
      if (line.state() == FedState.ORDERED) {
        untold.remove(name);
        if (placing.isPresent() && !isTold(call)) {
          untold.put(
              name, placing.get().waits() ? -(long) line.quantity() : (long) line.quantity());
        }
      }
    }
    return new ArrayList<>(untold.values());
  }

  private static boolean isTold(Overlapping call) {
    return call.answer().filter(said -> !said.taken() || said.waits().isPresent()).isPresent();
  }

  /** Whether some of these, one at least, add up to it. */
  private static boolean isSum(long sum, List<Long> of) {
    for (int some = 1; some < 1 << of.size(); some++) {
      long added = 0;
      for (int at = 0; at < of.size(); at++) {
        added += (some >> at & 1) == 0 ? 0 : of.get(at);
      }
      if (added == sum) {
        return true;
      }
    }
    return false;
  }
}
