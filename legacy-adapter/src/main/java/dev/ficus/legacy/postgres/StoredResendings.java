package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Resendings;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests to send again, in PostgreSQL. They go through the ledger by key, one page in one
 * transaction.
 */
@ApplicationScoped
class StoredResendings implements Resendings {

  /** An order that is held is sent when what holds it has left quarantine; it is not waited for. */
  private static final String PROGRESS =
      """
      select id, who, reason, since, asked_at, batches, orders, orders_at is not null as found,
        (select count(*) from ledger_batch
         where confirmed < revision and changed_at >= since and changed_at < asked_at)
        + (select count(*) from ledger_order
           where confirmed < changes and not held and changed_at >= since
             and changed_at < asked_at) as left_over,
        (select count(*) from ledger_order
         where confirmed < changes and held and changed_at >= since
           and changed_at < asked_at) as held
      from resending
      """;

  private final Database database;

  StoredResendings(Database database) {
    this.database = database;
  }

  @Override
  public UUID ask(ResendRequest request) {
    UUID id = UUID.randomUUID();
    database.inTransaction(
        connection -> {
          // These are few, and come before what they are about.
          Sql.update(
              connection,
              "update sku_openness set confirmed = false where changed_at >= ?",
              Sql.value(request.since().atOffset(ZoneOffset.UTC)));
          return Sql.update(
              connection,
              "insert into resending (id, who, reason, since) values (?, ?, ?, ?)",
              Sql.value(id),
              Sql.value(request.by()),
              Sql.value(request.reason()),
              Sql.value(request.since().atOffset(ZoneOffset.UTC)));
        });
    return id;
  }

  @Override
  public Optional<ResendProgress> find(UUID id) {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    PROGRESS + " where id = ?",
                    StoredResendings::progress,
                    Sql.value(id))
                .stream()
                .findFirst());
  }

  @Override
  public List<ResendProgress> latest(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                PROGRESS + " order by asked_at desc limit ?",
                StoredResendings::progress,
                Sql.value(most)));
  }

  private record Open(
      UUID id,
      OffsetDateTime since,
      String batchref,
      String shop,
      String number,
      boolean batches) {}

  @Override
  public boolean goOn(int most) {
    return database.inTransaction(
        connection -> {
          // Another instance may be at it.
          List<Open> open =
              Sql.query(
                  connection,
                  """
                  select id, since, batchref, shop, number, batches_at is null as batches_left
                  from resending where orders_at is null
                  order by asked_at limit 1 for update skip locked
                  """,
                  row ->
                      new Open(
                          row.getObject("id", UUID.class),
                          row.getObject("since", OffsetDateTime.class),
                          row.getString("batchref"),
                          row.getString("shop"),
                          row.getString("number"),
                          row.getBoolean("batches_left")));
          if (open.isEmpty()) {
            return false;
          }
          if (open.get(0).batches()) {
            batches(connection, open.get(0), most);
          } else {
            orders(connection, open.get(0), most);
          }
          return true;
        });
  }

  private static void batches(Connection connection, Open open, int most) throws SQLException {
    Sql.update(
        connection,
        """
        with seen as (
          select batchref from ledger_batch where batchref > ? order by batchref limit ?),
        page as (
          select batchref from seen join ledger_batch using (batchref)
          where changed_at >= ? order by batchref collate "C" for update of ledger_batch),
        again as (
          update ledger_batch set confirmed = 0 from page
          where ledger_batch.batchref = page.batchref)
        update resending
        set batches = batches + (select count(*) from page),
            batchref = coalesce((select max(batchref) from seen), batchref),
            batches_at = case when (select count(*) from seen) < ? then now() end
        where id = ?
        """,
        Sql.value(open.batchref()),
        Sql.value(most),
        Sql.value(open.since()),
        Sql.value(most),
        Sql.value(open.id()));
  }

  /**
   * To be sent again counts as a change of the order, so that a confirmation under way, of what was
   * sent before, does not count for it.
   */
  private static void orders(Connection connection, Open open, int most) throws SQLException {
    Sql.update(
        connection,
        """
        with seen as (
          select shop, number from ledger_order
          where (shop, number) > (?, ?) order by shop, number limit ?),
        page as (
          select shop, number from seen join ledger_order using (shop, number)
          where changed_at >= ?
            and exists (select from ledger_line
                        where ledger_line.shop = ledger_order.shop
                          and ledger_line.number = ledger_order.number and sent_with > 0)
          order by shop collate "C", number collate "C" for update of ledger_order),
        again as (
          update ledger_order set changes = changes + 1 from page
          where ledger_order.shop = page.shop and ledger_order.number = page.number
          returning ledger_order.shop, ledger_order.number, changes),
        lines as (
          update ledger_line set sent_with = again.changes from again
          where ledger_line.shop = again.shop and ledger_line.number = again.number
            and sent_with > 0),
        last as (select shop, number from seen order by shop desc, number desc limit 1)
        update resending
        set orders = orders + (select count(*) from page),
            shop = coalesce((select shop from last), shop),
            number = coalesce((select number from last), number),
            orders_at = case when (select count(*) from seen) < ? then now() end
        where id = ?
        """,
        Sql.value(open.shop()),
        Sql.value(open.number()),
        Sql.value(most),
        Sql.value(open.since()),
        Sql.value(most),
        Sql.value(open.id()));
  }

  private static ResendProgress progress(ResultSet row) throws SQLException {
    return new ResendProgress(
        row.getObject("id", UUID.class),
        new ResendRequest(row.getString("who"), row.getString("reason"), instant(row, "since")),
        instant(row, "asked_at"),
        row.getLong("batches"),
        row.getLong("orders"),
        row.getLong("left_over"),
        row.getLong("held"),
        row.getBoolean("found"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
