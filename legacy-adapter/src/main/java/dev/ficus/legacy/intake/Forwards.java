package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.OrderNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Calls about orders that are forwarded to the monolith. Each is noted before it is sent, in the
 * transaction of its order's lines; one that has no answer leaves its order in doubt, because
 * nobody knows whether the monolith has it.
 */
public interface Forwards {

  /**
   * A call that goes to the monolith.
   *
   * @param approves whether commands of ours wait for it to be accepted
   */
  record Forward(OrderNumber order, long id, boolean approves) {}

  /** How a call has ended. */
  enum Ending {
    /**
     * The monolith has accepted it: what was sent of the order up to it is in no doubt, and
     * commands of ours that wait for it are released.
     */
    ACCEPTED,
    /**
     * The monolith has refused it: of earlier ones nothing more is known than before. Where it was
     * the only one for which commands of ours wait, our lines are refused with the order.
     */
    REFUSED,
    /** It has no answer that can be understood. */
    UNANSWERED
  }

  /**
   * What has come of a call.
   *
   * @param why it has no answer that can be understood; empty where it has one
   */
  record ForwardOutcome(Forward forward, Ending ending, String why) {

    /** The monolith has accepted the call, or refused it. */
    public static ForwardOutcome answered(Forward forward, boolean accepted) {
      return new ForwardOutcome(forward, accepted ? Ending.ACCEPTED : Ending.REFUSED, "");
    }

    /** Whether the monolith has answered it. */
    public boolean isAnswer() {
      return ending != Ending.UNANSWERED;
    }
  }

  /**
   * Notes what has come of these calls. To note something twice changes nothing.
   *
   * <p>An answer for which no commands of ours wait need not be safe yet when this returns: if the
   * database crashes within the next half minute it may be forgotten.
   */
  void note(List<ForwardOutcome> outcomes);

  /** Notes again what may have been forgotten of these answers; now it is safe. */
  void noteForGood(List<ForwardOutcome> answers);

  /**
   * Order of which it is not known whether the monolith has it.
   *
   * @param feed by which it came last
   * @param correlation the id under which the last call can be found
   * @param calls how many have no answer
   * @param since when the first of them was sent
   * @param lastSentAt when the last of them was sent
   * @param why why the last of those that ended had no answer; empty while all are under way, and
   *     after a crash
   */
  record Doubt(
      OrderNumber order,
      String feed,
      String correlation,
      int calls,
      Instant since,
      Instant lastSentAt,
      Optional<String> why) {}

  /**
   * Orders in doubt, the oldest first: those of which a call has ended without an answer, or has
   * been under way for more than a minute.
   */
  List<Doubt> doubts(int most);

  /** How many orders are in doubt. */
  long inDoubt();

  /**
   * Order of which the monolith has refused its part, and ours was refused with it.
   *
   * @param lines of ours that are ordered
   * @param units of these
   * @param since when it was refused
   */
  record RefusedOrder(OrderNumber order, int lines, long units, Instant since) {}

  /**
   * Orders that the monolith has refused and that have lines of ours, the oldest first. The next
   * call about one that goes well releases its lines.
   */
  List<RefusedOrder> refused(int most);

  /** How many these are. */
  long refused();

  /**
   * What somebody has found out about an order in doubt.
   *
   * @param by who
   * @param reason how it is known
   */
  record Finding(OrderNumber order, boolean monolithHasIt, String by, String reason) {}

  /** What has come of a finding. */
  enum FindingOutcome {
    /** The doubt is settled by it. */
    SETTLED,
    /** Nothing has changed: somebody had settled the doubt before, and that counts. */
    SETTLED_BEFORE,
    /** Nothing has changed: a call about the order is under way, and its answer will count. */
    UNDER_WAY,
    /** Nothing has changed: the order is in no doubt. */
    NO_DOUBT
  }

  /**
   * Settles the doubt about an order, in one transaction: the finding is kept, and if the monolith
   * does not have the order, its lines there are cancelled in the ledger. Commands of ours that
   * wait for one of the calls in doubt are released, or refused with the order. A finding says
   * nothing of a later call: what that has brought, it does not release.
   *
   * @param correlation the id under which the change can be found
   */
  FindingOutcome settle(Finding finding, String correlation);
}
