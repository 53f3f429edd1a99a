package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.storage.QuarantineRows.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The quarantine in PostgreSQL. */
@ApplicationScoped
class QuarantineStore implements Quarantine {

  private static final String ENTRY =
      "id, shop, number, sku, lineid, qty, reason, feed, correlation,"
          + " quarantine_entry.received_at";

  private final Database database;

  QuarantineStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean keep(String shop, Optional<OrderNumber> number, Reason reason, Arrival arrival) {
    Refusal whole = new Refusal(0, shop, number, arrival, RefusedLine.wholeOrder(reason));
    return !database
        .inTransaction(connection -> QuarantineRows.keep(connection, List.of(whole)))
        .isEmpty();
  }

  @Override
  public List<Entry> after(long id, Optional<String> shop, Optional<Reason> reason, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select %s from quarantine_entry
                where id > ? and shop = coalesce(cast(? as text), shop)
                  and reason = coalesce(cast(? as text), reason)
                order by id limit ?
                """
                    .formatted(ENTRY),
                QuarantineStore::entry,
                Sql.value(id),
                Sql.value(shop.orElse(null)),
                Sql.value(reason.map(Reason::code).orElse(null)),
                Sql.value(most)));
  }

  @Override
  public Optional<Kept> find(long id) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select %s, xml from quarantine_entry join quarantine_document on sha256 = document where id = ?"
                        .formatted(ENTRY),
                    row -> new Kept(entry(row), row.getBytes("xml")),
                    Sql.value(id)))
        .stream()
        .findFirst();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        row.getString("shop"),
        row.getString("number"),
        row.getString("sku"),
        row.getString("lineid"),
        row.getString("qty"),
        Reason.of(row.getString("reason")),
        row.getString("feed"),
        row.getString("correlation"),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }
}
