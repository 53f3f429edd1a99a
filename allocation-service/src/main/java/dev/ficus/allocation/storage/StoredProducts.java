package dev.ficus.allocation.storage;

import static dev.ficus.allocation.storage.GroupSql.column;
import static dev.ficus.allocation.storage.GroupSql.optional;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Batch;
import dev.ficus.allocation.product.Changes;
import dev.ficus.allocation.product.CodePointOrder;
import dev.ficus.allocation.product.Openness;
import dev.ficus.allocation.product.OrderLine;
import dev.ficus.allocation.product.OrderLine.Allocation;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Products in PostgreSQL. Of each product only what the commands need is read: its row, the open
 * batches, the batches and lines that are named. Two transactions never hold one product: its row
 * is locked, in SKU order, so that groups wait for each other instead of failing.
 */
@ApplicationScoped
class StoredProducts implements Products {
  private final GroupSql sql;
  private final BatchReferences references;
  private final LineTable lines;

  StoredProducts(GroupSql sql, BatchReferences references, LineTable lines) {
    this.sql = sql;
    this.references = references;
    this.lines = lines;
  }

  private record ProductRow(String sku, long sequence, boolean outOfStock, Openness openness) {}

  @Override
  public LoadedProducts load(Collection<? extends Command> commands) {
    Map<String, String> skuOfBatch = references.owners(commands);
    Set<String> skus = new TreeSet<>(CodePointOrder.INSTANCE);
    Set<String> created = new TreeSet<>(CodePointOrder.INSTANCE);
    Set<BatchTable.BatchKey> namedBatches = new HashSet<>();
    Set<LineTable.OrderLineKey> namedLines = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.OfBatch batch) {
        String owner = skuOfBatch.get(batch.batchref());
        if (owner != null) {
          skus.add(owner);
          namedBatches.add(new BatchTable.BatchKey(owner, batch.batchref()));
        }
        if (command instanceof Command.CreateBatch) {
          created.add(owner);
        }
      } else if (command instanceof Command.OfLine line) {
        skus.add(line.sku());
        namedLines.add(key(line));
      } else if (command instanceof Command.OfOpenness) {
        // Also of a product that was never purchased it is kept whether it is open.
        skus.add(command.sku());
        created.add(command.sku());
      }
    }
    insertMissing(created);
    Map<String, Product> loaded =
        skus.isEmpty() ? new HashMap<>() : load(skus, namedBatches, namedLines);
    skus.forEach(sku -> loaded.computeIfAbsent(sku, Product::unknown));
    return new LoadedProducts(loaded, skuOfBatch);
  }

  private Map<String, Product> load(
      Set<String> skus,
      Set<BatchTable.BatchKey> namedBatches,
      Set<LineTable.OrderLineKey> namedLines) {
    BatchedRoundTrip trip = sql.trip();
    // First of all: what is read after it is as the last holder of the lock has left it.
    List<ProductRow> locked = lock(trip, skus);
    List<BatchTable.BatchRow> open = BatchTable.open(trip, skus);
    List<LineTable.LineRow> known = LineTable.named(trip, namedLines);
    trip.go();
    Set<BatchTable.BatchKey> others = new HashSet<>(namedBatches);
    known.stream().flatMap(line -> line.batch().stream()).forEach(others::add);
    open.stream().map(BatchTable.BatchRow::key).forEach(others::remove);
    BatchedRoundTrip again = sql.trip();
    List<BatchTable.BatchRow> full = BatchTable.full(again, others);
    again.go();
    Map<String, List<Batch>> batches =
        Stream.concat(open.stream(), full.stream())
            .collect(
                groupingBy(
                    BatchTable.BatchRow::sku, mapping(BatchTable.BatchRow::batch, toList())));
    Map<String, List<OrderLine>> named =
        known.stream()
            .collect(
                groupingBy(LineTable.LineRow::sku, mapping(LineTable.LineRow::line, toList())));
    Map<String, Product> loaded = new HashMap<>();
    for (ProductRow row : locked) {
      loaded.put(
          row.sku,
          new Product(
              row.sku,
              row.sequence,
              row.outOfStock,
              row.openness,
              batches.getOrDefault(row.sku, List.of()),
              named.getOrDefault(row.sku, List.of()),
              lines.of(row.sku)));
    }
    return loaded;
  }

  @Override
  public void loadLines(LoadedProducts loaded, Collection<? extends Command> commands) {
    Set<LineTable.OrderLineKey> named = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.OfLine line) {
        named.add(key(line));
      }
    }
    BatchedRoundTrip trip = sql.trip();
    List<LineTable.LineRow> known = LineTable.named(trip, named);
    trip.go();
    Set<BatchTable.BatchKey> held = new HashSet<>();
    known.stream().flatMap(line -> line.batch().stream()).forEach(held::add);
    BatchedRoundTrip again = sql.trip();
    // Those with free units are loaded with their product.
    List<BatchTable.BatchRow> full = BatchTable.full(again, held);
    again.go();
    full.forEach(row -> loaded.bySku().get(row.sku()).load(List.of(row.batch()), List.of()));
    known.forEach(row -> loaded.bySku().get(row.sku()).load(List.of(), List.of(row.line())));
  }

  private static LineTable.OrderLineKey key(Command.OfLine line) {
    return new LineTable.OrderLineKey(line.orderid(), line.sku(), line.lineid());
  }

  @Override
  public void await(Command command) {
    boolean created;
    if (command instanceof Command.OfBatch batch) {
      created = !references.keep(batch.batchref());
    } else {
      insertMissing(Set.of(command.sku()));
      BatchedRoundTrip trip = sql.trip();
      List<ProductRow> locked = lock(trip, List.of(command.sku()));
      trip.go();
      created = locked.get(0).sequence > 0;
    }
    if (created) {
      throw new ConcurrentModificationException("what is waited for has just come: " + command);
    }
  }

  @Override
  public void save(Collection<Product> changed, Instant at) {
    List<Changes> changes =
        changed.stream().map(Product::changes).filter(change -> !change.isEmpty()).toList();
    if (changes.isEmpty()) {
      return;
    }
    BatchedRoundTrip trip = sql.trip();
    // Units must be released before they are allocated again, or the batch looks oversold.
    LineTable.deleteAllocations(trip, lines(changes, StoredProducts::losesUnits));
    BatchTable.insert(trip, batches(changes, Changes::created));
    // A batch must have grown before more of it is allocated.
    BatchTable.update(trip, batches(changes, Changes::changed));
    LineTable.insert(trip, lines(changes, line -> line.before().isEmpty()));
    LineTable.update(trip, lines(changes, line -> line.before().isPresent()));
    LineTable.insertAllocations(trip, lines(changes, StoredProducts::gainsUnits));
    advance(trip, changes, at);
    setOpenness(trip, changes.stream().filter(each -> each.openness().isPresent()).toList());
    trip.go();
  }

  private static boolean losesUnits(Changes.ChangedLine line) {
    return before(line).isPresent() && !before(line).equals(line.after().allocation());
  }

  private static boolean gainsUnits(Changes.ChangedLine line) {
    return line.after().allocation().isPresent() && !before(line).equals(line.after().allocation());
  }

  private static Optional<Allocation> before(Changes.ChangedLine line) {
    return line.before().flatMap(OrderLine::allocation);
  }

  private static List<LineTable.LineRow> lines(
      List<Changes> changes, Predicate<Changes.ChangedLine> which) {
    return changes.stream()
        .flatMap(
            change ->
                change.lines().stream()
                    .filter(which)
                    .map(line -> new LineTable.LineRow(change.sku(), line.after())))
        .toList();
  }

  private static List<BatchTable.BatchRow> batches(
      List<Changes> changes, Function<Changes, List<Batch>> which) {
    return changes.stream()
        .flatMap(
            change ->
                which.apply(change).stream()
                    .map(batch -> new BatchTable.BatchRow(change.sku(), batch)))
        .toList();
  }

  private void insertMissing(Set<String> skus) {
    if (!skus.isEmpty()) {
      sql.update(
          """
          insert into product (sku) select sku from unnest(?) as named (sku) on conflict do nothing
          """,
          (Object) skus.toArray(String[]::new));
    }
  }

  private static List<ProductRow> lock(BatchedRoundTrip trip, Collection<String> skus) {
    return trip.query(
        """
        select sku, sequence, out_of_stock_since is not null as out_of_stock, closed,
          opening_revision
        from product where sku = any (?) order by sku for update
        """,
        row ->
            new ProductRow(
                row.getString("sku"),
                row.getLong("sequence"),
                row.getBoolean("out_of_stock"),
                new Openness(row.getBoolean("closed"), optional(row, "opening_revision"))),
        (Object) skus.toArray(String[]::new));
  }

  /** The row is locked; that its sequence is still the one that was read is the proof of it. */
  private static void advance(BatchedRoundTrip trip, List<Changes> changes, Instant at) {
    trip.update(
        """
        update product
        set sequence = change.after,
            out_of_stock_since =
              case when change.out_of_stock then coalesce(out_of_stock_since, ?) end
        from unnest(?, ?, ?, ?) as change (sku, before, after, out_of_stock)
        where product.sku = change.sku and product.sequence = change.before
        """,
        advanced -> {
          if (advanced != changes.size()) {
            throw new IllegalStateException(
                "%d of %d products were changed while they were locked"
                    .formatted(changes.size() - advanced, changes.size()));
          }
        },
        at.atOffset(ZoneOffset.UTC),
        column(changes, String[]::new, Changes::sku),
        column(changes, Long[]::new, Changes::storedSequence),
        column(changes, Long[]::new, Changes::sequence),
        column(changes, Boolean[]::new, Changes::outOfStock));
  }

  /** Apart from the numbers, which change with nearly every group. */
  private static void setOpenness(BatchedRoundTrip trip, List<Changes> changes) {
    if (!changes.isEmpty()) {
      trip.update(
          """
          update product set closed = change.closed, opening_revision = change.revision
          from unnest(?, ?, ?) as change (sku, closed, revision)
          where product.sku = change.sku
          """,
          column(changes, String[]::new, Changes::sku),
          column(changes, Boolean[]::new, change -> change.openness().orElseThrow().isClosed()),
          column(
              changes,
              Long[]::new,
              change -> change.openness().orElseThrow().revision().getAsLong()));
    }
  }
}
