package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.FrozenProductsException;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.OrderDecision;
import dev.ficus.legacy.order.OrderGroup;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.postgres.LedgerRows.LoadedOrder;
import dev.ficus.legacy.quarantine.NewEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ledger in PostgreSQL: an order's row is its lock, and a group of changes is one transaction. What
 * is written, {@link OrderGroup} decides by the {@link OrderDecision} of each change.
 */
@ApplicationScoped
class LedgerStore implements Ledger {

  private static final String UNIQUE_VIOLATION = "23505";
  private static final int MOST_ATTEMPTS = 10;

  private final Database database;
  private final InformedLines informed;
  private final ShadowedLines shadowed;

  LedgerStore(Database database, InformedLines informed, ShadowedLines shadowed) {
    this.database = database;
    this.informed = informed;
    this.shadowed = shadowed;
  }

  @Override
  public List<ChangedOrder> change(List<OrderChange> changes) {
    for (int attempt = 1; ; attempt++) {
      Optional<List<ChangedOrder>> changed =
          database.inTransaction(
              connection -> {
                Pipeline pipeline = new Pipeline();
                Pipeline.Selected<Ownership> owners =
                    Barrier.shareAndRead(pipeline, OrderGroup.skus(changes));
                Pipeline.Selected<LoadedOrder> orders = LedgerRows.lock(pipeline, numbers(changes));
                pipeline.execute(connection);
                return write(
                    connection,
                    changes,
                    LedgerRows.withLines(connection, orders.all()),
                    owners.only());
              });
      if (changed.isPresent()) {
        return changed.get();
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IllegalStateException("others are always first to write these orders down");
      }
    }
  }

  /**
   * Writes a group of changes, in a transaction that shares the barrier.
   *
   * @param owners as this transaction has read them
   * @return empty, and nothing may be committed, when somebody else was first to write an order
   *     down
   */
  Optional<List<ChangedOrder>> write(
      Connection connection, List<OrderChange> changes, Ownership owners) throws SQLException {
    return write(connection, changes, LedgerRows.lock(connection, numbers(changes)), owners);
  }

  private static Set<OrderNumber> numbers(List<OrderChange> changes) {
    return changes.stream().map(OrderChange::number).collect(Collectors.toSet());
  }

  private Optional<List<ChangedOrder>> write(
      Connection connection,
      List<OrderChange> changes,
      Map<OrderNumber, KnownOrder> known,
      Ownership owners)
      throws SQLException {
    OrderGroup group = new OrderGroup(changes, known, owners, now());
    Map<Integer, List<Rejection>> quarantined =
        QuarantineRows.keep(connection, group.refused().stream().map(NewEntry::of).toList());
    group.hold(QuarantineRows.holding(connection, group.mayBeHeld()));
    List<KnownOrder> changed = group.changed();
    Pipeline pipeline = new Pipeline();
    LedgerRows.insert(pipeline, group.added());
    LedgerRows.update(pipeline, changed);
    LedgerRows.writeLines(pipeline, group.changedLines());
    LedgerRows.markStatesChanged(pipeline, changed.stream().map(KnownOrder::number).toList());
    StoredForwards.BegunForwards forwards = StoredForwards.begin(pipeline, group.forwarded());
    shadowed.note(pipeline, group);
    try {
      pipeline.execute(connection);
    } catch (SQLException failure) {
      if (!UNIQUE_VIOLATION.equals(failure.getSQLState())) {
        throw failure;
      }
      connection.rollback();
      return Optional.empty();
    }
    informed.despatched(connection, group.changedLines());
    UndecidedLines.note(connection, group.undecided());
    UndecidedLines.decided(connection, group.shown());
    return Optional.of(group.results(quarantined, forwards.byPlace()));
  }

  /** As exactly as the database keeps it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void confirm(List<KnownOrder> orders) {
    database.connected(connection -> LedgerRows.confirm(connection, orders));
  }

  @Override
  public Optional<KnownOrder> find(OrderNumber number) {
    return Optional.ofNullable(find(List.of(number)).get(number));
  }

  @Override
  public Map<OrderNumber, KnownOrder> find(Collection<OrderNumber> numbers) {
    return database.connected(connection -> LedgerRows.load(connection, numbers));
  }

  @Override
  public List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most) {
    return database.connected(
        connection -> {
          List<OrderNumber> unconfirmed =
              LedgerRows.unconfirmedSince(connection, unchangedSince, most);
          Map<OrderNumber, KnownOrder> known = LedgerRows.load(connection, unconfirmed);
          return unconfirmed.stream().map(known::get).toList();
        });
  }

  @Override
  public boolean quarantine(OrderNumber number, Reason reason, Arrival arrival) {
    return quarantine(
        NewEntry.ofOrder(0, number, Optional.empty(), arrival, Rejection.ofOrder(reason)));
  }

  @Override
  public boolean quarantine(String shop, String within, Reason reason, Arrival arrival) {
    return quarantine(NewEntry.ofCall(shop, within, arrival, Rejection.ofOrder(reason)));
  }

  @Override
  public Optional<Boolean> quarantineUnlessTheMonoliths(
      String shop, String within, Reason reason, Arrival arrival) {
    NewEntry entry = NewEntry.ofCall(shop, within, arrival, Rejection.ofOrder(reason));
    return database.inTransaction(
        connection -> {
          Ownership owners = Barrier.shareAndRead(connection, Set.of());
          if (owners.areOlder()) {
            throw FrozenProductsException.routesAreOlder();
          }
          return owners.isAny(Owner.NEW)
              ? Optional.of(!QuarantineRows.keep(connection, List.of(entry)).isEmpty())
              : Optional.empty();
        });
  }

  private boolean quarantine(NewEntry entry) {
    return !database
        .inTransaction(connection -> QuarantineRows.keep(connection, List.of(entry)))
        .isEmpty();
  }
}
