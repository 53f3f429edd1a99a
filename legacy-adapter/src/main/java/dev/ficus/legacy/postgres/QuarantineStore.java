package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.quarantine.Action;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.EntryDecision;
import dev.ficus.legacy.quarantine.EntryState;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.PromisingSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Quarantine in PostgreSQL. */
@ApplicationScoped
class QuarantineStore implements Quarantine {

  private static final int MOST_ATTEMPTS = 10;
  private static final int DELETED_AT_ONCE = 200;
  private static final String ENTRY =
      "id, state, shop, number, sku, lineid, qty, subject, reason, place, image, within, called, feed,"
          + " correlation, quarantine_entry.received_at, last_seen_at, seen";

  private final Database database;
  private final LedgerStore ledger;
  private final PromisingSources promising;

  QuarantineStore(Database database, LedgerStore ledger, PromisingSources promising) {
    this.database = database;
    this.ledger = ledger;
    this.promising = promising;
  }

  @Override
  public List<Entry> after(long id, Filter filter, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select %s from quarantine_entry
                where id > ? and state = coalesce(cast(? as text), state)
                  and shop = coalesce(cast(? as text), shop)
                  and subject = coalesce(cast(? as text), subject)
                  and reason = coalesce(cast(? as text), reason)
                order by id limit ?
                """
                    .formatted(ENTRY),
                QuarantineStore::entry,
                Sql.value(id),
                Sql.value(filter.state().map(EntryState::code).orElse(null)),
                Sql.value(filter.shop().orElse(null)),
                Sql.value(filter.subject().map(Subject::code).orElse(null)),
                Sql.value(filter.reason().map(Reason::code).orElse(null)),
                Sql.value(most)));
  }

  @Override
  public Optional<Kept> find(long id) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select %s, xml
                    from quarantine_entry left join quarantine_document on sha256 = document
                    where id = ?
                    """
                        .formatted(ENTRY),
                    row -> new Kept(entry(row), Optional.ofNullable(row.getBytes("xml"))),
                    Sql.value(id)))
        .stream()
        .findFirst();
  }

  @Override
  public List<Action> actions(long id) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select done_at, done_by, action, why, outcome, detail from quarantine_action
                where entry = ? order by id
                """,
                row ->
                    new Action(
                        instant(row, "done_at"),
                        row.getString("done_by"),
                        row.getString("action"),
                        row.getString("why"),
                        row.getString("outcome"),
                        Optional.ofNullable(row.getString("detail"))),
                Sql.value(id)));
  }

  @Override
  public Optional<Settled> settle(
      Entry entry,
      Optional<OrderNumber> order,
      Set<String> skus,
      Arrival arrival,
      BiFunction<KnownOrder, Ownership, EntryDecision> decision,
      Instruction deed) {
    OrderSettlement settlement =
        new OrderSettlement(new Settlement(entry, deed), order, skus, arrival, decision, ledger);
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Optional<Optional<Settled>> done = database.inTransaction(settlement::with);
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw new IllegalStateException("others are always first to write this order down");
  }

  @Override
  public Optional<StockReportResult> settle(
      Entry entry,
      StockReport report,
      Function<StockReportResult, EntryDecision> verdict,
      Instruction deed) {
    Settlement settlement = new Settlement(entry, deed);
    return database.inTransaction(
        connection -> {
          Ownership routes = Barrier.shareAndRead(connection, BatchStore.skus(List.of(report)));
          // First the ledger and then the entry, as a call locks them that reports it again.
          BatchStore.lock(connection);
          if (!settlement.isAsRead(connection)) {
            return Optional.empty();
          }
          StockReportResult result =
              BatchStore.applyLate(connection, report, entry.called(), routes, promising);
          settlement.write(connection, verdict.apply(result));
          return Optional.of(result);
        });
  }

  /** Settlement of an entry together with the order it is of. */
  private record OrderSettlement(
      Settlement settlement,
      Optional<OrderNumber> order,
      Set<String> skus,
      Arrival arrival,
      BiFunction<KnownOrder, Ownership, EntryDecision> decision,
      LedgerStore ledger) {

    /**
     * Empty, and nothing may be committed, when somebody else was first to write the order down.
     */
    Optional<Optional<Settled>> with(Connection connection) throws SQLException {
      Ownership owners = Barrier.shareAndRead(connection, skus);
      // First the order and then the entry, as a call that shows the order locks them.
      Optional<KnownOrder> known =
          order.isPresent()
              ? Optional.of(
                  LedgerRows.lock(connection, List.of(order.get()))
                      .getOrDefault(order.get(), KnownOrder.unseen(order.get())))
              : Optional.empty();
      if (!settlement.isAsRead(connection)) {
        return Optional.of(Optional.empty());
      }
      EntryDecision verdict = decision.apply(known.orElse(null), owners);
      settlement.write(connection, verdict);
      if (known.isEmpty()) {
        return Optional.of(Optional.of(new Settled(verdict, Optional.empty())));
      }
      LedgerUpdate update = verdict.update().orElseGet(() -> LedgerUpdate.nothing(known.get()));
      OrderChange change = new OrderChange(order.get(), arrival, (any, now) -> Optional.of(update));
      Optional<List<ChangedOrder>> changed = ledger.write(connection, List.of(change), owners);
      return changed.map(one -> Optional.of(new Settled(verdict, Optional.of(one.get(0)))));
    }
  }

  /** What somebody does about an entry. */
  private record Settlement(Entry entry, Instruction deed) {

    /** Whether the entry is as it was read; then it stays so until this is done. */
    boolean isAsRead(Connection connection) throws SQLException {
      return !Sql.query(
              connection,
              """
              select id from quarantine_entry
              where id = ? and state = 'waiting' and image is not distinct from ? and called = ?
              for no key update
              """,
              row -> row.getLong(1),
              Sql.value(entry.id()),
              Sql.value(entry.fingerprint().orElse(null)),
              Sql.value(entry.called()))
          .isEmpty();
    }

    void write(Connection connection, EntryDecision verdict) throws SQLException {
      if (verdict.state() != EntryState.WAITING) {
        Sql.update(
            connection,
            "update quarantine_entry set state = ?, settled_at = now() where id = ?",
            Sql.value(verdict.state().code()),
            Sql.value(entry.id()));
      }
      Sql.update(
          connection,
          """
          insert into quarantine_action (entry, done_by, action, why, outcome, detail)
          values (?, ?, ?, ?, ?, ?)
          """,
          Sql.value(entry.id()),
          Sql.value(deed.by()),
          Sql.value(deed.action()),
          Sql.value(deed.why()),
          Sql.value(verdict.outcome()),
          Sql.value(verdict.detail().orElse(null)));
    }
  }

  @Override
  public Map<Reason, Waiting> waiting() {
    Map<Reason, Waiting> waiting = new EnumMap<>(Reason.class);
    database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select reason, count(*) as many, min(received_at) as since
                from quarantine_entry where state = 'waiting' group by reason
                """,
                row ->
                    waiting.put(
                        Reason.of(row.getString("reason")),
                        new Waiting(row.getLong("many"), instant(row, "since")))));
    return waiting;
  }

  @Override
  public Deleted deleteCalls(Instant settledBefore, Instant waitingSince) {
    int settled = forget("state <> 'waiting' and settled_at < ?", settledBefore);
    int waiting = forget("state = 'waiting' and last_seen_at < ?", waitingSince);
    deleteUnused();
    return new Deleted(settled, waiting);
  }

  private int forget(String which, Instant before) {
    String sql =
        """
        update quarantine_entry set document = null
        where id in (
          select id from quarantine_entry where document is not null and %s
          order by id limit %d for update skip locked)
        """
            .formatted(which, DELETED_AT_ONCE);
    return portions(
        connection -> Sql.update(connection, sql, Sql.value(before.atOffset(ZoneOffset.UTC))));
  }

  /** Left alone for a minute: one that is written to again meanwhile is not as old any more. */
  private void deleteUnused() {
    String sql =
        """
        delete from quarantine_document
        where sha256 in (
          select sha256 from quarantine_document
          where received_at < now() - interval '1 minute'
            and not exists (select from quarantine_entry where document = sha256)
          limit %d for update skip locked)
        """
            .formatted(DELETED_AT_ONCE);
    portions(connection -> Sql.update(connection, sql));
  }

  private int portions(Database.SqlWork<Integer> portion) {
    int all = 0;
    int last;
    do {
      last = database.connected(portion);
      all += last;
    } while (last == DELETED_AT_ONCE);
    return all;
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        EntryState.of(row.getString("state")),
        row.getString("shop"),
        row.getString("number"),
        row.getString("sku"),
        row.getString("lineid"),
        row.getString("qty"),
        Subject.of(row.getString("subject")),
        Reason.of(row.getString("reason")),
        row.getInt("place"),
        Optional.ofNullable(row.getString("image")),
        Optional.ofNullable(row.getString("within")),
        row.getLong("called"),
        row.getString("feed"),
        row.getString("correlation"),
        instant(row, "received_at"),
        instant(row, "last_seen_at"),
        row.getInt("seen"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
