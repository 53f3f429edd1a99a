package dev.ficus.allocation.storage;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.CodePointOrder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Batch references, each with the SKU that it belongs to; a reference is given away once. */
@ApplicationScoped
class BatchReferences {
  private final GroupSql sql;

  BatchReferences(GroupSql sql) {
    this.sql = sql;
  }

  /**
   * The owners of the batches that the commands name, without those that nobody created. What the
   * commands create is given away first, to the first who asks. This happens in the order of the
   * references, so that two transactions that want the same ones wait for each other.
   */
  Map<String, String> owners(Collection<? extends Command> commands) {
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
      sql.update(
          """
          insert into batch_reference (batchref, sku)
          select batchref, sku from unnest(?, ?) as wanted (batchref, sku)
          on conflict (batchref) do update set sku = excluded.sku
          where batch_reference.sku is null
          """,
          wanted.keySet().toArray(String[]::new),
          wanted.values().toArray(String[]::new));
    }
    Map<String, String> owners = new HashMap<>();
    if (!named.isEmpty()) {
      sql.query(
          """
          select batchref, sku from batch_reference where batchref = any (?) and sku is not null
          """,
          row -> owners.put(row.getString(1), row.getString(2)),
          (Object) named.toArray(String[]::new));
    }
    return owners;
  }

  /** Whether the reference is still nobody's; it stays so until the end of the transaction. */
  boolean keep(String batchref) {
    sql.update(
        "insert into batch_reference (batchref) values (?) on conflict do nothing", batchref);
    return sql.query(
            "select sku is null from batch_reference where batchref = ? for update",
            row -> row.getBoolean(1),
            batchref)
        .get(0);
  }
}
