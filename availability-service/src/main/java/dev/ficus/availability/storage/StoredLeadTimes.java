package dev.ficus.availability.storage;

import dev.ficus.availability.delivery.Area;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.LeadTimeBook;
import dev.ficus.availability.delivery.LeadTimes;
import dev.ficus.availability.delivery.LeadTimesUnavailable;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The lead times in PostgreSQL. Every edit begins by raising the revision, so that edits come one
 * after the other and never wait for each other in a circle.
 */
@ApplicationScoped
class StoredLeadTimes implements LeadTimeBook {

  private final Database database;

  StoredLeadTimes(DataSource source) {
    this.database = new Database(source, LeadTimesUnavailable::new);
  }

  @Override
  public LeadTimes load() {
    return database.connected(
        connection -> {
          long revision = 0;
          List<LeadTime> leadTimes = new ArrayList<>();
          // One statement, so that the lead times are those of the revision.
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select revision, destination, handling_days, transit_days, weekdays,
                         to_char(cut_off, 'HH24:MI') as cut_off, holidays
                  from lead_time_revision left join lead_time on true
                  """)) {
            ResultSet row = query.executeQuery();
            while (row.next()) {
              revision = row.getLong("revision");
              if (row.getString("destination") != null) {
                leadTimes.add(read(row));
              }
            }
          }
          return LeadTimes.of(revision, leadTimes);
        });
  }

  private static LeadTime read(ResultSet row) throws SQLException {
    Map<String, String> text = new HashMap<>();
    for (String column : LeadTime.COLUMNS) {
      text.put(column, row.getString(column));
    }
    ParseResult<LeadTime> reading = LeadTime.read(text::get);
    if (reading instanceof Refused<LeadTime> refused) {
      throw new IllegalStateException(
          "the stored lead time %s cannot be read: %s %s"
              .formatted(text, refused.field(), refused.reason()));
    }
    return ((Parsed<LeadTime>) reading).value();
  }

  @Override
  public long revision() {
    return database.connected(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("select revision from lead_time_revision")) {
            ResultSet row = query.executeQuery();
            row.next();
            return row.getLong("revision");
          }
        });
  }

  @Override
  public boolean fill(Collection<LeadTime> leadTimes) {
    return database.inTransaction(
        transaction -> {
          boolean first =
              execute(transaction, "update lead_time_revision set revision = 1 where revision = 0")
                  > 0;
          if (first) {
            insert(transaction, leadTimes);
          }
          return first;
        });
  }

  @Override
  public void replaceAll(Collection<LeadTime> leadTimes) {
    database.inTransaction(
        transaction -> {
          raiseRevision(transaction);
          execute(transaction, "delete from lead_time");
          insert(transaction, leadTimes);
          return null;
        });
  }

  @Override
  public boolean put(LeadTime leadTime) {
    return database.inTransaction(
        transaction -> {
          raiseRevision(transaction);
          boolean replaced = delete(transaction, leadTime.area());
          insert(transaction, Set.of(leadTime));
          return !replaced;
        });
  }

  @Override
  public boolean remove(Area area) {
    return database.inTransaction(
        transaction -> {
          raiseRevision(transaction);
          boolean removed = delete(transaction, area);
          if (!removed) {
            transaction.rollback();
          }
          return removed;
        });
  }

  private static void raiseRevision(Connection transaction) throws SQLException {
    execute(transaction, "update lead_time_revision set revision = revision + 1");
  }

  private static boolean delete(Connection transaction, Area area) throws SQLException {
    try (PreparedStatement delete =
        transaction.prepareStatement("delete from lead_time where destination = ?")) {
      delete.setString(1, area.toString());
      return delete.executeUpdate() > 0;
    }
  }

  private static void insert(Connection transaction, Collection<LeadTime> leadTimes)
      throws SQLException {
    List<Map<String, String>> rows = leadTimes.stream().map(LeadTime::text).toList();
    try (PreparedStatement insert =
        transaction.prepareStatement(
            """
            insert into lead_time
              (destination, handling_days, transit_days, weekdays, cut_off, holidays)
            select destination, handling_days::int4, transit_days::int4, weekdays, cut_off::time,
                   holidays
            from unnest(?, ?, ?, ?, ?, ?)
              as row (destination, handling_days, transit_days, weekdays, cut_off, holidays)
            """)) {
      int at = 1;
      for (String column : LeadTime.COLUMNS) {
        insert.setArray(at++, Columns.of(transaction, "text", rows, row -> row.get(column)));
      }
      insert.executeUpdate();
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.executeUpdate();
    }
  }
}
