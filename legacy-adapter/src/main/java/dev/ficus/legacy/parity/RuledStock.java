package dev.ficus.legacy.parity;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.FedChange.FedBatch;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stock of a SKU as our own rule would have it after some changes: a line is taken whole from the
 * first batch with room, in the warehouse, then by day, then by reference, or waits; what becomes
 * free serves those that wait, whoever came first; a batch that shrinks gives up its newest lines.
 */
final class RuledStock {

  private static final Comparator<Lot> PREFERENCE =
      Comparator.comparing(Lot::eta, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
          .thenComparing(Lot::batchref, RuledStock::byCodePoints);

  private final Map<String, Lot> lots = new HashMap<>();
  private final Map<LineName, WantedUnits> lines = new HashMap<>();
  private long changes;

  /** A line of the SKU. */
  record LineName(OrderNumber order, String lineid) {

    static LineName of(FedLine line) {
      return new LineName(line.order(), line.line().lineid());
    }
  }

  /**
   * A batch.
   *
   * @param eta null when it is in the warehouse
   */
  private record Lot(String batchref, LocalDate eta, long units, long held) {

    long free() {
      return units - held;
    }

    Lot holding(long more) {
      return new Lot(batchref, eta, units, held + more);
    }
  }

  /**
   * What a line wants, and has.
   *
   * @param batchref null while it waits
   * @param came its turn among those that wait
   * @param got when it was last given units: the newest is the first to lose them
   */
  private record WantedUnits(int units, String batchref, long came, long got, boolean despatched) {

    WantedUnits from(String other, long at) {
      return new WantedUnits(units, other, came, other == null ? got : at, despatched);
    }
  }

  /**
   * What has become of a line.
   *
   * @param day when its units arrive; empty where they are in the warehouse, and where it has none
   */
  record Placing(boolean waits, Optional<LocalDate> day) {}

  RuledStock() {}

  /** The stock after these changes. */
  static RuledStock after(List<? extends FedChange> changes) {
    RuledStock stock = new RuledStock();
    changes.forEach(stock::apply);
    return stock;
  }

  /** The same stock, which changes without this one. */
  RuledStock copy() {
    RuledStock copy = new RuledStock();
    copy.lots.putAll(lots);
    copy.lines.putAll(lines);
    copy.changes = changes;
    return copy;
  }

  /** A change, as it was fed. */
  void apply(FedChange change) {
    if (change instanceof FedBatch batch) {
      resize(batch);
    } else if (change instanceof FedLine line) {
      apply(line);
    }
  }

  private void apply(FedLine line) {
    LineName name = LineName.of(line);
    if (line.state() == FedState.ORDERED) {
      order(name, line.quantity());
    } else if (line.state() == FedState.CANCELLED) {
      cancel(name);
    } else {
      lines.computeIfPresent(
          name,
          (any, was) -> new WantedUnits(was.units(), was.batchref(), was.came(), was.got(), true));
    }
  }

  /** What has become of the line; empty where it was not ordered, or is cancelled. */
  Optional<Placing> of(FedLine line) {
    WantedUnits wanted = lines.get(LineName.of(line));
    return Optional.ofNullable(wanted)
        .map(
            has ->
                has.batchref() == null
                    ? new Placing(true, Optional.empty())
                    : new Placing(false, Optional.ofNullable(lots.get(has.batchref()).eta())));
  }

  /** Units that lines hold, or that have left for them. */
  long held() {
    return lots.values().stream().mapToLong(Lot::held).sum();
  }

  /** Free units of all batches. */
  long free() {
    return lots.values().stream().mapToLong(Lot::free).sum();
  }

  /** Whether a batch has room for so many units. */
  boolean hasRoom(int units) {
    return lots.values().stream().anyMatch(lot -> lot.free() >= units);
  }

  private void order(LineName name, int units) {
    changes++;
    WantedUnits before = lines.get(name);
    if (before != null && before.despatched()) {
      return;
    }
    release(before);
    long came = before == null ? changes : before.came();
    lines.put(name, new WantedUnits(units, null, came, 0, false));
    give(name);
    if (before != null && before.batchref() != null) {
      serve();
    }
  }

  private void cancel(LineName name) {
    changes++;
    WantedUnits before = lines.get(name);
    if (before == null || before.despatched()) {
      return;
    }
    lines.remove(name);
    release(before);
    serve();
  }

  private void resize(FedBatch change) {
    changes++;
    Lot before = lots.get(change.batchref());
    long held = before == null ? 0 : before.held();
    lots.put(
        change.batchref(),
        new Lot(change.batchref(), change.eta().orElse(null), change.units(), held));
    List<LineName> newest =
        lines.entrySet().stream()
            .filter(each -> change.batchref().equals(each.getValue().batchref()))
            .filter(each -> !each.getValue().despatched())
            .sorted(Comparator.comparing(each -> -each.getValue().got()))
            .map(Map.Entry::getKey)
            .toList();
    for (LineName name : newest) {
      if (lots.get(change.batchref()).free() >= 0) {
        break;
      }
      WantedUnits cut = lines.get(name);
      release(cut);
      lines.put(name, cut.from(null, 0));
    }
    serve();
  }

  private void release(WantedUnits line) {
    if (line != null && line.batchref() != null) {
      lots.computeIfPresent(line.batchref(), (any, lot) -> lot.holding(-line.units()));
    }
  }

  /** Gives a line units, if a batch has room. */
  private void give(LineName name) {
    WantedUnits line = lines.get(name);
    lots.values().stream()
        .filter(lot -> lot.free() >= line.units())
        .min(PREFERENCE)
        .ifPresent(
            lot -> {
              changes++;
              lots.put(lot.batchref(), lot.holding(line.units()));
              lines.put(name, line.from(lot.batchref(), changes));
            });
  }

  private void serve() {
    List<LineName> waiting = new ArrayList<>();
    lines.forEach(
        (name, line) -> {
          if (line.batchref() == null) {
            waiting.add(name);
          }
        });
    waiting.sort(Comparator.comparing(name -> lines.get(name).came()));
    waiting.forEach(this::give);
  }

  private static int byCodePoints(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }
}
