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

  /** A call that goes to the monolith. */
  record Forward(OrderNumber order, long id) {}

  /** The monolith has accepted the call: what was sent of the order up to it is in no doubt. */
  void accepted(Forward forward);

  /** The monolith has refused the call: of earlier ones nothing more is known than before. */
  void refused(Forward forward);

  /** The call has ended without an answer that can be understood. */
  void unanswered(Forward forward, String why);

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
    /** Nothing has changed: the order is in no doubt. */
    NO_DOUBT
  }

  /**
   * Settles the doubt about an order, in one transaction: the finding is kept, and if the monolith
   * does not have the order, its lines there are cancelled in the ledger.
   *
   * @param correlation the id under which the change can be found
   */
  FindingOutcome settle(Finding finding, String correlation);
}
