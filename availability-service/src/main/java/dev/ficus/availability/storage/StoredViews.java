package dev.ficus.availability.storage;

import dev.ficus.availability.projecting.View;
import dev.ficus.availability.projecting.Views;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
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
 * The views in PostgreSQL. A group of them is read by one statement and written by three, however
 * many they are.
 */
@ApplicationScoped
class StoredViews implements Views {

  private final DataSource database;

  StoredViews(DataSource database) {
    this.database = database;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * A view as it was loaded.
   *
   * @param version counts its writes
   */
  private record Loaded(View view, long version) {}

  @Override
  public void change(Set<String> skus, Function<Map<String, View>, Collection<View>> change) {
    inTransaction(
        transaction -> {
          Map<String, Loaded> loaded = load(transaction, skus);
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
    return connected(connection -> Optional.ofNullable(load(connection, Set.of(sku)).get(sku)))
        .map(Loaded::view);
  }

  @Override
  public Map<String, Long> sequences(Set<String> skus) {
    return connected(
        connection -> {
          Map<String, Long> sequences = new HashMap<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select sku, sequence from product_view where sku = any (?)")) {
            query.setArray(1, Columns.of(connection, "text", skus));
            ResultSet row = query.executeQuery();
            while (row.next()) {
              sequences.put(row.getString("sku"), row.getLong("sequence"));
            }
          }
          return sequences;
        });
  }

  @Override
  public List<String> behind(String after, int limit) {
    return connected(
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
  public void forget(String sku) {
    connected(
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
    return connected(
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
    connected(
        connection -> {
          // A null is passed over by greatest.
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update comparison set compared_at = greatest(compared_at, ?)")) {
            update.setObject(1, begun.atOffset(ZoneOffset.UTC));
            return update.executeUpdate();
          }
        });
  }

  // One statement, so that a product and its batches are of the same moment.
  private static Map<String, Loaded> load(Connection connection, Set<String> skus)
      throws SQLException {
    Map<String, Loaded> loaded = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select sku, sequence, heard, as_of, version, batchref, eta, available
            from product_view left join batch_view using (sku)
            where sku = any (?)
            order by sku
            """)) {
      query.setArray(1, Columns.of(connection, "text", skus));
      ResultSet row = query.executeQuery();
      boolean more = row.next();
      while (more) {
        String sku = row.getString("sku");
        long sequence = row.getLong("sequence");
        long heard = row.getLong("heard");
        Instant asOf = row.getObject("as_of", OffsetDateTime.class).toInstant();
        long version = row.getLong("version");
        List<Batch> batches = new ArrayList<>();
        do {
          if (row.getString("batchref") != null) {
            batches.add(
                new Batch(
                    row.getString("batchref"),
                    row.getObject("eta", LocalDate.class),
                    row.getInt("available")));
          }
          more = row.next();
        } while (more && row.getString("sku").equals(sku));
        loaded.put(
            sku, new Loaded(new View(new Stock(sku, sequence, batches), heard, asOf), version));
      }
    }
    return loaded;
  }

  /**
   * The guard against two writers: a row is written only if it still has the version that was read,
   * or is still not there. The batches of a product change only together with its row, so it guards
   * them too.
   */
  private static void storeProducts(
      Connection connection, Collection<View> views, Map<String, Loaded> loaded)
      throws SQLException {
    try (PreparedStatement store =
        connection.prepareStatement(
            """
            insert into product_view (sku, sequence, heard, as_of, version)
            select * from unnest(?, ?, ?, ?, ?)
            on conflict (sku) do update
            set sequence = excluded.sequence,
                heard = excluded.heard,
                as_of = excluded.as_of,
                version = excluded.version
            where product_view.version = excluded.version - 1
            """)) {
      store.setArray(1, Columns.of(connection, "text", views, View::sku));
      store.setArray(2, Columns.of(connection, "int8", views, View::sequence));
      store.setArray(3, Columns.of(connection, "int8", views, View::heard));
      store.setArray(
          4,
          Columns.of(
              connection, "timestamptz", views, view -> view.asOf().atOffset(ZoneOffset.UTC)));
      store.setArray(
          5,
          Columns.of(
              connection,
              "int8",
              views,
              view -> loaded.containsKey(view.sku()) ? loaded.get(view.sku()).version() + 1 : 0L));
      int written = store.executeUpdate();
      if (written != views.size()) {
        throw new Unavailable("another writer came first");
      }
    }
  }

  private static void storeBatches(
      Connection connection, Collection<View> views, Map<String, View> known) throws SQLException {
    List<Row> written = new ArrayList<>();
    List<Row> gone = new ArrayList<>();
    for (View view : views) {
      Map<String, Batch> before = new HashMap<>();
      if (known.containsKey(view.sku())) {
        known.get(view.sku()).stock().batches().forEach(each -> before.put(each.batchref(), each));
      }
      for (Batch batch : view.stock().batches()) {
        if (!batch.equals(before.remove(batch.batchref()))) {
          written.add(new Row(view.sku(), batch));
        }
      }
      before.values().forEach(batch -> gone.add(new Row(view.sku(), batch)));
    }
    if (!written.isEmpty()) {
      write(connection, written);
    }
    if (!gone.isEmpty()) {
      delete(connection, gone);
    }
  }

  /** A row of {@code batch_view}. */
  private record Row(String sku, Batch batch) {
    String batchref() {
      return batch.batchref();
    }
  }

  private static void write(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement write =
        connection.prepareStatement(
            """
            insert into batch_view (sku, batchref, eta, available)
            select * from unnest(?, ?, ?, ?)
            on conflict (sku, batchref) do update
            set eta = excluded.eta, available = excluded.available
            """)) {
      write.setArray(1, Columns.of(connection, "text", rows, Row::sku));
      write.setArray(2, Columns.of(connection, "text", rows, Row::batchref));
      write.setArray(3, Columns.of(connection, "date", rows, row -> row.batch().eta()));
      write.setArray(4, Columns.of(connection, "int4", rows, row -> row.batch().available()));
      write.executeUpdate();
    }
  }

  private static void delete(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            delete from batch_view using unnest(?, ?) as gone (sku, batchref)
            where batch_view.sku = gone.sku and batch_view.batchref = gone.batchref
            """)) {
      delete.setArray(1, Columns.of(connection, "text", rows, Row::sku));
      delete.setArray(2, Columns.of(connection, "text", rows, Row::batchref));
      delete.executeUpdate();
    }
  }

  private <T> T inTransaction(Work<T> work) {
    return connected(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.with(connection);
            connection.commit();
            return result;
          } finally {
            // After a commit there is nothing left to roll back.
            connection.rollback();
          }
        });
  }

  private <T> T connected(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.with(connection);
    } catch (SQLException failure) {
      throw Failures.mayPass(failure) ? new Unavailable(failure) : new Unfit(failure);
    }
  }

  /** The database cannot take the data. */
  private static final class Unfit extends RuntimeException {
    Unfit(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
