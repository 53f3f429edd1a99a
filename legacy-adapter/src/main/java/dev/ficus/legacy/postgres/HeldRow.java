package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.LeaseLostException;
import java.sql.Connection;
import java.sql.SQLException;

/** Row of a cut-over whose lease somebody holds, as each step finds and leaves it. */
final class HeldRow {

  private HeldRow() {}

  /** Nobody else can end it, halt it, or go on with it, until the transaction ends. */
  static void requireHeld(Connection connection, HeldCutOver cutOver, CutOverStep step)
      throws SQLException {
    boolean held =
        !Sql.query(
                connection,
                """
                select id from cut_over
                where id = ? and holder = ? and step = ? and lease_until > clock_timestamp()
                  and (switched_at is not null or not exists (select from strangling_halted))
                for update
                """,
                row -> true,
                Sql.value(cutOver.id()),
                Sql.value(cutOver.holder()),
                Sql.value(step.code()))
            .isEmpty();
    if (!held) {
      throw new LeaseLostException(cutOver.id());
    }
  }

  /** Notes the next step, and that it waits for nothing yet. */
  static CutOverStep step(Connection connection, HeldCutOver cutOver, CutOverStep next)
      throws SQLException {
    Sql.update(
        connection,
        "update cut_over set step = ?, step_since = now(), waits_for = null where id = ?",
        Sql.value(next.code()),
        Sql.value(cutOver.id()));
    return next;
  }

  /** Notes what the step waits for, in words. */
  static void setWaitsFor(Connection connection, HeldCutOver cutOver, String what)
      throws SQLException {
    Sql.update(
        connection,
        "update cut_over set waits_for = ? where id = ? and waits_for is distinct from ?",
        Sql.value(what),
        Sql.value(cutOver.id()),
        Sql.value(what));
  }
}
