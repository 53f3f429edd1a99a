package dev.ficus.allocation.outbox;

import dev.ficus.allocation.allocating.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Generations of the sequences of all products. A restore of the database takes the sequences back,
 * so numbers that readers have seen are given once more; a new generation distinguishes the second
 * use from the first. It counts for every event that is committed from then on, by whichever
 * instance, because each statement that writes events asks the database for it.
 */
@ApplicationScoped
public class Generations {
  private final DataSource dataSource;

  Generations(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Begins a new generation, after the transactions that are under way.
   *
   * @param by who begins it
   * @return its number: the second since 1970
   * @throws Unavailable when the database is away
   */
  public long begin(String by, String reason) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement begin = connection.prepareStatement("select begin_generation(?, ?)")) {
      begin.setString(1, by);
      begin.setString(2, reason);
      try (ResultSet row = begin.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new Unavailable("the database is away", e);
    }
  }
}
