package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.RefusedLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The ledger in PostgreSQL: the order's row is the lock, one transaction per change. */
@ApplicationScoped
class LedgerStore implements Ledger {

  private final OrderRows orders;
  private final LineRows lines;
  private final QuarantineRows quarantine;

  LedgerStore(OrderRows orders, LineRows lines, QuarantineRows quarantine) {
    this.orders = orders;
    this.lines = lines;
    this.quarantine = quarantine;
  }

  @Override
  @Transactional
  public Sighting see(
      OrderNumber number, Arrival arrival, Function<KnownOrder, Optional<LedgerUpdate>> decision) {
    boolean first = orders.insertUnlessThere(number);
    OrderRow row = orders.lock(number).orElseThrow();
    return change(row, number, arrival, first ? List.of() : lines.of(number), decision);
  }

  @Override
  @Transactional
  public Optional<Sighting> seeAgain(
      OrderNumber number, Arrival arrival, Function<KnownOrder, Optional<LedgerUpdate>> decision) {
    return orders.lock(number).map(row -> change(row, number, arrival, lines.of(number), decision));
  }

  @Override
  @Transactional
  public void confirm(OrderNumber number, List<LedgerLine> confirmed) {
    lines.confirm(number, confirmed);
  }

  @Override
  @Transactional
  public Optional<KnownOrder> find(OrderNumber number) {
    return orders
        .findByIdOptional(OrderRow.Key.of(number))
        .map(row -> known(row, number, lines.of(number).stream().map(LineRow::line).toList()));
  }

  @Override
  @Transactional
  public List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most) {
    return lines.ordersWaitingSince(unchangedSince, most).stream()
        .map(number -> find(number).orElseThrow())
        .toList();
  }

  private Sighting change(
      OrderRow row,
      OrderNumber number,
      Arrival arrival,
      List<LineRow> before,
      Function<KnownOrder, Optional<LedgerUpdate>> decision) {
    Map<LineKey, LineRow> rows = new TreeMap<>();
    before.forEach(line -> rows.put(line.key.line(), line));
    Optional<LedgerUpdate> decided = decision.apply(known(row, number, lines(rows)));
    if (decided.isEmpty()) {
      return new Sighting(known(row, number, lines(rows)), List.of());
    }
    LedgerUpdate update = decided.get();
    row.cancelled = update.cancelled();
    update.image().ifPresent(image -> row.image = image);
    update.updatedAt().ifPresent(time -> row.shopUpdatedAt = time);
    Instant now = Instant.now();
    for (LedgerLine line : update.lines()) {
      LineRow changed = rows.get(line.key());
      if (changed == null) {
        changed = LineRow.of(number, line.key());
        changed.take(line, now);
        lines.persist(changed);
        rows.put(line.key(), changed);
      } else {
        changed.take(line, now);
      }
    }
    List<RefusedLine> kept =
        quarantine.keep(number.shop(), Optional.of(number), arrival, update.refused(), now);
    return new Sighting(known(row, number, lines(rows)), kept);
  }

  private static List<LedgerLine> lines(Map<LineKey, LineRow> rows) {
    return rows.values().stream().map(LineRow::line).toList();
  }

  private static KnownOrder known(OrderRow row, OrderNumber number, List<LedgerLine> lines) {
    return new KnownOrder(
        number,
        row.cancelled,
        Optional.ofNullable(row.image),
        Optional.ofNullable(row.shopUpdatedAt),
        lines);
  }
}
