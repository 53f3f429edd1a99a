package dev.ficus.journeys;

import java.util.List;

/** Points of a cut-over at which the adapter is stopped before it goes on, in their order. */
enum CutOverKillPoint {
  BEFORE_THE_FREEZE("insert into frozen_sku", false),
  BEFORE_THE_FREEZE_IS_COMMITTED("set step = 'drain'", true),
  BEFORE_IT_IS_QUIET("set quiet_since = clock_timestamp()", false),
  BEFORE_THE_LIST_IS_KEPT("insert into cut_over_stock", false),
  BEFORE_IT_IS_COMPARED("update cut_over_stock", false),
  BEFORE_THE_ROUTES("insert into route_change", false),
  BEFORE_THE_CERTIFICATE("insert into certificate (", false),
  BEFORE_THE_EVENTS("insert into legacy_event", false),
  BEFORE_THE_SWITCH_IS_COMMITTED("switched_at = clock_timestamp()", true),
  BEFORE_THE_OPENING_IS_SENT(new Mark(Protocol.AMQP, true, List.of(Protocol.PUBLISH), false)),
  BEFORE_ITS_CONFIRM(new Mark(Protocol.AMQP, false, List.of(Protocol.ACK), false)),
  BEFORE_ITS_CONFIRM_IS_NOTED("update sku_openness set confirmed", false),
  BEFORE_THE_EVENTS_ARE_NOTED("update legacy_event set confirmed_at", false),
  BEFORE_A_SHOP_IS_TOLD("set told = null, telling", true),
  BEFORE_THAT_IS_NOTED("set told = each.told", false),
  BEFORE_IT_SETTLES("update cut_over_sku set settled_at", false);

  private final Mark mark;

  CutOverKillPoint(String statement, boolean passes) {
    this(new Mark(Protocol.POSTGRESQL, true, List.of(statement), passes));
  }

  CutOverKillPoint(Mark mark) {
    this.mark = mark;
  }

  Mark mark() {
    return mark;
  }

  /**
   * Whether nothing else that the adapter does comes to it, such as what is left of other waves.
   */
  boolean isOfTheSwitchAlone() {
    return compareTo(BEFORE_THE_OPENING_IS_SENT) < 0;
  }
}
