package dev.ficus.legacy.operators;

import dev.ficus.legacy.feed.methods.MethodBook.LoggedMethod;
import dev.ficus.legacy.feed.methods.MethodBook.WatchedFeed;
import dev.ficus.legacy.feed.methods.MethodLog;
import dev.ficus.legacy.feed.methods.MethodReport;
import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.intake.UnconfirmedCommands;
import dev.ficus.legacy.intake.UnconfirmedCommands.UnconfirmedCounts;
import dev.ficus.legacy.leaks.LeakBook;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.switching.CutOver;
import dev.ficus.legacy.switching.CutOverBook;
import dev.ficus.legacy.switching.RestoredRoutes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures that operators watch, as the books have them. */
@ApplicationScoped
class WatchedFigures {

  /** Beyond that it does not matter how many there are. */
  private static final int MOST = 10_000;

  private static final int MOST_BATCHES = 1_000;
  private static final int LAST_CUT_OVERS = 50;
  private static final Set<CutOverOutcome> AS_WANTED =
      Set.of(CutOverOutcome.DONE, CutOverOutcome.ABORTED);

  private final Forwards forwards;
  private final UnconfirmedCommands commands;
  private final BatchLedger batches;
  private final LeakBook leaks;
  private final RestoredRoutes restored;
  private final CutOverBook cutOvers;
  private final MethodLog methods;

  WatchedFigures(
      Forwards forwards,
      UnconfirmedCommands commands,
      BatchLedger batches,
      LeakBook leaks,
      RestoredRoutes restored,
      CutOverBook cutOvers,
      MethodLog methods) {
    this.forwards = forwards;
    this.commands = commands;
    this.batches = batches;
    this.leaks = leaks;
    this.restored = restored;
    this.cutOvers = cutOvers;
    this.methods = methods;
  }

  /** Where a cut-over or rollback is that goes on. */
  enum Phase {
    /** All can be as it was; its SKUs may be frozen. */
    BEFORE_SWITCH,
    /** The routes have changed, and its products may be closed yet. */
    AFTER_SWITCH,
    /** Nothing is to be done but to wait for the open lines of the owner before. */
    SETTLING;

    static Phase of(CutOver cutOver) {
      if (cutOver.switchedAt().isEmpty()) {
        return BEFORE_SWITCH;
      }
      return cutOver.step() == CutOverStep.SETTLE ? SETTLING : AFTER_SWITCH;
    }
  }

  /**
   * Cut-overs and rollbacks.
   *
   * @param running how many go on, by phase
   * @param stepSeconds for how long the one of this phase is at its step that has been there
   *     longest; none is at a step while all is halted
   * @param frozenSeconds for how long the SKUs of one have been frozen; 0 when none are
   * @param failed whether the last one has ended without its switch, and nobody wanted that
   */
  record SwitchingFigures(
      boolean halted,
      Map<Phase, Long> running,
      Map<Phase, Long> stepSeconds,
      long frozenSeconds,
      boolean failed) {}

  /**
   * All figures; ages are in seconds, and 0 when there is nothing.
   *
   * @param doubts orders of which nobody knows whether the monolith has them
   * @param refused orders with lines of ours that the monolith has refused
   * @param unconfirmed what the broker has not confirmed, counted up to 10000 each
   * @param oversold batches of which more has left than the monolith has, up to 1000
   * @param toGiveBack batches of which the monolith is to give units back, up to 1000
   * @param leakedUnits of SKUs of ours that the monolith has sold, and that nobody has settled
   * @param restoredRoutes SKUs of which allocation-service knows a newer route
   * @param silentSeconds since the last call, by feed; since it is watched where there was none
   */
  record Figures(
      long doubts,
      long oldestDoubtSeconds,
      long refused,
      UnconfirmedCounts unconfirmed,
      long oldestUnconfirmedSeconds,
      long oversold,
      long toGiveBack,
      long leakedUnits,
      long restoredRoutes,
      SwitchingFigures switching,
      Map<String, Long> silentSeconds) {}

  Figures read() {
    Instant now = Instant.now();
    UnconfirmedCounts unconfirmed = commands.count(MOST);
    return new Figures(
        forwards.inDoubt(),
        age(forwards.doubts(1).stream().map(Forwards.Doubt::since).findFirst(), now),
        forwards.refused(),
        unconfirmed,
        age(unconfirmed.oldest(), now),
        batches.oversold(MOST_BATCHES).size(),
        batches.toGiveBack(MOST_BATCHES).size(),
        leaks.unsettled().units(),
        restored.numbers().skus(),
        switching(now),
        silence(methods.report()));
  }

  private SwitchingFigures switching(Instant now) {
    List<CutOver> last = cutOvers.before(Long.MAX_VALUE, LAST_CUT_OVERS);
    List<CutOver> running = last.stream().filter(each -> each.endedAt().isEmpty()).toList();
    boolean halted = cutOvers.halted().isPresent();
    return new SwitchingFigures(
        halted,
        running.stream().collect(Collectors.groupingBy(Phase::of, Collectors.counting())),
        running.stream()
            .filter(each -> !halted || each.switchedAt().isPresent())
            .collect(
                Collectors.toMap(
                    Phase::of, each -> age(Optional.of(each.stepSince()), now), Math::max)),
        running.stream()
            .filter(each -> each.switchedAt().isEmpty())
            .mapToLong(each -> age(each.frozenAt(), now))
            .max()
            .orElse(0),
        last.stream()
            .findFirst()
            .flatMap(CutOver::outcome)
            .filter(outcome -> !AS_WANTED.contains(outcome))
            .isPresent());
  }

  private static Map<String, Long> silence(MethodReport report) {
    return report.feeds().stream()
        .flatMap(feed -> feed.log().stream())
        .collect(
            Collectors.toMap(
                WatchedFeed::feed, feed -> age(Optional.of(lastCall(feed)), report.now())));
  }

  private static Instant lastCall(WatchedFeed feed) {
    return Stream.of(feed.methods().stream(), feed.others().stream())
        .flatMap(Function.identity())
        .map(LoggedMethod::lastSeen)
        .max(Instant::compareTo)
        .orElse(feed.watchedSince());
  }

  /** In seconds; the clocks of database and adapter may differ a little. */
  private static long age(Optional<Instant> since, Instant now) {
    return since.map(then -> Math.max(0, Duration.between(then, now).toSeconds())).orElse(0L);
  }
}
