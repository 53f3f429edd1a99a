package dev.ficus.legacy.placement;

import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fake of the placements, over the ledger whose lines they are of: it passes the same tests as the
 * database.
 */
public final class InMemoryPlacements implements Placements {

  private final InMemoryLedger ledger;
  private final Map<OrderNumber, Map<LineKey, Placement>> latest = new HashMap<>();
  private Optional<Instant> latestAt = Optional.empty();
  private long gaps;
  private long closed;
  private Optional<Instant> since = Optional.empty();

  public InMemoryPlacements(InMemoryLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void place(List<Placement> placements) {
    for (Placement placement : placements) {
      Optional<OrderNumber> order = placement.order().filter(any -> isInLedger(placement));
      if (order.isPresent()) {
        latest
            .computeIfAbsent(order.get(), any -> new HashMap<>())
            .merge(
                placement.line(),
                placement,
                (known, now) -> now.sequence() > known.sequence() ? now : known);
      }
      latestAt =
          Optional.of(
              latestAt
                  .filter(at -> at.isAfter(placement.occurredAt()))
                  .orElse(placement.occurredAt()));
    }
  }

  private boolean isInLedger(Placement placement) {
    return ledger.find(placement.order().orElseThrow()).stream()
        .flatMap(order -> order.lines().stream())
        .anyMatch(line -> line.key().equals(placement.line()));
  }

  @Override
  public Map<String, Long> unplaced() {
    Map<String, Long> units = new HashMap<>();
    ledger
        .linesSent()
        .forEach(
            (number, lines) ->
                lines.stream()
                    .filter(line -> line.isWanted() && !isPlaced(number, line))
                    .forEach(
                        line -> units.merge(line.key().sku(), (long) line.quantity(), Long::sum)));
    return units;
  }

  private boolean isPlaced(OrderNumber number, LedgerLine line) {
    return Optional.ofNullable(latest.getOrDefault(number, Map.of()).get(line.key()))
        .filter(placement -> placement.state() != Placement.PlacementState.CANCELLED)
        .filter(placement -> placement.quantity() == line.quantity())
        .isPresent();
  }

  @Override
  public void missed() {
    since = closed < gaps ? since : latestAt;
    gaps++;
  }

  @Override
  public Optional<Gap> gap() {
    return closed < gaps ? Optional.of(new Gap(gaps, since)) : Optional.empty();
  }

  @Override
  public void close(Gap gap) {
    closed = Math.max(closed, gap.number());
  }
}
