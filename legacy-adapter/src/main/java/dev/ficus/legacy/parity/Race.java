package dev.ficus.legacy.parity;

import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.RuledStock.Placing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Race: calls about one SKU were under way at the same time, so the monolith may have carried them
 * out in another order than the one in which they were written down here. It explains what the
 * monolith has answered if there is an order of them, in keeping with what had ended before what
 * began, in which our own rule answers all of them so.
 */
public final class Race {

  /** Of more that matter there are too many orders: nearly everything could be explained. */
  public static final int MOST_CALLS = 6;

  private Race() {}

  /**
   * A call that was under way.
   *
   * @param beganAt no later than it was sent to the monolith
   * @param endedAt no sooner than it had been answered
   * @param answer what the monolith has decided; empty where that was not seen, and any would do
   */
  public record Overlapping(
      FedLine change, Instant beganAt, Instant endedAt, Optional<ByTheMonolith> answer) {

    /**
     * Whether the monolith may have carried it out in another order with this call than they were
     * fed: then it matters for it, also where one was sent when the other had long been answered.
     */
    public boolean isUncertainWith(Overlapping other) {
      return change.id() < other.change.id()
          ? !endedAt.isBefore(other.beganAt)
          : !other.endedAt.isBefore(beganAt);
    }

    /** Lines of one call are decided together, in whatever order; one line is so one by one. */
    private boolean isBefore(Overlapping other) {
      return change.order().equals(other.change.order())
              && change.line().equals(other.change.line())
          ? change.id() < other.change.id()
          : endedAt.isBefore(other.beganAt);
    }

    private boolean isRefused() {
      return answer.filter(said -> !said.taken()).isPresent();
    }

    private boolean hasStock() {
      return answer.flatMap(ByTheMonolith::waits).filter(waits -> !waits).isPresent();
    }
  }

  /** What has come of looking for an order. */
  public enum RaceFinding {
    /** There is one, and it is not the order in which they were written down. */
    EXPLAINED,
    /** There is none. */
    NOT_EXPLAINED,
    /** There were too many of them to say. */
    TOO_MANY,
    /** It has not been seen yet how all of them were answered. */
    NOT_YET
  }

  /**
   * Looks for an order.
   *
   * @param before what the SKU was fed before the first of these calls
   * @param calls those that were under way together, with the one that is to be explained
   * @param today of the calls: what is promised for it or earlier has its units in the warehouse
   */
  public static RaceFinding find(
      List<? extends FedChange> before, List<Overlapping> calls, LocalDate today) {
    RuledStock stock = RuledStock.after(before);
    if (explainsAsFed(stock.copy(), calls, today)) {
      return RaceFinding.NOT_EXPLAINED;
    }
    List<Overlapping> relevant = relevant(stock, calls);
    if (relevant.size() > MOST_CALLS) {
      return RaceFinding.TOO_MANY;
    }
    return explains(stock, relevant, today, then -> true)
        ? RaceFinding.EXPLAINED
        : RaceFinding.NOT_EXPLAINED;
  }

  /**
   * Looks for an order after which lines hold other units than after the one in which the calls
   * were written down. Calls that none of the others was under way with are in their place.
   *
   * @param before what the SKU was fed before the first of these calls
   * @param calls all of an interval
   * @param today of its end
   * @param held units that lines hold at its end
   */
  static RaceFinding findHeld(
      List<? extends FedChange> before, List<Overlapping> calls, LocalDate today, long held) {
    RuledStock stock = RuledStock.after(before);
    List<Overlapping> relevant = new ArrayList<>(calls);
    relevant.removeIf(Overlapping::isRefused);
    if (relevant.stream().filter(each -> isUnderWayWithOthers(each, relevant)).count()
        > MOST_CALLS) {
      return RaceFinding.TOO_MANY;
    }
    return explains(stock, relevant, today, then -> then.held() == held)
        ? RaceFinding.EXPLAINED
        : RaceFinding.NOT_EXPLAINED;
  }

  private static boolean isUnderWayWithOthers(Overlapping call, List<Overlapping> all) {
    return all.stream()
        .anyMatch(other -> other != call && !other.isBefore(call) && !call.isBefore(other));
  }

  /**
   * The calls of which the order matters. What the monolith refuses changes nothing; and while
   * nobody gives units back, what has no room before has none afterwards, and waits in any order.
   */
  private static List<Overlapping> relevant(RuledStock stock, List<Overlapping> calls) {
    boolean onlyTake =
        calls.stream()
            .map(Overlapping::change)
            .allMatch(each -> each.state() == FedState.ORDERED && stock.of(each).isEmpty());
    List<Overlapping> relevant = new ArrayList<>(calls);
    relevant.removeIf(
        each ->
            each.isRefused()
                || onlyTake && !each.hasStock() && !stock.hasRoom(each.change().quantity()));
    return relevant;
  }

  /** Then the shadow, which was fed so, has not kept to the rule, and no order explains that. */
  private static boolean explainsAsFed(RuledStock stock, List<Overlapping> calls, LocalDate today) {
    return calls.stream()
        .sorted(Comparator.comparing(each -> each.change().id()))
        .allMatch(each -> isAnsweredSo(carriedOut(stock, each), each, today));
  }

  /** What the monolith refuses changes nothing. */
  private static RuledStock carriedOut(RuledStock stock, Overlapping call) {
    if (call.answer().map(ByTheMonolith::taken).orElse(true)) {
      stock.apply(call.change());
    }
    return stock;
  }

  private static boolean explains(
      RuledStock stock, List<Overlapping> left, LocalDate today, Predicate<RuledStock> atTheEnd) {
    if (left.isEmpty()) {
      return atTheEnd.test(stock);
    }
    for (Overlapping next : left) {
      if (left.stream().anyMatch(other -> other != next && other.isBefore(next))) {
        continue;
      }
      RuledStock then = carriedOut(stock.copy(), next);
      List<Overlapping> rest = new ArrayList<>(left);
      rest.remove(next);
      if (isAnsweredSo(then, next, today) && explains(then, rest, today, atTheEnd)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnsweredSo(RuledStock then, Overlapping call, LocalDate today) {
    Optional<Placing> placing = then.of(call.change());
    Optional<ByTheMonolith> answer = call.answer().filter(ByTheMonolith::taken);
    if (placing.isEmpty() || answer.isEmpty()) {
      return true;
    }
    boolean waits = placing.get().waits();
    if (answer.get().waits().filter(said -> said != waits).isPresent()) {
      return false;
    }
    LocalDate ours = placing.get().day().orElse(today);
    return waits
        || answer
            .get()
            .day()
            .map(day -> day.isBefore(today) ? today : day)
            .filter(day -> !day.equals(ours))
            .isEmpty();
  }
}
