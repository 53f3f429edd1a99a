package dev.ficus.allocation.storage;

import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.allocating.Inbox;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.wire.CommandJson;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The inbox in PostgreSQL. The body is kept as long as the command may be needed again. */
@ApplicationScoped
class StoredInbox implements Inbox, PanacheRepositoryBase<InboxRow, String> {

  @Override
  public Set<String> known(Collection<String> messageIds) {
    if (messageIds.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        getEntityManager()
            .createQuery("select messageId from InboxRow where messageId in :ids", String.class)
            .setParameter("ids", messageIds)
            .getResultList());
  }

  @Override
  public void applied(List<Delivery> deliveries, Instant at) {
    deliveries.forEach(delivery -> persist(row(delivery, InboxRow.State.APPLIED, at)));
  }

  @Override
  public void parked(Delivery delivery, Outcome.Refused refusal, Instant at) {
    InboxRow row = row(delivery, InboxRow.State.PARKED, at);
    row.body = delivery.body();
    row.headers = delivery.headers();
    row.code = refusal.code();
    row.reason = refusal.reason();
    persist(row);
  }

  @Override
  public void waiting(Delivery delivery, Instant at) {
    InboxRow row = row(delivery, InboxRow.State.WAITING, at);
    // Written anew, so that whoever reads it with SQL finds the fields that were understood.
    row.body = CommandJson.write(delivery.command().orElseThrow());
    row.headers = delivery.headers();
    persist(row);
  }

  @Override
  public List<Delivery> waitingFor(Collection<CreateBatch> created) {
    return getEntityManager()
        .createNativeQuery(
            """
            select * from inbox
            where state = 'WAITING' and (batchref = any (:refs) or batchref is null and sku = any (:skus))
            order by arrival
            """,
            InboxRow.class)
        .setParameter("refs", created.stream().map(CreateBatch::batchref).toArray(String[]::new))
        .setParameter("skus", created.stream().map(CreateBatch::sku).toArray(String[]::new))
        .getResultList()
        .stream()
        .map(row -> delivery((InboxRow) row))
        .toList();
  }

  @Override
  public void takenUp(Delivery delivery) {
    InboxRow row = findById(delivery.messageId());
    row.state = InboxRow.State.APPLIED;
    row.body = null;
    row.headers = null;
  }

  @Override
  public void parkedAfterWaiting(Delivery delivery, Outcome.Refused refusal) {
    InboxRow row = findById(delivery.messageId());
    row.state = InboxRow.State.PARKED;
    row.code = refusal.code();
    row.reason = refusal.reason();
  }

  private static InboxRow row(Delivery delivery, InboxRow.State state, Instant at) {
    InboxRow row = new InboxRow();
    row.messageId = delivery.messageId();
    row.state = state;
    row.type = delivery.type();
    row.sku = delivery.sku();
    row.batchref = delivery.batchref();
    row.orderid = delivery.orderid();
    row.lineid = delivery.lineid();
    row.receivedAt = at;
    row.correlationId = delivery.cause().correlationId();
    row.traceparent = delivery.cause().traceparent();
    return row;
  }

  private static Delivery delivery(InboxRow row) {
    return new Delivery(
        row.messageId,
        row.type,
        row.body,
        row.headers,
        new Cause(row.messageId, row.correlationId, row.traceparent),
        Optional.of(CommandJson.read(row.type, row.body)),
        Optional.empty());
  }
}
