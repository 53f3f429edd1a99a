package dev.ficus.allocation.product;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The lines of one product: those that were loaded or changed, and behind them the stored ones,
 * read page by page. A line that is here is newer than its stored row.
 */
final class ProductLines {
  private final Map<LineKey, OrderLine> loaded = new LinkedHashMap<>();
  private final Map<LineKey, Optional<OrderLine>> before = new LinkedHashMap<>();
  private final StoredLines stored;

  ProductLines(Collection<OrderLine> lines, StoredLines stored) {
    this.stored = stored;
    load(lines);
  }

  /** Adds stored lines; one that is here already is newer and stays. */
  void load(Collection<OrderLine> lines) {
    lines.forEach(line -> loaded.putIfAbsent(line.key(), line));
  }

  /** The line with this key, if it was loaded or seen since. */
  Optional<OrderLine> get(LineKey key) {
    return Optional.ofNullable(loaded.get(key));
  }

  void put(OrderLine line) {
    OrderLine replaced = loaded.put(line.key(), line);
    before.putIfAbsent(line.key(), Optional.ofNullable(replaced));
  }

  /** Every line that was put, once. */
  List<Changes.ChangedLine> changed() {
    return before.entrySet().stream()
        .map(entry -> new Changes.ChangedLine(entry.getValue(), loaded.get(entry.getKey())))
        .toList();
  }

  /**
   * The lines that are allocated from a batch and may lose their units, in the order in which it
   * gives them up.
   */
  Iterator<OrderLine> allocatedFrom(Batch batch) {
    return new LinesByTurn(
        NewestAllocationFirst::turn,
        -Long.MAX_VALUE,
        after -> stored.allocated(batch.reference(), -after),
        line ->
            line.state() == OrderLine.LineState.ALLOCATED
                && line.allocation().get().batchref().equals(batch.reference()));
  }

  /**
   * The backordered lines, in the order in which they are served.
   *
   * @param largest how many units a line may want at most, asked again for each page; the stored
   *     lines that want more are not read
   */
  Iterator<OrderLine> backordered(IntSupplier largest) {
    return new LinesByTurn(
        EarliestArrivalFirst::turn,
        0,
        after -> {
          int most = largest.getAsInt();
          return most == 0 ? List.of() : stored.backordered(after, most);
        },
        line -> line.state() == OrderLine.LineState.BACKORDERED);
  }

  /** The stored lines by turn, each page together with the loaded lines that belong into it. */
  private final class LinesByTurn implements Iterator<OrderLine> {
    private final ToLongFunction<OrderLine> turn;
    private final LongFunction<List<OrderLine>> pageAfter;
    private final Predicate<OrderLine> isMeant;
    private Iterator<OrderLine> page = Collections.emptyIterator();
    private long after;
    private boolean more = true;

    LinesByTurn(
        ToLongFunction<OrderLine> turn,
        long after,
        LongFunction<List<OrderLine>> pageAfter,
        Predicate<OrderLine> isMeant) {
      this.turn = turn;
      this.after = after;
      this.pageAfter = pageAfter;
      this.isMeant = isMeant;
    }

    @Override
    public boolean hasNext() {
      while (more && !page.hasNext()) {
        page = read().iterator();
      }
      return page.hasNext();
    }

    @Override
    public OrderLine next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }

    private List<OrderLine> read() {
      List<OrderLine> rows = pageAfter.apply(after);
      more = !rows.isEmpty();
      long from = after;
      long until = more ? turn.applyAsLong(rows.get(rows.size() - 1)) : Long.MAX_VALUE;
      rows.forEach(row -> loaded.putIfAbsent(row.key(), row));
      after = until;
      return loaded.values().stream()
          .filter(isMeant)
          .filter(line -> turn.applyAsLong(line) > from && turn.applyAsLong(line) <= until)
          .sorted(Comparator.comparingLong(turn))
          .toList();
    }
  }
}
