package dev.ficus.journeys;

import java.util.List;
import java.util.Optional;

/**
 * Step of a call that goes to the monolith, in the order in which they come: the adapter stands
 * before the first that is held back, and what it has sent before has arrived.
 */
enum ForwardStep {
  BEFORE_THE_ROUTES("pg_advisory_xact_lock_shared", false),
  BEFORE_THE_LINES("insert into ledger_line", false),
  BEFORE_THE_NOTE("insert into forward", false),
  BEFORE_THE_COMMIT("insert into forward", true),
  BEFORE_THE_MONOLITH(Gate.Held.REQUESTS),
  BEFORE_ITS_ANSWER(Gate.Held.ANSWERS),
  BEFORE_ITS_ANSWER_IS_NOTED("delete from forward", false),
  BEFORE_THE_RELEASE("delete from forward", true),
  BEFORE_THE_RELEASE_IS_COMMITTED("set approval = case", true),
  BEFORE_THE_PUBLISH(new Mark(Protocol.AMQP, true, List.of(Protocol.PUBLISH), false)),
  BEFORE_THE_CONFIRM(new Mark(Protocol.AMQP, false, List.of(Protocol.ACK), false)),
  BEFORE_THE_CONFIRM_IS_NOTED("set confirmed = greatest", false),
  AFTER_THE_CONFIRM_IS_NOTED("set confirmed = greatest", true);

  private final Optional<Mark> mark;
  private final Gate.Held held;

  ForwardStep(String statement, boolean passes) {
    this(new Mark(Protocol.POSTGRESQL, true, List.of(statement), passes));
  }

  ForwardStep(Mark mark) {
    this.mark = Optional.of(mark);
    this.held = Gate.Held.NOTHING;
  }

  ForwardStep(Gate.Held held) {
    this.mark = Optional.empty();
    this.held = held;
  }

  /** Where it is on the adapter's connections to its servers; empty for one to the monolith. */
  Optional<Mark> mark() {
    return mark;
  }

  /** What the gate to the monolith holds back. */
  Gate.Held held() {
    return held;
  }

  /** Whether the lines are in the ledger, and ours may wait there for the monolith. */
  boolean isBetweenLedgerAndRelease() {
    return compareTo(BEFORE_THE_COMMIT) > 0 && compareTo(BEFORE_THE_PUBLISH) < 0;
  }
}
