package dev.ficus.journeys;

import java.util.List;

/** Points of a rollback at which the adapter is stopped before it goes on, in their order. */
enum RollBackKillPoint {
  BEFORE_THE_FREEZE(false, "insert into frozen_sku"),
  BEFORE_IT_IS_CLOSED(false, "insert into sku_openness", "asked.to_come"),
  BEFORE_THE_DEBT_IS_NOTED(false, "insert into set_aside"),
  BEFORE_THE_TELLING_IS_BEGUN(false, "set sendings = set_aside.sendings + 1"),
  BEFORE_ITS_ANSWER_IS_NOTED(false, "update set_aside set done_at", "where reference"),
  BEFORE_THE_FIGURES_ARE_COUNTED(false, "insert into cut_over_stock"),
  BEFORE_IT_IS_COMPARED(false, "update cut_over_stock"),
  BEFORE_THE_ROUTES(false, "insert into route_change"),
  BEFORE_THE_CERTIFICATE(false, "insert into certificate ("),
  BEFORE_THE_EVENTS(false, "insert into legacy_event", "legacy_event as before"),
  BEFORE_THE_SWITCH_IS_COMMITTED(true, "switched_at = clock_timestamp()");

  private final Mark mark;

  RollBackKillPoint(boolean passes, String... statement) {
    this.mark = new Mark(Protocol.POSTGRESQL, true, List.of(statement), passes);
  }

  Mark mark() {
    return mark;
  }
}
