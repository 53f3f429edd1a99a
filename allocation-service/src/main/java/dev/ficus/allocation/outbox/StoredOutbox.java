package dev.ficus.allocation.outbox;

import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Outbox;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.product.Raised;
import dev.ficus.allocation.wire.EventJson;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.Map;

/** The outbox in PostgreSQL; wakes the relay when the transaction that filled it is committed. */
@ApplicationScoped
class StoredOutbox implements Outbox, PanacheRepositoryBase<OutboxRow, OutboxRow.Key> {
  private static final Object WAKES_RELAY = new Object();

  private static final Map<Class<? extends Command.OfBatch>, String> CHANGED_BY =
      Map.of(
          Command.ChangeBatchQuantity.class, "batch_quantity_changed",
          Command.ChangeBatchEta.class, "batch_eta_changed");

  private final TransactionSynchronizationRegistry transaction;
  private final RelaySignal signal;

  StoredOutbox(TransactionSynchronizationRegistry transaction, RelaySignal signal) {
    this.transaction = transaction;
    this.signal = signal;
  }

  @Override
  public void append(Raised raised, Cause cause, Instant at) {
    append("product", raised.event().sku(), raised.sequence(), raised.event(), cause, at);
  }

  @Override
  public void append(Event.OfCommand event, Cause cause, Instant at) {
    long last = count("topic = 'command' and subject = ?1", event.messageId());
    append("command", event.messageId(), last + 1, event, cause, at);
  }

  @Override
  public boolean tellsOfChange(Command.OfBatch change, Instant since) {
    return (Boolean)
        getEntityManager()
            .createNativeQuery(
                """
                select exists (
                  select from outbox
                  where topic = 'product'
                    and subject = (select sku from batch_reference where batchref = :ref)
                    and type = :type and occurred_at >= :since
                    and body::json ->> 'batchref' = :ref)
                """,
                Boolean.class)
            .setParameter("ref", change.batchref())
            .setParameter("type", CHANGED_BY.get(change.getClass()))
            .setParameter("since", since)
            .getSingleResult();
  }

  private void append(
      String topic, String subject, long sequence, Event event, Cause cause, Instant at) {
    OutboxRow row = new OutboxRow();
    row.topic = topic;
    row.subject = subject;
    row.sequence = sequence;
    row.shard = Shards.of(subject);
    row.type = Names.of(event);
    row.body = EventJson.body(event);
    row.occurredAt = at;
    row.correlationId = cause.correlationId();
    row.traceparent = cause.traceparent();
    row.causedBy = cause.messageId();
    row.who = cause.who();
    persist(row);
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
