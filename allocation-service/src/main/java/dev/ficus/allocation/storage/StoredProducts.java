package dev.ficus.allocation.storage;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Batch;
import dev.ficus.allocation.product.Changes;
import dev.ficus.allocation.product.CodePointOrder;
import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.OrderLine;
import dev.ficus.allocation.product.OrderLine.Allocation;
import dev.ficus.allocation.product.OrderLine.Wanted;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Products;
import dev.ficus.allocation.product.StoredLines;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Products in PostgreSQL. Of each product only what the commands need is read: its row, the open
 * batches, the batches and lines that are named. Two transactions never hold one product: its row
 * is locked, in SKU order, so that groups wait for each other instead of failing.
 */
@ApplicationScoped
class StoredProducts implements Products {
  private static final int PAGE = 200;

  private final EntityManager entities;
  private final Rows.Products products;
  private final Rows.Batches batches;
  private final Rows.OrderLines lines;
  private final Rows.Allocations allocations;

  StoredProducts(
      EntityManager entities,
      Rows.Products products,
      Rows.Batches batches,
      Rows.OrderLines lines,
      Rows.Allocations allocations) {
    this.entities = entities;
    this.products = products;
    this.batches = batches;
    this.lines = lines;
    this.allocations = allocations;
  }

  @Override
  public Taken take(Collection<? extends Command> commands) {
    Map<String, String> skuOfBatch = skuOfBatch(commands);
    Set<String> skus = new TreeSet<>(CodePointOrder.INSTANCE);
    Set<String> created = new TreeSet<>(CodePointOrder.INSTANCE);
    Set<BatchRow.Key> namedBatches = new HashSet<>();
    Set<OrderLineRow.Key> namedLines = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.OfBatch batch) {
        String owner = skuOfBatch.get(batch.batchref());
        if (owner != null) {
          skus.add(owner);
          namedBatches.add(new BatchRow.Key(owner, batch.batchref()));
        }
        if (command instanceof Command.CreateBatch) {
          created.add(owner);
        }
      } else if (command instanceof Command.OfLine line) {
        skus.add(line.sku());
        namedLines.add(new OrderLineRow.Key(line.orderid(), line.sku(), line.lineid()));
      }
    }
    insertMissing(created);
    List<ProductRow> locked = skus.isEmpty() ? List.of() : products.lock(skus);

    Map<OrderLineRow.Key, AllocationRow> held =
        allocations.named(namedLines).stream()
            .collect(Collectors.toMap(StoredProducts::key, row -> row));
    held.values().forEach(row -> namedBatches.add(new BatchRow.Key(row.sku, row.batchref)));
    Map<String, List<OrderLine>> linesOf =
        lines.named(namedLines).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.sku,
                    Collectors.mapping(
                        row -> line(row, Optional.ofNullable(held.get(key(row)))),
                        Collectors.toList())));
    Map<String, List<Batch>> batchesOf =
        Stream.concat(
                locked.isEmpty() ? Stream.empty() : batches.open(skus).stream(),
                batches.named(namedBatches).stream())
            .distinct()
            .collect(
                Collectors.groupingBy(
                    row -> row.sku,
                    Collectors.mapping(StoredProducts::batch, Collectors.toList())));

    Map<String, Product> taken = new HashMap<>();
    for (ProductRow row : locked) {
      taken.put(
          row.sku,
          new Product(
              row.sku,
              row.sequence,
              row.outOfStockSince != null,
              batchesOf.getOrDefault(row.sku, List.of()),
              linesOf.getOrDefault(row.sku, List.of()),
              new Pages(row.sku)));
    }
    skus.forEach(sku -> taken.computeIfAbsent(sku, Product::unknown));
    return new Taken(taken, skuOfBatch);
  }

  @Override
  public void await(Command command) {
    boolean created;
    if (command instanceof Command.OfBatch batch) {
      created = !keepReference(batch.batchref());
    } else {
      insertMissing(Set.of(command.sku()));
      created = products.lock(List.of(command.sku())).get(0).sequence > 0;
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
    changes.forEach(change -> change.lines().forEach(line -> giveBack(change.sku(), line)));
    entities.flush();
    changes.forEach(change -> change.created().forEach(batch -> insert(change.sku(), batch)));
    changes.forEach(change -> change.changed().forEach(batch -> update(change.sku(), batch)));
    // A batch must have grown before more is given out of it.
    entities.flush();
    changes.forEach(change -> change.lines().forEach(line -> write(change.sku(), line)));
    changes.forEach(change -> change.lines().forEach(line -> giveOut(change.sku(), line)));
    entities.flush();
    advance(changes, at);
  }

  private void insertMissing(Set<String> skus) {
    if (!skus.isEmpty()) {
      entities
          .createNativeQuery(
              """
              insert into product (sku)
              select sku from unnest(:skus) as named (sku)
              on conflict do nothing
              """)
          .setParameter("skus", skus.toArray(String[]::new))
          .executeUpdate();
    }
  }

  /**
   * The owners of the batches that the commands name. A reference is given away in its order, so
   * that two transactions that want the same ones wait for each other.
   */
  private Map<String, String> skuOfBatch(Collection<? extends Command> commands) {
    Set<String> named = new HashSet<>();
    Map<String, String> wanted = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Command command : commands) {
      if (command instanceof Command.OfBatch batch) {
        named.add(batch.batchref());
        if (command instanceof Command.CreateBatch) {
          wanted.putIfAbsent(batch.batchref(), batch.sku());
        }
      }
    }
    if (!wanted.isEmpty()) {
      entities
          .createNativeQuery(
              """
              insert into batch_reference (batchref, sku)
              select batchref, sku from unnest(:refs, :skus) as wanted (batchref, sku)
              on conflict (batchref) do update set sku = excluded.sku
              where batch_reference.sku is null
              """)
          .setParameter("refs", wanted.keySet().toArray(String[]::new))
          .setParameter("skus", wanted.values().toArray(String[]::new))
          .executeUpdate();
    }
    Map<String, String> skuOfBatch = new HashMap<>();
    if (!named.isEmpty()) {
      List<?> owned =
          entities
              .createNativeQuery(
                  "select batchref, sku from batch_reference"
                      + " where batchref = any (:refs) and sku is not null")
              .setParameter("refs", named.toArray(String[]::new))
              .getResultList();
      for (Object row : owned) {
        Object[] pair = (Object[]) row;
        skuOfBatch.put((String) pair[0], (String) pair[1]);
      }
    }
    return skuOfBatch;
  }

  /** Whether the reference is still nobody's; it stays so until the end of the transaction. */
  private boolean keepReference(String batchref) {
    entities
        .createNativeQuery(
            "insert into batch_reference (batchref) values (:ref) on conflict do nothing")
        .setParameter("ref", batchref)
        .executeUpdate();
    return entities
            .createNativeQuery(
                "select sku from batch_reference where batchref = :ref for update", String.class)
            .setParameter("ref", batchref)
            .getSingleResult()
        == null;
  }

  private final class Pages implements StoredLines {
    private final String sku;

    Pages(String sku) {
      this.sku = sku;
    }

    @Override
    public List<OrderLine> backordered(long arrival, int largest) {
      return lines.backordered(sku, arrival, largest, PAGE).stream()
          .map(row -> line(row, Optional.empty()))
          .toList();
    }

    @Override
    public List<OrderLine> allocated(String batchref, long before) {
      return allocations.newest(sku, batchref, before, PAGE).stream()
          .map(held -> line(held.line(), Optional.of(held.allocation())))
          .toList();
    }
  }

  private void giveBack(String sku, Changes.Line line) {
    Optional<Allocation> before = line.before().flatMap(OrderLine::allocation);
    if (before.isPresent() && !before.equals(line.after().allocation())) {
      allocations.delete(allocations.findById(key(sku, line.after().key())));
    }
  }

  private void giveOut(String sku, Changes.Line line) {
    Optional<Allocation> after = line.after().allocation();
    if (after.isPresent() && !after.equals(line.before().flatMap(OrderLine::allocation))) {
      AllocationRow row = new AllocationRow();
      row.orderid = line.after().key().orderid();
      row.sku = sku;
      row.lineid = line.after().key().lineid();
      row.batchref = after.get().batchref();
      row.qty = after.get().qty();
      row.sequence = after.get().sequence();
      allocations.persist(row);
    }
  }

  private void insert(String sku, Batch batch) {
    BatchRow row = new BatchRow();
    row.sku = sku;
    row.batchref = batch.reference();
    row.originalQty = batch.originalQty();
    row.originalEta = batch.originalEta();
    write(row, batch);
    batches.persist(row);
  }

  private void update(String sku, Batch batch) {
    write(batches.findById(new BatchRow.Key(sku, batch.reference())), batch);
  }

  private static void write(BatchRow row, Batch batch) {
    row.qty = batch.purchased();
    row.eta = batch.eta();
    row.quantityRevision = boxed(batch.quantityRevision());
    row.etaRevision = boxed(batch.etaRevision());
  }

  private void write(String sku, Changes.Line change) {
    OrderLine line = change.after();
    OrderLineRow row =
        change.before().isPresent() ? lines.findById(key(sku, line.key())) : new OrderLineRow();
    row.qty = line.wanted().map(Wanted::qty).orElse(null);
    row.wantedRevision = line.wanted().map(Wanted::revision).orElse(null);
    row.cancelledRevision = boxed(line.cancelled());
    row.despatchedRevision = boxed(line.despatched());
    row.arrival = boxed(line.arrival());
    row.state = line.state();
    if (change.before().isEmpty()) {
      row.orderid = line.key().orderid();
      row.sku = sku;
      row.lineid = line.key().lineid();
      lines.persist(row);
    }
  }

  /** The row is locked; that its sequence is still the one that was read is the proof of it. */
  private void advance(List<Changes> changes, Instant at) {
    int advanced =
        entities
            .createNativeQuery(
                """
                update product
                set sequence = change.after,
                    out_of_stock_since =
                      case when change.out_of_stock then coalesce(out_of_stock_since, :at) end
                from unnest(:skus, :before, :after, :out)
                  as change (sku, before, after, out_of_stock)
                where product.sku = change.sku and product.sequence = change.before
                """)
            .setParameter("at", at)
            .setParameter("skus", changes.stream().map(Changes::sku).toArray(String[]::new))
            .setParameter(
                "before", changes.stream().map(Changes::storedSequence).toArray(Long[]::new))
            .setParameter("after", changes.stream().map(Changes::sequence).toArray(Long[]::new))
            .setParameter("out", changes.stream().map(Changes::outOfStock).toArray(Boolean[]::new))
            .executeUpdate();
    if (advanced != changes.size()) {
      throw new IllegalStateException(
          "%d of %d products were changed while they were locked"
              .formatted(changes.size() - advanced, changes.size()));
    }
  }

  private static OrderLine line(OrderLineRow row, Optional<AllocationRow> held) {
    return new OrderLine(
        new LineKey(row.orderid, row.lineid),
        Optional.ofNullable(row.qty).map(qty -> new Wanted(qty, row.wantedRevision)),
        optional(row.cancelledRevision),
        optional(row.despatchedRevision),
        optional(row.arrival),
        held.map(
            allocation ->
                new Allocation(allocation.batchref, allocation.qty, allocation.sequence)));
  }

  private static Batch batch(BatchRow row) {
    return new Batch(
        row.batchref,
        row.originalQty,
        row.originalEta,
        row.qty,
        row.eta,
        row.allocated,
        optional(row.quantityRevision),
        optional(row.etaRevision));
  }

  private static OrderLineRow.Key key(String sku, LineKey line) {
    return new OrderLineRow.Key(line.orderid(), sku, line.lineid());
  }

  private static OrderLineRow.Key key(OrderLineRow row) {
    return new OrderLineRow.Key(row.orderid, row.sku, row.lineid);
  }

  private static OrderLineRow.Key key(AllocationRow row) {
    return new OrderLineRow.Key(row.orderid, row.sku, row.lineid);
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
