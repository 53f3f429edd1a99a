package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.UnconfirmedCommands;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Counts of what is not confirmed, in PostgreSQL: from indexes that hold nothing else. */
@ApplicationScoped
class StoredUnconfirmedCommands implements UnconfirmedCommands {

  private static final String COUNTS =
      """
      select
        (select count(*) from (
           select from ledger_order where confirmed < changes and not held limit ?) as counted) as orders,
        (select count(*) from (
           select from ledger_batch where confirmed < revision limit ?) as counted) as batches,
        (select count(*) from (
           select from ledger_order where confirmed < changes and held limit ?) as counted) as held,
        least(
          (select min(changed_at) from ledger_order where confirmed < changes and not held),
          (select min(changed_at) from ledger_batch where confirmed < revision)) as oldest
      """;

  private final Database database;

  StoredUnconfirmedCommands(Database database) {
    this.database = database;
  }

  @Override
  public UnconfirmedCounts count(int most) {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    COUNTS,
                    StoredUnconfirmedCommands::counts,
                    Sql.value(most),
                    Sql.value(most),
                    Sql.value(most))
                .get(0));
  }

  private static UnconfirmedCounts counts(ResultSet row) throws SQLException {
    return new UnconfirmedCounts(
        row.getInt("orders"),
        row.getInt("batches"),
        row.getInt("held"),
        Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
