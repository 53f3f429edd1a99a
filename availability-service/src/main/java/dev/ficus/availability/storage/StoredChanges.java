package dev.ficus.availability.storage;

import dev.ficus.availability.view.ChangeFeed;
import dev.ficus.availability.view.ViewsUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The changes of the stored views. */
@ApplicationScoped
class StoredChanges implements ChangeFeed {

  private final Database database;

  StoredChanges(DataSource source) {
    this.database = new Database(source, ViewsUnavailable::new);
  }

  @Override
  public List<Change> after(long number, int limit) {
    return database.connected(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select changed, sku, sequence, out_of_stock_since,
                    (select coalesce(sum(available), 0) from batch_view
                     where batch_view.sku = product_view.sku and eta is null) as in_stock,
                    (select coalesce(sum(available), 0) from batch_view
                     where batch_view.sku = product_view.sku) as total
                  from product_view
                  where changed > ? and sequence > 0
                  order by changed limit ?
                  """)) {
            query.setLong(1, number);
            query.setInt(2, limit);
            List<Change> changes = new ArrayList<>();
            ResultSet row = query.executeQuery();
            while (row.next()) {
              changes.add(
                  new Change(
                      row.getLong("changed"),
                      row.getString("sku"),
                      row.getLong("sequence"),
                      row.getLong("in_stock"),
                      row.getLong("total"),
                      ViewRow.instant(row, "out_of_stock_since")));
            }
            return changes;
          }
        });
  }

  @Override
  public List<Position> positionsAfter(long number, int limit) {
    return database.connected(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select changed, sku, sequence from product_view where changed > ?"
                      + " order by changed limit ?")) {
            query.setLong(1, number);
            query.setInt(2, limit);
            List<Position> positions = new ArrayList<>();
            ResultSet row = query.executeQuery();
            while (row.next()) {
              positions.add(
                  new Position(
                      row.getLong("changed"), row.getString("sku"), row.getLong("sequence")));
            }
            return positions;
          }
        });
  }

  @Override
  public State state() {
    return database.connected(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("select changes, compared_at from comparison")) {
            ResultSet row = query.executeQuery();
            row.next();
            return new State(
                row.getLong("changes"), Optional.ofNullable(ViewRow.instant(row, "compared_at")));
          }
        });
  }
}
