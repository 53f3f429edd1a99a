package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Ownership;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls that are forwarded, in PostgreSQL: a row for each that has no answer yet. */
@ApplicationScoped
class StoredForwards implements Forwards {

  private static final String IN_DOUBT =
      "(given_up_at is not null or sent_at < now() - interval '1 minute')";

  /**
   * A transaction in one statement. To lose it in a crash of the database leaves a doubt that is
   * none; so nobody waits for the disk, unless commands do.
   */
  private static final String UNHURRIED_DELETE =
      """
      with unhurried as materialized (select set_config('synchronous_commit', 'off', true)),
      answered as (delete from forward using unhurried where %s)
      select approval = 'awaited' as awaited from ledger_order where shop = ? and number = ?
      """;

  private final Database database;
  private final LedgerStore ledger;

  StoredForwards(Database database, LedgerStore ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /**
   * Notes that the calls of these changes are sent, in the transaction that writes the changes.
   *
   * @param places of the changes whose calls are forwarded
   */
  static BegunForwards begin(Pipeline pipeline, List<OrderChange> changes, List<Integer> places) {
    if (places.isEmpty()) {
      return new BegunForwards(places, new Pipeline.Selected<>());
    }
    return new BegunForwards(
        places,
        pipeline.query(
            """
            with sent as materialized (
              select nextval('forward_id') as id, each.*
              from unnest(?, ?, ?, ?) with ordinality
                as each (shop, number, feed, correlation, place)),
            noted as (
              insert into forward (id, shop, number, feed, correlation)
              select id, shop, number, feed, correlation from sent)
            select id from sent order by place
            """,
            row -> row.getLong("id"),
            LedgerRows.shops(places, at -> changes.get(at).number()),
            LedgerRows.numbers(places, at -> changes.get(at).number()),
            Sql.column("text", places, at -> changes.get(at).arrival().feed()),
            Sql.column("text", places, at -> changes.get(at).arrival().correlation())));
  }

  /** Calls that are noted as sent, once they are written. */
  record BegunForwards(List<Integer> places, Pipeline.Selected<Long> ids) {

    /** The number of each call, by its place; of two about one order the later has the higher. */
    Map<Integer, Long> byPlace() {
      Map<Integer, Long> byPlace = new HashMap<>();
      for (int at = 0; at < places.size(); at++) {
        byPlace.put(places.get(at), ids.all().get(at));
      }
      return byPlace;
    }
  }

  @Override
  public void accepted(Forward forward) {
    answered(
        forward,
        true,
        "shop = ? and number = ? and id <= ?",
        Sql.value(forward.order().shop()),
        Sql.value(forward.order().number()),
        Sql.value(forward.id()));
  }

  @Override
  public void refused(Forward forward) {
    answered(forward, false, "id = ?", Sql.value(forward.id()));
  }

  /**
   * @param which the calls that are in no doubt any more
   */
  private void answered(
      Forward forward, boolean accepted, String which, Sql.Parameter... parameters) {
    if (!forward.approves()) {
      List<Sql.Parameter> all = new ArrayList<>(List.of(parameters));
      all.add(Sql.value(forward.order().shop()));
      all.add(Sql.value(forward.order().number()));
      List<Boolean> awaited =
          database.connected(
              connection ->
                  Sql.query(
                      connection,
                      UNHURRIED_DELETE.formatted(which),
                      row -> row.getBoolean("awaited"),
                      all.toArray(Sql.Parameter[]::new)));
      if (awaited.contains(true)) {
        // A call that came later may have been refused meanwhile, and could not say so for this
        // one.
        database.inTransaction(
            connection -> {
              LedgerRows.lock(connection, List.of(forward.order()));
              return approve(connection, forward.order(), false);
            });
      }
      return;
    }
    database.inTransaction(
        connection -> {
          // Of two answers that come at the same time one is to see what the other has left.
          LedgerRows.lock(connection, List.of(forward.order()));
          Sql.update(connection, "delete from forward where " + which, parameters);
          return approve(connection, forward.order(), accepted);
        });
  }

  private static int approve(Connection connection, OrderNumber order, boolean accepted)
      throws SQLException {
    int changed = writeApproval(connection, order, accepted);
    if (changed > 0 && !accepted) {
      // What is refused with its order is done.
      LedgerRows.markStatesChanged(connection, List.of(order));
    }
    return changed;
  }

  /** A refusal is none while another call is without an answer that may have been accepted. */
  private static int writeApproval(Connection connection, OrderNumber order, boolean accepted)
      throws SQLException {
    return Sql.update(
        connection,
        """
        update ledger_order
        set approval = case when ? then null else 'refused' end, approval_since = now(),
            changed_at = now()
        where shop = ? and number = ? and (
          ? and approval is not null
          or approval = 'awaited'
            and not exists (select from forward where shop = ? and number = ?))
        """,
        Sql.value(accepted),
        Sql.value(order.shop()),
        Sql.value(order.number()),
        Sql.value(accepted),
        Sql.value(order.shop()),
        Sql.value(order.number()));
  }

  @Override
  public void unanswered(Forward forward, String why) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update forward set given_up_at = now(), given_up_for = ? where id = ?",
                Sql.value(why),
                Sql.value(forward.id())));
  }

  @Override
  public List<Doubt> doubts(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select shop, number, count(*) as calls, min(sent_at) as since,
                  max(sent_at) as last_sent_at,
                  (array_agg(feed order by id desc))[1] as feed,
                  (array_agg(correlation order by id desc))[1] as correlation,
                  (array_agg(given_up_for order by id desc)
                    filter (where given_up_for is not null))[1] as why
                from forward where %s
                group by shop, number order by min(sent_at), shop, number limit ?
                """
                    .formatted(IN_DOUBT),
                StoredForwards::doubt,
                Sql.value(most)));
  }

  private static Doubt doubt(ResultSet row) throws SQLException {
    return new Doubt(
        LedgerRows.number(row),
        row.getString("feed"),
        row.getString("correlation"),
        row.getInt("calls"),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        row.getObject("last_sent_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getString("why")));
  }

  @Override
  public long inDoubt() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "select count(distinct (shop, number)) from forward where " + IN_DOUBT,
                    row -> row.getLong(1))
                .get(0));
  }

  @Override
  public List<RefusedOrder> refused(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select shop, number, approval_since, count(*) as lines, sum(qty) as units
                from ledger_order join ledger_line using (shop, number)
                where approval = 'refused' and owner = 'new' and state = 'ordered'
                group by shop, number order by approval_since, shop, number limit ?
                """,
                row ->
                    new RefusedOrder(
                        LedgerRows.number(row),
                        row.getInt("lines"),
                        row.getLong("units"),
                        row.getObject("approval_since", OffsetDateTime.class).toInstant()),
                Sql.value(most)));
  }

  @Override
  public long refused() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select count(distinct (shop, number))
                    from ledger_order join ledger_line using (shop, number)
                    where approval = 'refused' and owner = 'new' and state = 'ordered'
                    """,
                    row -> row.getLong(1))
                .get(0));
  }

  /** Of two who settle it at once one waits here until the other is done, and finds no doubt. */
  @Override
  public FindingOutcome settle(Finding finding, String correlation) {
    return database.inTransaction(
        connection -> {
          Ownership owners = Barrier.shareAndRead(connection, Set.of());
          // First the order and then its calls, as a call locks them that shows the order.
          LedgerRows.lock(connection, List.of(finding.order()));
          int calls =
              Sql.update(
                  connection,
                  "delete from forward where shop = ? and number = ? and " + IN_DOUBT,
                  Sql.value(finding.order().shop()),
                  Sql.value(finding.order().number()));
          if (calls == 0) {
            return wasSettled(connection, finding.order())
                ? FindingOutcome.SETTLED_BEFORE
                : FindingOutcome.NO_DOUBT;
          }
          keep(connection, finding, calls);
          if (!finding.monolithHasIt()) {
            OrderChange change =
                new OrderChange(
                    finding.order(),
                    new Arrival("operators", correlation, () -> new byte[0]),
                    (known, any) -> OrderRules.notAtTheMonolith(known, correlation));
            ledger.write(connection, List.of(change), owners).orElseThrow();
          }
          approve(connection, finding.order(), finding.monolithHasIt());
          return FindingOutcome.SETTLED;
        });
  }

  private static boolean wasSettled(Connection connection, OrderNumber order) throws SQLException {
    return Sql.query(
            connection,
            "select exists (select from doubt_settlement where shop = ? and number = ?)",
            row -> row.getBoolean(1),
            Sql.value(order.shop()),
            Sql.value(order.number()))
        .get(0);
  }

  private static void keep(Connection connection, Finding finding, int calls) throws SQLException {
    Sql.update(
        connection,
        """
        insert into doubt_settlement (shop, number, monolith_has_it, done_by, reason, calls)
        values (?, ?, ?, ?, ?, ?)
        """,
        Sql.value(finding.order().shop()),
        Sql.value(finding.order().number()),
        Sql.value(finding.monolithHasIt()),
        Sql.value(finding.by()),
        Sql.value(finding.reason()),
        Sql.value(calls));
  }
}
