package dev.ficus.journeys;

import java.util.List;

/** Points of a cut-over at which the adapter is stopped before it goes on, in their order. */
enum CutOverKillPoint {
  BEFORE_THE_FREEZE(false, "insert into frozen_sku"),
  BEFORE_THE_FREEZE_IS_COMMITTED(true, "set step = 'drain'"),
  BEFORE_IT_IS_QUIET(false, "set quiet_since = clock_timestamp()"),
  BEFORE_THE_LIST_IS_KEPT(false, "insert into cut_over_stock"),
  BEFORE_IT_IS_COMPARED(false, "update cut_over_stock"),
  BEFORE_THE_ROUTES(false, "insert into route_change"),
  BEFORE_THE_CERTIFICATE(false, "insert into certificate ("),
  BEFORE_THE_EVENTS(false, "insert into legacy_event", "legacy_event as before"),
  BEFORE_THE_SWITCH_IS_COMMITTED(true, "switched_at = clock_timestamp()"),
  BEFORE_THE_OPENING_IS_SENT(new Mark(Protocol.AMQP, true, List.of(Protocol.PUBLISH), false)),
  BEFORE_ITS_CONFIRM(new Mark(Protocol.AMQP, false, List.of(Protocol.ACK), false)),
  BEFORE_ITS_CONFIRM_IS_NOTED(false, "update sku_openness set confirmed"),
  BEFORE_THE_EVENTS_ARE_NOTED(false, "update legacy_event set confirmed_at"),
  BEFORE_A_SHOP_IS_TOLD(true, "set told = null, telling"),
  BEFORE_THAT_IS_NOTED(false, "set told = each.told"),
  BEFORE_IT_SETTLES(false, "update cut_over_sku set settled_at");

  private final Mark mark;

  CutOverKillPoint(boolean passes, String... statement) {
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
