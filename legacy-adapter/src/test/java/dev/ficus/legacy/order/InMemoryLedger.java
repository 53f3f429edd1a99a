package dev.ficus.legacy.order;

import dev.ficus.legacy.quarantine.InMemoryEntries;
import dev.ficus.legacy.quarantine.NewEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fake of the ledger: it remembers as the database does, and passes the same tests. */
public final class InMemoryLedger implements Ledger {

  private final InMemoryEntries entries;
  private final Map<OrderNumber, OrderRow> rows = new LinkedHashMap<>();
  private final Map<String, Owner> routes = new HashMap<>();
  private Owner byDefault = Owner.NEW;
  private Set<String> frozen = Set.of();
  private boolean older;
  private long lastForward;
  private Optional<Error> failure = Optional.empty();

  /** A ledger whose rejections go to these entries. */
  public InMemoryLedger(InMemoryEntries entries) {
    this.entries = entries;
  }

  /**
   * An order as it is kept.
   *
   * @param sentWith by line, the change with which its command is sent; 0 for none
   * @param confirmed up to which change the broker has confirmed the commands
   */
  private record OrderRow(
      KnownOrder order, Map<LineKey, Integer> sentWith, int confirmed, Instant changedAt) {

    KnownOrder known() {
      return order.with(
          order.lines().stream()
              .sorted(Comparator.comparing(LedgerLine::key))
              .map(line -> confirmed(line, sentWith.get(line.key()) <= confirmed))
              .toList());
    }

    private static LedgerLine confirmed(LedgerLine line, boolean confirmed) {
      return new LedgerLine(
          line.key(),
          line.quantity(),
          line.revision(),
          line.cancelledFor(),
          line.despatched(),
          line.owner(),
          confirmed,
          line.correlation());
    }
  }

  /** The next time nobody can find what is left unconfirmed. */
  public synchronized void failOnce(Error failure) {
    this.failure = Optional.of(failure);
  }

  @Override
  public synchronized List<ChangedOrder> change(List<OrderChange> changes) {
    OrderGroup group =
        new OrderGroup(
            changes,
            find(changes.stream().map(OrderChange::number).collect(Collectors.toSet())),
            owners(OrderGroup.skus(changes)),
            Instant.now());
    Map<Integer, List<Rejection>> quarantined =
        entries.keep(group.refused().stream().map(NewEntry::of).toList());
    group.hold(entries.holding(group.mayBeHeld()));
    Map<OrderNumber, List<LedgerLine>> lines = new HashMap<>();
    group.changedLines().forEach(each -> lines.put(each.order().number(), each.lines()));
    group.added().forEach(order -> write(order, lines.get(order.number())));
    group.changed().forEach(order -> write(order, lines.get(order.number())));
    Map<Integer, Long> forwards = new HashMap<>();
    group.forwarded().forEach(call -> forwards.put(call.place(), ++lastForward));
    return group.results(quarantined, forwards);
  }

  /** The monolith has answered the only call about an order that was without an answer. */
  public synchronized void answered(OrderNumber number, boolean accepted) {
    rows.computeIfPresent(
        number,
        (any, row) ->
            new OrderRow(
                row.order().approved(accepted ? Approval.GIVEN : Approval.REFUSED),
                row.sentWith(),
                row.confirmed(),
                row.changedAt()));
  }

  /** From now on lines of this SKU that are first seen have this owner. */
  public synchronized void route(String sku, Owner owner) {
    routes.put(sku, owner);
  }

  /** From now on lines of all other SKUs that are first seen have this owner. */
  public synchronized void routeAllOthers(Owner owner) {
    byDefault = owner;
  }

  /** From now on the routes of these SKUs, and of no others, are about to change. */
  public synchronized void freeze(Set<String> skus) {
    frozen = Set.copyOf(skus);
  }

  /** Whether allocation-service knows newer routes from now on. */
  public synchronized void routesAreOlder(boolean older) {
    this.older = older;
  }

  /** Who owns what is first seen now. */
  public synchronized Ownership owners(Set<String> skus) {
    Set<Owner> any = EnumSet.of(byDefault);
    any.addAll(routes.values());
    return Ownership.of(byDefault, routes, skus, any)
        .withFrozen(skus.stream().filter(frozen::contains).collect(Collectors.toSet()))
        .older(older);
  }

  private void write(KnownOrder order, List<LedgerLine> changedLines) {
    OrderRow before = rows.get(order.number());
    Map<LineKey, Integer> sentWith = new TreeMap<>(before == null ? Map.of() : before.sentWith());
    changedLines.forEach(line -> sentWith.put(line.key(), line.confirmed() ? 0 : order.changes()));
    rows.put(
        order.number(),
        new OrderRow(order, sentWith, before == null ? 0 : before.confirmed(), Instant.now()));
  }

  @Override
  public synchronized void confirm(List<KnownOrder> orders) {
    for (KnownOrder order : orders) {
      rows.computeIfPresent(
          order.number(),
          (number, row) ->
              new OrderRow(
                  row.order(),
                  row.sentWith(),
                  Math.max(row.confirmed(), order.changes()),
                  row.changedAt()));
    }
  }

  @Override
  public synchronized Optional<KnownOrder> find(OrderNumber number) {
    return Optional.ofNullable(rows.get(number)).map(OrderRow::known);
  }

  @Override
  public synchronized Map<OrderNumber, KnownOrder> find(Collection<OrderNumber> numbers) {
    Map<OrderNumber, KnownOrder> found = new HashMap<>();
    numbers.forEach(number -> find(number).ifPresent(order -> found.put(number, order)));
    return found;
  }

  @Override
  public synchronized List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most) {
    if (failure.isPresent()) {
      Error now = failure.get();
      failure = Optional.empty();
      throw now;
    }
    return rows.values().stream()
        .filter(row -> row.confirmed() < row.order().changes() && !row.order().isWaiting())
        .filter(row -> row.changedAt().isBefore(unchangedSince))
        .sorted(Comparator.comparing(OrderRow::changedAt))
        .limit(most)
        .map(OrderRow::known)
        .toList();
  }

  /** The lines of which commands were sent or are to be sent, by order. */
  public synchronized Map<OrderNumber, List<LedgerLine>> linesSent() {
    Map<OrderNumber, List<LedgerLine>> lines = new HashMap<>();
    rows.forEach(
        (number, row) ->
            lines.put(
                number,
                row.known().lines().stream()
                    .filter(line -> row.sentWith().get(line.key()) > 0)
                    .filter(line -> row.order().approval() != Approval.REFUSED)
                    .toList()));
    return lines;
  }

  @Override
  public synchronized boolean quarantine(OrderNumber number, Reason reason, Arrival arrival) {
    return keep(NewEntry.ofOrder(0, number, Optional.empty(), arrival, Rejection.ofOrder(reason)));
  }

  @Override
  public synchronized boolean quarantine(
      String shop, String within, Reason reason, Arrival arrival) {
    return keep(NewEntry.ofCall(shop, within, arrival, Rejection.ofOrder(reason)));
  }

  private boolean keep(NewEntry entry) {
    return !entries.keep(List.of(entry)).isEmpty();
  }

  @Override
  public synchronized Optional<Boolean> quarantineUnlessTheMonoliths(
      String shop, String within, Reason reason, Arrival arrival) {
    return owners(Set.of()).isAny(Owner.NEW)
        ? Optional.of(quarantine(shop, within, reason, arrival))
        : Optional.empty();
  }
}
