package dev.ficus.legacy.judging;

import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Judge;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.Race.Overlapping;
import dev.ficus.legacy.parity.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Book of what is to be judged, and of the verdicts. */
public interface JudgingBook {

  /**
   * Does something while no other instance does.
   *
   * @return whether it was done
   */
  boolean alone(Runnable work);

  /** Returns if no other instance can have begun meanwhile; otherwise it fails. */
  void requireAlone();

  /** The rules in force. */
  List<IgnoreRule> rules();

  /** Up to where open calls were looked at. */
  record Position(String sku, long id) {

    /** Before all of them. */
    public static final Position BEGINNING = new Position("", 0);
  }

  /**
   * Call that is not judged yet.
   *
   * @param known with {@code isFirst} where all that could explain it was fed
   * @param seen from when to when it was with the monolith; empty where that was not seen
   * @param left units that have left in shadow; empty where that was not seen
   * @param firstOpen the first call about the SKU that is not judged
   * @param now when it was looked up
   */
  record UnjudgedCall(
      Judge.Case known,
      Optional<CallTimes> seen,
      Optional<Integer> left,
      long firstOpen,
      Instant now) {

    Position position() {
      return new Position(known.call().sku(), known.call().id());
    }
  }

  /**
   * From when to when a call was with the monolith, at most.
   *
   * @param began no later than it was sent
   * @param ended no sooner than it was answered
   */
  record CallTimes(Instant began, Instant ended) {}

  /** Open calls after this one, by SKU and as they were fed. */
  List<UnjudgedCall> open(Position after, int most);

  /**
   * How the monolith has answered a call.
   *
   * @param answer what it decided; empty where it decided nothing, as about a cancellation
   */
  record SeenCall(CallTimes times, Optional<ByTheMonolith> answer) {}

  /**
   * All that a SKU was fed since it was based.
   *
   * @param changes in their order
   * @param seen how those of them were answered of which that was seen, by their ids
   */
  record SkuHistory(List<FedChange> changes, Map<Long, SeenCall> seen) {

    /**
     * A call with how long it was under way.
     *
     * @param decidesWithin how long one is taken to be so of which the end was not seen
     */
    Overlapping overlapping(FedLine line, Duration decidesWithin) {
      SeenCall known = seen.get(line.id());
      return known == null
          ? new Overlapping(
              line, line.receivedAt(), line.receivedAt().plus(decidesWithin), Optional.empty())
          : new Overlapping(line, known.times().began(), known.times().ended(), known.answer());
    }

    /** Whether it may still be seen how a call was answered. */
    boolean isAwaited(FedLine line, Duration decidesWithin, Instant now) {
      return !seen.containsKey(line.id()) && now.isBefore(line.receivedAt().plus(decidesWithin));
    }
  }

  /** The history of a SKU in this basing. */
  SkuHistory history(String sku, int basing, Duration decidesWithin);

  /** Verdicts about a call. */
  record CallVerdicts(UnjudgedCall call, List<Verdict> verdicts) {}

  /**
   * Notes what has come of looking, all or nothing.
   *
   * @param judged with their verdicts
   * @param different those that were seen to differ for the first time
   */
  void write(List<CallVerdicts> judged, List<UnjudgedCall> different);
}
