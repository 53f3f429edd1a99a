package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.stock.SourceFigures;
import dev.ficus.legacy.stock.StockRules;
import dev.ficus.legacy.switching.PendingBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pending units in PostgreSQL. */
@ApplicationScoped
class StoredPendingBook implements PendingBook {

  private static final String TOLD =
      """
      exists (select from set_aside as told
              where told.source = stock.source and told.sku = stock.sku and done_at is null)""";

  private final Database database;

  StoredPendingBook(Database database) {
    this.database = database;
  }

  @Override
  public List<PendingUnits> pending(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select source, sku, pending,
                  (select min(qty) from reported_figure as each
                   where each.source = stock.source and each.sku = stock.sku) as figure,
                  %s as told
                from source_stock as stock where pending > 0 order by source, sku limit ?
                """
                    .formatted(TOLD),
                row ->
                    new PendingUnits(
                        row.getString("source"),
                        row.getString("sku"),
                        row.getLong("pending"),
                        row.getLong("figure"),
                        row.getBoolean("told")),
                Sql.value(most)));
  }

  @Override
  public PendingResult find(String batchref, PendingFinding finding) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          StockRules rules = BatchStore.open(connection, Set.of(), Set.of(batchref));
          Optional<SourceFigures> found =
              rules.figures(batchref).filter(all -> all.stock().pending() > 0);
          if (found.isEmpty()) {
            return new PendingResult.NothingPending();
          }
          SourceFigures now = found.get();
          if (now.stock().pending() != finding.units()
              || now.stock().figure() != finding.figure()) {
            return new PendingResult.PendingChanged(
                new PendingUnits(
                    now.source(),
                    now.sku(),
                    now.stock().pending(),
                    now.stock().figure(),
                    isTold(connection, now)));
          }
          if (finding.countedOut()) {
            rules.countedOut(batchref);
          } else {
            rules.notInformed(batchref, finding.units());
          }
          BatchStore.store(connection, rules);
          note(connection, now, finding);
          return new PendingResult.PendingNoted();
        });
  }

  private static boolean isTold(Connection connection, SourceFigures figures) throws SQLException {
    return Sql.query(
            connection,
            """
            select exists (select from set_aside where source = ? and sku = ? and done_at is null)
            """,
            row -> row.getBoolean(1),
            Sql.value(figures.source()),
            Sql.value(figures.sku()))
        .get(0);
  }

  /** Nothing of it is told any more, and the log says who has found that out. */
  private static void note(Connection connection, SourceFigures figures, PendingFinding finding)
      throws SQLException {
    Sql.update(
        connection,
        """
        update set_aside set done_at = clock_timestamp()
        where source = ? and sku = ? and done_at is null
        """,
        Sql.value(figures.source()),
        Sql.value(figures.sku()));
    Sql.update(
        connection,
        "insert into strangling_log (what, done_by, reason) values (?, ?, ?)",
        Sql.value(finding.countedOut() ? "counted_out" : "not_set_aside"),
        Sql.value(finding.by()),
        Sql.value(
            "%s of %s, figure %d: %s"
                .formatted(
                    Many.of(finding.units(), "unit", "units"),
                    figures.batchref(),
                    finding.figure(),
                    finding.reason())));
  }
}
