package dev.ficus.allocation.inbox;

import static dev.ficus.allocation.storage.GroupSql.column;

import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.allocating.Inbox;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.storage.GroupSql;
import dev.ficus.allocation.wire.CommandJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The inbox in PostgreSQL. The body is kept as long as the command may be needed again. */
@ApplicationScoped
class StoredInbox implements Inbox {
  private final GroupSql sql;
  private final InboxRows rows;

  StoredInbox(GroupSql sql, InboxRows rows) {
    this.sql = sql;
    this.rows = rows;
  }

  @Override
  public Map<String, Known> known(Collection<String> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<String, Known> known = new HashMap<>();
    sql.query(
        "select message_id, state, content from inbox where message_id = any (?)",
        row ->
            known.put(
                row.getString(1),
                new Known(CommandState.valueOf(row.getString(2)), row.getObject(3, UUID.class))),
        (Object) keys.toArray(String[]::new));
    return known;
  }

  @Override
  public void applied(List<Delivery> deliveries, Instant at) {
    if (deliveries.isEmpty()) {
      return;
    }
    sql.update(
        """
        insert into inbox
          (state, received_at, message_id, type, sku, batchref, orderid, lineid, correlation_id,
           traceparent, who, content)
        select 'APPLIED', ?, * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        at.atOffset(ZoneOffset.UTC),
        column(deliveries, String[]::new, Delivery::key),
        column(deliveries, String[]::new, Delivery::type),
        column(deliveries, String[]::new, Delivery::sku),
        column(deliveries, String[]::new, Delivery::batchref),
        column(deliveries, String[]::new, Delivery::orderid),
        column(deliveries, String[]::new, Delivery::lineid),
        column(deliveries, String[]::new, delivery -> delivery.cause().correlationId()),
        column(deliveries, String[]::new, delivery -> delivery.cause().traceparent()),
        column(deliveries, String[]::new, delivery -> delivery.cause().who()),
        column(deliveries, UUID[]::new, Delivery::content));
  }

  @Override
  public void parked(Delivery delivery, Outcome.Refused refusal, Instant at) {
    InboxRow row = row(delivery, CommandState.PARKED, at);
    row.body = delivery.body();
    row.headers = delivery.headers();
    row.code = refusal.code();
    row.reason = refusal.reason();
    rows.persist(row);
  }

  @Override
  public void waiting(Delivery delivery, Instant at) {
    InboxRow row = row(delivery, CommandState.WAITING, at);
    // Written again from what was understood, so that SQL finds its fields.
    row.body = CommandJson.write(delivery.command().orElseThrow());
    row.headers = delivery.headers();
    rows.persist(row);
  }

  @Override
  public List<Delivery> waitingFor(Collection<String> batchrefs, Collection<String> skus) {
    return deliveries(
        query(
                """
                select * from inbox
                where state = 'WAITING' and (batchref = any (:refs) or batchref is null and sku = any (:skus))
                order by arrival
                for update
                """)
            .setParameter("refs", batchrefs.toArray(String[]::new))
            .setParameter("skus", skus.toArray(String[]::new)));
  }

  @Override
  public List<Delivery> waitingForClosed(Collection<String> skus) {
    return deliveries(
        query(
                """
                select * from inbox
                where state = 'WAITING' and batchref is null and sku = any (:skus)
                  and (type <> 'allocate' or (sku, orderid) in (
                    select sku, orderid from inbox
                    where state = 'WAITING' and batchref is null and sku = any (:skus)
                      and type = 'deallocate'))
                order by arrival
                for update
                """)
            .setParameter("skus", skus.toArray(String[]::new)));
  }

  /**
   * Of each product no more are looked at than are wanted, however many wait; and the products take
   * turns, so that none which many wait for takes all.
   */
  @Override
  public List<Delivery> waitingForOpening(Collection<String> skus, int limit) {
    return deliveries(
        query(
                """
                select * from inbox
                where state = 'WAITING' and message_id in (
                  select message_id
                  from unnest(:skus) as opened (sku) cross join lateral (
                    select message_id, arrival, row_number() over (order by arrival) as turn
                    from inbox
                    where state = 'WAITING' and batchref is null and inbox.sku = opened.sku
                    order by arrival limit :limit) first
                  order by turn, arrival limit :limit)
                order by arrival
                for update
                """)
            .setParameter("skus", skus.toArray(String[]::new))
            .setParameter("limit", limit));
  }

  /** One step for each SKU that is waited for, however many commands wait for it. */
  @Override
  public List<Command.OpenProduct> openedAndWaitedFor() {
    return sql.query(
        """
        with recursive awaited as (
          (select sku from inbox
           where state = 'WAITING' and batchref is null order by sku limit 1)
          union all
          select (
            select next.sku from inbox next
            where next.state = 'WAITING' and next.batchref is null and next.sku > awaited.sku
            order by next.sku limit 1)
          from awaited where awaited.sku is not null)
        select sku, opening_revision
        from awaited join product using (sku)
        where sequence > 0 and not closed and opening_revision is not null
        """,
        row -> new Command.OpenProduct(row.getString(1), row.getLong(2)));
  }

  private Query query(String waiting) {
    return rows.getEntityManager().createNativeQuery(waiting, InboxRow.class);
  }

  private static List<Delivery> deliveries(Query waiting) {
    List<?> found = waiting.getResultList();
    return found.stream().map(row -> delivery((InboxRow) row)).toList();
  }

  @Override
  public void takenUp(Delivery delivery) {
    InboxRow row = rows.findById(delivery.key());
    row.state = CommandState.APPLIED;
    row.body = null;
    row.headers = null;
  }

  @Override
  public void parkedAfterWaiting(Delivery delivery, Outcome.Refused refusal) {
    InboxRow row = rows.findById(delivery.key());
    row.state = CommandState.PARKED;
    row.code = refusal.code();
    row.reason = refusal.reason();
  }

  @Override
  public Optional<KeptCommand> lock(String key) {
    return Optional.ofNullable(rows.findById(key, LockModeType.PESSIMISTIC_WRITE))
        .map(row -> new KeptCommand(row.state, asItCame(row), code(row), row.receivedAt));
  }

  /**
   * What a command waits for may change while it waits, so it is looked for when it is asked for.
   */
  private String code(InboxRow row) {
    if (row.state != CommandState.WAITING) {
      return row.code;
    }
    return row.batchref != null
        ? "unknown_batch"
        : isKnown(row.sku) ? "product_closed" : "unknown_sku";
  }

  private boolean isKnown(String sku) {
    return sql.query(
            "select exists (select from product where sku = ? and sequence > 0)",
            row -> row.getBoolean(1),
            sku)
        .get(0);
  }

  @Override
  public void redriven(Delivery delivery) {
    InboxRow row = rows.findById(delivery.key());
    row.state = CommandState.APPLIED;
    name(row, delivery);
  }

  @Override
  public void waitingAfterParking(Delivery delivery) {
    InboxRow row = rows.findById(delivery.key());
    row.state = CommandState.WAITING;
    row.body = CommandJson.write(delivery.command().orElseThrow());
    row.code = null;
    row.reason = null;
    name(row, delivery);
  }

  @Override
  public void corrected(Delivery delivery) {
    InboxRow row = rows.findById(delivery.key());
    row.body = delivery.body();
    row.headers = delivery.headers();
    row.content = delivery.content();
    row.correlationId = delivery.cause().correlationId();
    row.traceparent = delivery.cause().traceparent();
    name(row, delivery);
  }

  @Override
  public void superseded(Delivery delivery, Instant at) {
    rows.persist(row(delivery, CommandState.DISCARDED, at));
  }

  @Override
  public void discarded(Delivery delivery) {
    InboxRow row = rows.findById(delivery.key());
    row.state = CommandState.DISCARDED;
  }

  @Override
  public void audit(AuditedAction action, Instant at) {
    Optional<byte[]> after =
        action.correction().map(CommandJson::write).or(() -> action.resent().map(Delivery::body));
    AuditRow row = new AuditRow();
    row.messageId = action.delivery().key();
    row.at = at;
    row.action = action.action();
    row.who = action.who();
    row.outcome = action.outcome();
    row.code = action.code();
    row.reason = action.reason();
    row.bodyBefore = after.isPresent() ? action.delivery().body() : null;
    row.bodyAfter = after.orElse(null);
    rows.getEntityManager().persist(row);
  }

  private static void name(InboxRow row, Delivery delivery) {
    row.type = delivery.type();
    row.sku = delivery.sku();
    row.batchref = delivery.batchref();
    row.orderid = delivery.orderid();
    row.lineid = delivery.lineid();
    row.who = delivery.cause().who();
  }

  private static InboxRow row(Delivery delivery, CommandState state, Instant at) {
    InboxRow row = new InboxRow();
    row.messageId = delivery.key();
    row.cameAs = delivery.key().equals(delivery.messageId()) ? null : delivery.messageId();
    row.content = delivery.content();
    row.state = state;
    name(row, delivery);
    row.receivedAt = at;
    row.correlationId = delivery.cause().correlationId();
    row.traceparent = delivery.cause().traceparent();
    return row;
  }

  private static Delivery delivery(InboxRow row) {
    return delivery(row, Optional.of(CommandJson.read(row.type, row.body)), Optional.empty());
  }

  /** A command whose body is gone is not read: it has taken effect. */
  private static Delivery asItCame(InboxRow row) {
    try {
      return delivery(
          row,
          Optional.ofNullable(row.body).map(body -> CommandJson.read(row.type, body)),
          Optional.empty());
    } catch (Malformed e) {
      return delivery(row, Optional.empty(), Optional.of(Outcome.Refused.malformed(e)));
    }
  }

  private static Delivery delivery(
      InboxRow row, Optional<Command> command, Optional<Outcome.Refused> refusal) {
    return new Delivery(
        row.messageId,
        row.type,
        row.body,
        row.headers,
        row.content,
        new Cause(
            row.cameAs == null ? row.messageId : row.cameAs,
            row.correlationId,
            row.traceparent,
            row.who),
        command,
        refusal);
  }
}
