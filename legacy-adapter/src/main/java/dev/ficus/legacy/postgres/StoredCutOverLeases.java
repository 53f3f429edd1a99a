package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.switching.CutOverLeases;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Leases of cut-overs in PostgreSQL. */
@ApplicationScoped
class StoredCutOverLeases implements CutOverLeases {

  private final Database database;

  StoredCutOverLeases(Database database) {
    this.database = database;
  }

  @Override
  public List<Long> endOverdue(Duration frozenAtMost) {
    if (!isAnyRunning()) {
      return List.of();
    }
    return database.inTransaction(
        connection -> {
          List<Long> ended = new ArrayList<>();
          for (Long id :
              running(
                  connection,
                  "frozen_at + ? * interval '1 ms' < clock_timestamp()",
                  Sql.value(frozenAtMost.toMillis()))) {
            CutOverRows.end(
                connection,
                id,
                CutOverOutcome.GIVEN_UP,
                "its SKUs were frozen for longer than %s; it waited for %s"
                    .formatted(frozenAtMost, waitedFor(connection, id)));
            ended.add(id);
          }
          return ended;
        });
  }

  private boolean isAnyRunning() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "select exists (select from cut_over where ended_at is null)",
                    row -> row.getBoolean(1))
                .get(0));
  }

  private static List<Long> running(
      Connection connection, String which, Sql.Parameter... parameters) throws SQLException {
    return Sql.query(
        connection,
        "select id from cut_over where switched_at is null and ended_at is null and %s for update"
            .formatted(which),
        row -> row.getLong(1),
        parameters);
  }

  private static String waitedFor(Connection connection, long id) throws SQLException {
    return Sql.query(
            connection,
            "select coalesce(waits_for, 'its step ' || step) from cut_over where id = ?",
            row -> row.getString(1),
            Sql.value(id))
        .get(0);
  }

  @Override
  public List<HeldCutOver> take(String holder, Duration lease) {
    if (!isAnyRunning()) {
      return List.of();
    }
    return database.inTransaction(
        connection -> {
          List<TakenLease> taken =
              Sql.query(
                  connection,
                  """
                  update cut_over
                  set holder = ?, lease_until = clock_timestamp() + ? * interval '1 ms',
                      step = case when lapsed then 'freeze' else step end,
                      step_since = case when lapsed then now() else step_since end,
                      quiet_since = case when lapsed then null else quiet_since end
                  from (select id,
                          switched_at is null and lease_until < clock_timestamp() as lapsed
                        from cut_over
                        where ended_at is null
                          and (lease_until < clock_timestamp() or holder = ?)
                          and (switched_at is not null
                            or not exists (select from strangling_halted))
                        order by id for update skip locked) as taken
                  where cut_over.id = taken.id
                  returning cut_over.id, wave, direction, step, holder, lapsed
                  """,
                  row ->
                      new TakenLease(
                          new HeldCutOver(
                              row.getLong("id"),
                              row.getString("wave"),
                              Direction.of(row.getString("direction")).orElseThrow(),
                              CutOverStep.of(row.getString("step")),
                              row.getString("holder")),
                          row.getBoolean("lapsed")),
                  Sql.value(holder),
                  Sql.value(lease.toMillis()),
                  Sql.value(holder));
          for (TakenLease each : taken) {
            if (each.lapsed()) {
              // What came for them meanwhile waits in allocation-service.
              CutOverRows.openAgain(connection, each.cutOver().id());
            }
          }
          return taken.stream().map(TakenLease::cutOver).toList();
        });
  }

  /** Lease that was taken, and whether it had run out before the switch. */
  private record TakenLease(HeldCutOver cutOver, boolean lapsed) {}

  @Override
  public void renew(String holder, Duration lease) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update cut_over set lease_until = clock_timestamp() + ? * interval '1 ms'
                where ended_at is null and holder = ? and lease_until > clock_timestamp()
                """,
                Sql.value(lease.toMillis()),
                Sql.value(holder)));
  }
}
