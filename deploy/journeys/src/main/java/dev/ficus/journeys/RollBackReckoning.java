package dev.ficus.journeys;

import dev.ficus.journeys.SwitchedStock.CertifiedSku;
import dev.ficus.journeys.SwitchedStock.HeldUnits;
import dev.ficus.journeys.SwitchedStock.MonolithMove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The part of the reckoning of strangling that is about rollbacks, I9: after each of them the
 * monolith's figure is the one at the cut-over, and its receipts since, less the debt. Whatever the
 * monolith has moved by itself meanwhile, such as a telephone sale, a stock-take or a line of its
 * own that has grown or was served, is named.
 *
 * <p>The debt is what lines of ours held, and what the figure did not count yet: by
 * allocation-service's events, not by what the adapter says that it told. A line may give units
 * back while the monolith is told; so it is what they held at any moment since the product was
 * closed.
 */
final class RollBackReckoning {
  private static final Set<String> FOR_US = Set.of("set-aside", "left");

  private final Map<String, List<HeldUnits>> held;
  private final Map<String, List<MonolithMove>> moves;
  private final List<String> differences;

  private RollBackReckoning(SwitchedStock stock, List<String> differences) {
    this.held = stock.held().stream().collect(Collectors.groupingBy(HeldUnits::sku));
    this.moves = stock.moves().stream().collect(Collectors.groupingBy(MonolithMove::sku));
    this.differences = differences;
  }

  /** What is not as it must be, in words; empty when all adds up. */
  static List<String> differences(SwitchedStock stock) {
    List<String> differences = new ArrayList<>();
    RollBackReckoning reckoning = new RollBackReckoning(stock, differences);
    Map<String, CertifiedSku> last = new HashMap<>();
    for (CertifiedSku each : stock.certified()) {
      reckoning.compareFigure(each);
      CertifiedSku before = last.put(each.sku(), each);
      if (each.back() && before != null) {
        reckoning.compare(before, each);
      }
    }
    return List.copyOf(differences);
  }

  private void differ(String text, Object... values) {
    differences.add("I9: " + text.formatted(values));
  }

  private void compareFigure(CertifiedSku certified) {
    long figure = 0;
    for (MonolithMove move : moves(certified.sku())) {
      figure = move.at().isAfter(certified.at()) ? figure : move.figure();
    }
    if (figure != certified.figure()) {
      differ(
          "by certificate %d the monolith had %d of %s, and it had %d",
          certified.certificate(), certified.figure(), certified.sku(), figure);
    }
  }

  private void compare(CertifiedSku over, CertifiedSku back) {
    String sku = over.sku();
    List<HeldUnits> units = held.getOrDefault(sku, List.of());
    Instant closed = closed(units, back.at());
    if (closed == null) {
      differ("the product %s was not closed before certificate %d", sku, back.certificate());
      return;
    }
    compareEarlierAttempts(over, back, closed);
    FigureChanges before = FigureChanges.of(moves(sku), over.at(), closed);
    FigureChanges all = FigureChanges.of(moves(sku), over.at(), back.at());
    long uncounted = uncounted(over) + before.forUs;
    Instant told = all.toldAt == null || all.toldAt.isBefore(closed) ? back.at() : all.toldAt;
    long own = all.own + all.givenBack;
    long unchanged = over.figure() + all.received + own - before.forUs;
    TreeSet<Long> debts = debts(units, closed, told, uncounted);
    if (!debts.contains(unchanged - back.figure())) {
      differ(
          "after the rollback of certificate %d the monolith had %d of %s; by certificate %d it had"
              + " %d before, received %d since, moved %d by itself, was told %d earlier, and the"
              + " debt was %s",
          back.certificate(),
          back.figure(),
          sku,
          over.certificate(),
          over.figure(),
          all.received,
          own,
          before.forUs,
          inWords(debts));
    }
  }

  /**
   * What it was told stays told, though the routes did not change; it has to have been the debt.
   */
  private void compareEarlierAttempts(CertifiedSku over, CertifiedSku back, Instant closed) {
    List<HeldUnits> units = held.getOrDefault(over.sku(), List.of());
    long uncounted = uncounted(over);
    long figure = 0;
    for (MonolithMove move : moves(over.sku())) {
      long fell = figure - move.figure();
      figure = move.figure();
      boolean earlier = move.at().isAfter(over.at()) && move.at().isBefore(closed);
      if (earlier && move.what().equals("set-aside")) {
        Instant since = closed(units, move.at());
        TreeSet<Long> debts = debts(units, since == null ? move.at() : since, move.at(), uncounted);
        if (!debts.contains(fell)) {
          differ(
              "before the rollback of certificate %d the monolith set %d of %s aside, and the debt was %s",
              back.certificate(), fell, over.sku(), inWords(debts));
        }
      }
      uncounted += earlier && FOR_US.contains(move.what()) ? fell : 0;
    }
  }

  /** What lines held, and was not known, when the product was closed and after each change. */
  private static TreeSet<Long> debts(
      List<HeldUnits> units, Instant closed, Instant until, long uncounted) {
    return heldBetween(units, closed, until).stream()
        .map(each -> Math.max(0, each - uncounted))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String inWords(TreeSet<Long> debts) {
    return debts.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  private List<MonolithMove> moves(String sku) {
    return moves.getOrDefault(sku, List.of());
  }

  /** When the product was closed last; null when it was not. */
  private static Instant closed(List<HeldUnits> units, Instant until) {
    Instant closed = null;
    for (HeldUnits each : units) {
      closed = each.closed() && !each.at().isAfter(until) ? each.at() : closed;
    }
    return closed;
  }

  /** What lines held when the product was closed, and after each change until then. */
  private static TreeSet<Long> heldBetween(List<HeldUnits> units, Instant closed, Instant until) {
    TreeSet<Long> found = new TreeSet<>();
    for (HeldUnits each : units) {
      if (!each.at().isBefore(closed) && !each.at().isAfter(until)) {
        found.add(each.units());
      }
    }
    return found;
  }

  /** Units of lines that the figure did not count when we took over. */
  private long uncounted(CertifiedSku over) {
    if (over.figure() >= 0) {
      return over.batch() - over.figure();
    }
    // No batch has less than nothing, so it does not tell.
    FigureChanges before = FigureChanges.of(moves(over.sku()), Instant.MIN, over.at());
    return before.forUs - before.givenBack;
  }

  /** By how much a figure has changed, and why. */
  private static final class FigureChanges {
    private long received;
    private long own;
    private long givenBack;

    /** It fell by so many units, which are for lines of ours. */
    private long forUs;

    /** When units were set aside last; null when none were. */
    private Instant toldAt;

    /**
     * @param after of what was later than this
     */
    static FigureChanges of(List<MonolithMove> moves, Instant after, Instant until) {
      FigureChanges changes = new FigureChanges();
      long figure = 0;
      for (MonolithMove move : moves) {
        if (move.at().isAfter(after) && !move.at().isAfter(until)) {
          changes.add(move, move.figure() - figure);
        }
        figure = move.figure();
      }
      return changes;
    }

    private void add(MonolithMove move, long change) {
      switch (move.what()) {
        case "received" -> received += change;
        case "set-aside" -> {
          forUs -= change;
          toldAt = move.at();
        }
        case "left" -> forUs -= change;
        case "given-back" -> givenBack += change;
        default -> own += change;
      }
    }
  }
}
