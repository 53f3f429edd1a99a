package dev.ficus.allocation.storage;

import static dev.ficus.allocation.storage.GroupSql.column;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Batch;
import dev.ficus.allocation.product.Changes;
import dev.ficus.allocation.product.CodePointOrder;
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

/**
 * Products in PostgreSQL. Of each product only what the commands need is read: its row, the open
 * batches, the batches and lines that are named. Two transactions never hold one product: its row
 * is locked, in SKU order, so that groups wait for each other instead of failing.
 */
@ApplicationScoped
class StoredProducts implements Products {
  private final GroupSql sql;
  private final BatchReferences references;
  private final BatchTable batches;
  private final LineTable lines;

  StoredProducts(GroupSql sql, BatchReferences references, BatchTable batches, LineTable lines) {
    this.sql = sql;
    this.references = references;
    this.batches = batches;
    this.lines = lines;
  }

  private record Row(String sku, long sequence, boolean outOfStock) {}

  @Override
  public Taken take(Collection<? extends Command> commands) {
    Map<String, String> skuOfBatch = references.owners(commands);
    Set<String> skus = new TreeSet<>(CodePointOrder.INSTANCE);
    Set<String> created = new TreeSet<>(CodePointOrder.INSTANCE);
    Set<BatchTable.Key> namedBatches = new HashSet<>();
    Set<LineTable.Key> namedLines = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.OfBatch batch) {
        String owner = skuOfBatch.get(batch.batchref());
        if (owner != null) {
          skus.add(owner);
          namedBatches.add(new BatchTable.Key(owner, batch.batchref()));
        }
        if (command instanceof Command.CreateBatch) {
          created.add(owner);
        }
      } else if (command instanceof Command.OfLine line) {
        skus.add(line.sku());
        namedLines.add(new LineTable.Key(line.orderid(), line.sku(), line.lineid()));
      }
    }
    insertMissing(created);
    Map<String, Product> taken = new HashMap<>();
    List<Row> locked = skus.isEmpty() ? List.of() : lock(skus);
    if (!locked.isEmpty()) {
      Map<String, List<OrderLine>> linesOf =
          namedLines.isEmpty() ? Map.of() : lines.named(namedLines);
      linesOf.forEach(
          (sku, known) ->
              known.stream()
                  .flatMap(line -> line.allocation().stream())
                  .forEach(held -> namedBatches.add(new BatchTable.Key(sku, held.batchref()))));
      Map<String, List<Batch>> batchesOf = batches.openOrNamed(skus, namedBatches);
      for (Row row : locked) {
        taken.put(
            row.sku,
            new Product(
                row.sku,
                row.sequence,
                row.outOfStock,
                batchesOf.getOrDefault(row.sku, List.of()),
                linesOf.getOrDefault(row.sku, List.of()),
                lines.of(row.sku)));
      }
    }
    skus.forEach(sku -> taken.computeIfAbsent(sku, Product::unknown));
    return new Taken(taken, skuOfBatch);
  }

  @Override
  public void await(Command command) {
    boolean created;
    if (command instanceof Command.OfBatch batch) {
      created = !references.keep(batch.batchref());
    } else {
      insertMissing(Set.of(command.sku()));
      created = lock(List.of(command.sku())).get(0).sequence > 0;
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
    // What is given back must be gone before it is given out again, or the batch looks oversold.
    lines.giveBack(lines(changes, StoredProducts::givesBack));
    batches.insert(batches(changes, Changes::created));
    // A batch must have grown before more is given out of it.
    batches.update(batches(changes, Changes::changed));
    lines.insert(lines(changes, line -> line.before().isEmpty()));
    lines.update(lines(changes, line -> line.before().isPresent()));
    lines.giveOut(lines(changes, StoredProducts::givesOut));
    advance(changes, at);
  }

  private static boolean givesBack(Changes.Line line) {
    return before(line).isPresent() && !before(line).equals(line.after().allocation());
  }

  private static boolean givesOut(Changes.Line line) {
    return line.after().allocation().isPresent() && !before(line).equals(line.after().allocation());
  }

  private static Optional<Allocation> before(Changes.Line line) {
    return line.before().flatMap(OrderLine::allocation);
  }

  private static List<LineTable.Row> lines(List<Changes> changes, Predicate<Changes.Line> which) {
    return changes.stream()
        .flatMap(
            change ->
                change.lines().stream()
                    .filter(which)
                    .map(line -> new LineTable.Row(change.sku(), line.after())))
        .toList();
  }

  private static List<BatchTable.Row> batches(
      List<Changes> changes, Function<Changes, List<Batch>> which) {
    return changes.stream()
        .flatMap(
            change ->
                which.apply(change).stream().map(batch -> new BatchTable.Row(change.sku(), batch)))
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

  private List<Row> lock(Collection<String> skus) {
    return sql.query(
        """
        select sku, sequence, out_of_stock_since is not null as out_of_stock
        from product where sku = any (?) order by sku for update
        """,
        row ->
            new Row(row.getString("sku"), row.getLong("sequence"), row.getBoolean("out_of_stock")),
        (Object) skus.toArray(String[]::new));
  }

  /** The row is locked; that its sequence is still the one that was read is the proof of it. */
  private void advance(List<Changes> changes, Instant at) {
    int advanced =
        sql.update(
            """
            update product
            set sequence = change.after,
                out_of_stock_since =
                  case when change.out_of_stock then coalesce(out_of_stock_since, ?) end
            from unnest(?, ?, ?, ?) as change (sku, before, after, out_of_stock)
            where product.sku = change.sku and product.sequence = change.before
            """,
            at.atOffset(ZoneOffset.UTC),
            column(changes, String[]::new, Changes::sku),
            column(changes, Long[]::new, Changes::storedSequence),
            column(changes, Long[]::new, Changes::sequence),
            column(changes, Boolean[]::new, Changes::outOfStock));
    if (advanced != changes.size()) {
      throw new IllegalStateException(
          "%d of %d products were changed while they were locked"
              .formatted(changes.size() - advanced, changes.size()));
    }
  }
}
