package dev.ficus.allocation.outbox;

import static dev.ficus.allocation.storage.GroupSql.column;

import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Outbox;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.storage.GroupSql;
import dev.ficus.allocation.wire.EventJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The outbox in PostgreSQL; wakes the relay when the transaction that filled it is committed. */
@ApplicationScoped
class StoredOutbox implements Outbox {
  private static final Object WAKES_RELAY = new Object();

  private static final Map<Class<? extends Command.OfBatch>, String> CHANGED_BY =
      Map.of(
          Command.ChangeBatchQuantity.class, "batch_quantity_changed",
          Command.ChangeBatchEta.class, "batch_eta_changed");

  private final GroupSql sql;
  private final TransactionSynchronizationRegistry transaction;
  private final RelaySignal signal;

  StoredOutbox(GroupSql sql, TransactionSynchronizationRegistry transaction, RelaySignal signal) {
    this.sql = sql;
    this.transaction = transaction;
    this.signal = signal;
  }

  private record OutboxRow(String subject, long sequence, Event event, Cause cause) {}

  @Override
  public void append(List<CausedEvent> entries, Instant at) {
    insert(
        "product",
        entries.stream()
            .map(
                entry ->
                    new OutboxRow(
                        entry.raised().event().sku(),
                        entry.raised().sequence(),
                        entry.raised().event(),
                        entry.cause()))
            .toList(),
        at);
  }

  @Override
  public void append(Event.OfCommand event, Cause cause, Instant at) {
    long last =
        sql.query(
                "select coalesce(max(sequence), 0) from outbox where topic = 'command' and subject = ?",
                row -> row.getLong(1),
                event.messageId())
            .get(0);
    insert("command", List.of(new OutboxRow(event.messageId(), last + 1, event, cause)), at);
  }

  @Override
  public boolean hasChangedSince(Command.OfBatch change, Instant since) {
    return sql.query(
            """
            select exists (
              select from outbox
              where topic = 'product'
                and subject = (select sku from batch_reference where batchref = ?)
                and type = ? and occurred_at >= ?
                and body::json ->> 'batchref' = ?)
            """,
            row -> row.getBoolean(1),
            change.batchref(),
            CHANGED_BY.get(change.getClass()),
            since.atOffset(ZoneOffset.UTC),
            change.batchref())
        .get(0);
  }

  private void insert(String topic, List<OutboxRow> rows, Instant at) {
    if (rows.isEmpty()) {
      return;
    }
    sql.update(
        """
        insert into outbox
          (generation, topic, occurred_at, subject, sequence, shard, type, body, correlation_id, traceparent,
           caused_by, who)
        select (select current_generation()), ?, ?, * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        topic,
        at.atOffset(ZoneOffset.UTC),
        column(rows, String[]::new, OutboxRow::subject),
        column(rows, Long[]::new, OutboxRow::sequence),
        column(rows, Short[]::new, row -> Shards.of(row.subject())),
        column(rows, String[]::new, row -> Names.of(row.event())),
        column(rows, String[]::new, row -> EventJson.body(row.event())),
        column(rows, String[]::new, row -> row.cause().correlationId()),
        column(rows, String[]::new, row -> row.cause().traceparent()),
        column(rows, String[]::new, row -> row.cause().messageId()),
        column(rows, String[]::new, row -> row.cause().who()));
    wakeRelayAfterCommit();
  }

  private void wakeRelayAfterCommit() {
    if (transaction.getResource(WAKES_RELAY) != null) {
      return;
    }
    transaction.putResource(WAKES_RELAY, WAKES_RELAY);
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is sent inside the transaction.
          }

          @Override
          public void afterCompletion(int status) {
            signal.wake();
          }
        });
  }
}
