package dev.ficus.legacy.push;

import dev.ficus.legacy.order.FinalStatuses;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OurPart;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.placement.Placement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A book of order states, and of final statuses beside them, that is gone with its test; the test
 * places the lines.
 */
public final class InMemoryOrderBook implements OrderBook, FinalStatuses {

  private final Clock clock;
  private final Set<String> followed = new HashSet<>();
  private final Map<String, StateRow> orders = new TreeMap<>();
  private final Set<String> held = new HashSet<>();

  public InMemoryOrderBook(Clock clock) {
    this.clock = clock;
  }

  private static final class StateRow {
    private final String shop;
    private final String number;
    private final Map<String, StateLine> lines = new TreeMap<>();
    private final Map<String, Boolean> monoliths = new TreeMap<>();
    private GivenStatus given;
    private long changes;
    private long sentChanges;
    private int attempts;
    private String sending;
    private String sent;
    private Instant changedAt;

    StateRow(String shop, String number) {
      this.shop = shop;
      this.number = number;
    }

    boolean isPlaced() {
      return lines.values().stream()
          .noneMatch(line -> line.ordered() && line.placement().isEmpty());
    }

    UnsentOrder unsent() {
      return new UnsentOrder(
          number,
          changes,
          attempts,
          Optional.ofNullable(sending),
          Optional.ofNullable(sent),
          new ArrayList<>(lines.values()),
          monoliths.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new MonolithsPart(monoliths.containsValue(true), Optional.ofNullable(given))));
    }

    boolean isSettled() {
      return changes == sentChanges && sending == null;
    }
  }

  /** The shop has ordered a line, which is not placed yet. */
  public void order(String shop, String number, String sku, int quantity) {
    row(shop, number)
        .lines
        .put(sku, new StateLine(sku, quantity, true, Optional.empty(), Optional.empty()));
  }

  /** Allocation has placed a line that was ordered. */
  public void place(String shop, String number, String sku, Placement.PlacementState placement) {
    StateRow row = row(shop, number);
    StateLine line = row.lines.get(sku);
    row.lines.put(
        sku,
        new StateLine(
            sku, line.quantity(), line.ordered(), Optional.of(placement), line.expected()));
    if (followed.contains(shop)) {
      change(row);
    }
  }

  private void change(StateRow row) {
    row.changes++;
    row.attempts = 0;
    row.changedAt = clock.instant();
  }

  /** The shop has shown a line of the monolith. */
  public void show(String shop, String number, String sku, boolean open) {
    StateRow row = row(shop, number);
    row.monoliths.put(sku, open);
    if (row.changes > 0) {
      change(row);
    }
  }

  @Override
  public boolean note(OrderNumber order, String status, StatusWords words) {
    StateRow row = row(order.shop(), order.number());
    OurPart ours = row.isSettled() ? StateLine.part(List.copyOf(row.lines.values())) : OurPart.OPEN;
    boolean through = words.letThrough(status, ours);
    String before = row.given == null ? null : row.given.status();
    String now = words.isFinal(status) ? status : null;
    if (!through || !Objects.equals(before, now)) {
      row.given = now == null ? null : new GivenStatus(now, !through, clock.instant());
      if (row.changes > 0) {
        change(row);
      }
    }
    return through;
  }

  @Override
  public void follow(String shop, boolean comments) {
    if (comments) {
      followed.add(shop);
    } else {
      followed.remove(shop);
    }
  }

  @Override
  public List<UnsentOrder> unsent(String shop, Duration quiet, Duration placing, int most) {
    return orders.values().stream()
        .filter(row -> row.shop.equals(shop) && row.sentChanges < row.changes)
        .filter(row -> isQuietFor(row, quiet))
        .filter(row -> row.isPlaced() || isQuietFor(row, placing))
        .sorted(
            Comparator.comparing((StateRow row) -> row.attempts).thenComparing(row -> row.number))
        .limit(most)
        .map(StateRow::unsent)
        .toList();
  }

  private boolean isQuietFor(StateRow row, Duration time) {
    return !row.changedAt.isAfter(clock.instant().minus(time));
  }

  @Override
  public void sending(String shop, Map<String, String> texts) {
    requireAlone(shop);
    texts.forEach((number, text) -> row(shop, number).sending = text);
  }

  @Override
  public void sent(String shop, List<UnsentOrder> some, Map<String, String> texts) {
    requireAlone(shop);
    for (UnsentOrder order : some) {
      StateRow row = row(shop, order.number());
      if (row.sentChanges < order.changes()) {
        row.sentChanges = order.changes();
        row.sent = texts.get(order.number());
        row.sending = null;
        row.attempts = 0;
      }
    }
  }

  @Override
  public void refused(String shop, List<String> numbers) {
    requireAlone(shop);
    numbers.forEach(number -> row(shop, number).attempts++);
  }

  @Override
  public void alone(String shop, Runnable work) {
    if (held.add(shop)) {
      try {
        work.run();
      } finally {
        held.remove(shop);
      }
    }
  }

  private void requireAlone(String shop) {
    if (!held.contains(shop)) {
      throw new IllegalStateException("nobody is alone with " + shop);
    }
  }

  private StateRow row(String shop, String number) {
    return orders.computeIfAbsent(shop + ":" + number, any -> new StateRow(shop, number));
  }
}
