package dev.ficus.availability.storage;

import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.availability.view.ViewsUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The views in PostgreSQL, by multi-row statements. A group of them is read by one statement and
 * written by four, however many they are. Each write is numbered, across all products, for those
 * who follow the changes.
 */
@ApplicationScoped
class StoredViews implements Views {

  private final Database database;

  StoredViews(DataSource source) {
    this.database = new Database(source, ViewsUnavailable::new);
  }

  @Override
  public void change(Set<String> skus, Function<Map<String, View>, Collection<View>> change) {
    database.inTransaction(
        transaction -> {
          Map<String, ViewRow> loaded = load(transaction, skus);
          Map<String, View> known = new HashMap<>();
          loaded.forEach((sku, each) -> known.put(sku, each.view()));
          Collection<View> views = change.apply(known);
          if (!views.isEmpty()) {
            storeProducts(transaction, views, loaded);
            storeBatches(transaction, views, known);
          }
          return null;
        });
  }

  @Override
  public Optional<View> find(String sku) {
    return Optional.ofNullable(find(Set.of(sku)).get(sku));
  }

  @Override
  public Map<String, View> find(Set<String> skus) {
    Map<String, View> known = new HashMap<>();
    database
        .connected(connection -> load(connection, skus))
        .forEach((sku, loaded) -> known.put(sku, loaded.view()));
    return known;
  }

  @Override
  public List<String> behind(String after, int limit) {
    return database.connected(
        connection -> {
          List<String> behind = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select sku from product_view where heard > sequence and sku > ?"
                      + " order by sku limit ?")) {
            query.setString(1, after);
            query.setInt(2, limit);
            ResultSet row = query.executeQuery();
            while (row.next()) {
              behind.add(row.getString("sku"));
            }
          }
          return behind;
        });
  }

  @Override
  public List<String> below(long number, String after, String last) {
    return database.connected(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select sku from product_view"
                      + " where sequence > 0 and sequence < ? and sku > coalesce(?, '') and sku <= coalesce(?, sku)"
                      + " order by sku")) {
            query.setLong(1, number);
            query.setString(2, after);
            query.setString(3, last);
            List<String> skus = new ArrayList<>();
            ResultSet row = query.executeQuery();
            while (row.next()) {
              skus.add(row.getString("sku"));
            }
            return skus;
          }
        });
  }

  @Override
  public void forget(String sku) {
    database.connected(
        connection -> {
          // Nothing was applied, so there are no batches.
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "delete from product_view where sku = ? and sequence = 0")) {
            delete.setString(1, sku);
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public Optional<Instant> comparedAt() {
    return database.connected(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("select compared_at from comparison")) {
            ResultSet row = query.executeQuery();
            row.next();
            return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
          }
        });
  }

  @Override
  public void compared(Instant begun) {
    database.connected(
        connection -> {
          // A null is ignored by greatest.
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update comparison set compared_at = greatest(compared_at, ?)")) {
            update.setObject(1, begun.atOffset(ZoneOffset.UTC));
            return update.executeUpdate();
          }
        });
  }

  // One statement, so that a product and its batches are of the same moment.
  private static Map<String, ViewRow> load(Connection connection, Set<String> skus)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select %s
            from product_view left join batch_view using (sku)
            where sku = any (?)
            order by sku
            """
                .formatted(ViewRow.COLUMNS))) {
      query.setArray(1, Columns.of(connection, "text", skus));
      Map<String, ViewRow> loaded = new HashMap<>();
      ViewRow.read(query.executeQuery()).forEach(row -> loaded.put(row.view().sku(), row));
      return loaded;
    }
  }

  /**
   * Numbers for what is about to be stored. Their row is locked until the end of the transaction,
   * so whoever has seen a number has seen all lower ones. None is lower than the millisecond since
   * 1970 at which it is given: after a restore of this database to an earlier point, too, new
   * changes have higher numbers than all that anybody has seen.
   *
   * @return the first of them
   */
  private static long nextChanges(Connection connection, int count) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update comparison set changes = greatest(changes,"
                + " floor(extract(epoch from clock_timestamp()) * 1000)::bigint) + ? returning changes")) {
      update.setInt(1, count);
      ResultSet row = update.executeQuery();
      row.next();
      return row.getLong(1) - count + 1;
    }
  }

  /**
   * The guard against two writers: a row is written only if it still has the version that was read,
   * or is still not there. The batches of a product change only together with its row, so it guards
   * them too.
   */
  private static void storeProducts(
      Connection connection, Collection<View> views, Map<String, ViewRow> loaded)
      throws SQLException {
    try (PreparedStatement store =
        connection.prepareStatement(
            """
            insert into product_view
              (sku, sequence, heard, as_of, out_of_stock_since, version, changed)
            select change.sku, change.sequence, change.heard, change.as_of, change.out_of_stock_since,
              change.version, ? + change.ordinality - 1
            from unnest(?, ?, ?, ?, ?, ?) with ordinality
              as change (sku, sequence, heard, as_of, out_of_stock_since, version, ordinality)
            on conflict (sku) do update
            set sequence = excluded.sequence,
                heard = excluded.heard,
                as_of = excluded.as_of,
                out_of_stock_since = excluded.out_of_stock_since,
                version = excluded.version,
                changed = excluded.changed
            where product_view.version = excluded.version - 1
            """)) {
      store.setLong(1, nextChanges(connection, views.size()));
      store.setArray(2, Columns.of(connection, "text", views, View::sku));
      store.setArray(3, Columns.of(connection, "int8", views, View::sequence));
      store.setArray(4, Columns.of(connection, "int8", views, View::heard));
      store.setArray(
          5, Columns.of(connection, "timestamptz", views, view -> ViewRow.time(view.asOf())));
      store.setArray(
          6,
          Columns.of(
              connection,
              "timestamptz",
              views,
              view -> ViewRow.time(view.stock().outOfStockSince())));
      store.setArray(
          7,
          Columns.of(
              connection,
              "int8",
              views,
              view -> loaded.containsKey(view.sku()) ? loaded.get(view.sku()).version() + 1 : 0L));
      int written = store.executeUpdate();
      if (written != views.size()) {
        throw new ViewsUnavailable("another writer came first");
      }
    }
  }

  private static void storeBatches(
      Connection connection, Collection<View> views, Map<String, View> known) throws SQLException {
    List<BatchRow> written = new ArrayList<>();
    List<BatchRow> gone = new ArrayList<>();
    for (View view : views) {
      Map<String, Batch> before = new HashMap<>();
      if (known.containsKey(view.sku())) {
        known.get(view.sku()).stock().batches().forEach(each -> before.put(each.batchref(), each));
      }
      for (Batch batch : view.stock().batches()) {
        if (!batch.equals(before.remove(batch.batchref()))) {
          written.add(new BatchRow(view.sku(), batch));
        }
      }
      before.values().forEach(batch -> gone.add(new BatchRow(view.sku(), batch)));
    }
    if (!written.isEmpty()) {
      write(connection, written);
    }
    if (!gone.isEmpty()) {
      delete(connection, gone);
    }
  }

  /** A row of {@code batch_view}. */
  private record BatchRow(String sku, Batch batch) {
    String batchref() {
      return batch.batchref();
    }
  }

  private static void write(Connection connection, List<BatchRow> rows) throws SQLException {
    try (PreparedStatement write =
        connection.prepareStatement(
            """
            insert into batch_view (sku, batchref, eta, available)
            select * from unnest(?, ?, ?, ?)
            on conflict (sku, batchref) do update
            set eta = excluded.eta, available = excluded.available
            """)) {
      write.setArray(1, Columns.of(connection, "text", rows, BatchRow::sku));
      write.setArray(2, Columns.of(connection, "text", rows, BatchRow::batchref));
      write.setArray(3, Columns.of(connection, "date", rows, row -> row.batch().eta()));
      write.setArray(4, Columns.of(connection, "int4", rows, row -> row.batch().available()));
      write.executeUpdate();
    }
  }

  private static void delete(Connection connection, List<BatchRow> rows) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            delete from batch_view using unnest(?, ?) as gone (sku, batchref)
            where batch_view.sku = gone.sku and batch_view.batchref = gone.batchref
            """)) {
      delete.setArray(1, Columns.of(connection, "text", rows, BatchRow::sku));
      delete.setArray(2, Columns.of(connection, "text", rows, BatchRow::batchref));
      delete.executeUpdate();
    }
  }
}
