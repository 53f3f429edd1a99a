package dev.ficus.legacy.postgres;

import dev.ficus.legacy.opening.Opening;
import dev.ficus.legacy.opening.OpeningBook;
import dev.ficus.legacy.opening.Reconciliation.Totals;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Openings in PostgreSQL. */
@ApplicationScoped
class OpeningStore implements OpeningBook {

  private static final int SHOWN = 1000;
  private static final int LONGEST = 300;

  private final Database database;

  OpeningStore(Database database) {
    this.database = database;
  }

  @Override
  public long begin(String shop, String source) {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "insert into stock_opening (shop, source) values (?, ?) returning id",
                    row -> row.getLong(1),
                    Sql.value(shop),
                    Sql.value(source))
                .get(0));
  }

  @Override
  public Map<Key, Long> lines(long opening, List<Key> batches) {
    Map<Key, Long> lines = new HashMap<>();
    database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select distinct kept.sku, kept.batchref, kept.line
                    from unnest(?, ?) as asked (sku, batchref)
                      join stock_opening_row kept
                        on kept.opening = ? and kept.sku = asked.sku
                          and kept.batchref = asked.batchref
                    """,
                    row ->
                        Map.entry(
                            new Key(row.getString("sku"), row.getString("batchref")),
                            row.getLong("line")),
                    Sql.column("text", batches, Key::sku),
                    Sql.column("text", batches, Key::batchref),
                    Sql.value(opening)))
        .forEach(found -> lines.put(found.getKey(), found.getValue()));
    return lines;
  }

  @Override
  public void keep(long opening, List<ImportedRow> said, List<Opening.Defect> defects) {
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              """
              insert into stock_opening_row (opening, line, batchref, sku, qty, eta)
              select ?, * from unnest(?, ?, ?, ?, ?)
              """,
              Sql.value(opening),
              Sql.column("int8", said, ImportedRow::line),
              Sql.column("text", said, ImportedRow::batchref),
              Sql.column("text", said, ImportedRow::sku),
              Sql.column("int4", said, ImportedRow::quantity),
              Sql.column("date", said, ImportedRow::eta));
          Sql.update(
              connection,
              """
              insert into stock_opening_defect (opening, line, field, reason, batchref, sku)
              select ?, line, field, reason, left(batchref, ?), left(sku, ?)
              from unnest(?, ?, ?, ?, ?) as each (line, field, reason, batchref, sku)
              """,
              Sql.value(opening),
              Sql.value(LONGEST),
              Sql.value(LONGEST),
              Sql.column("int8", defects, Opening.Defect::line),
              Sql.column("text", defects, Opening.Defect::field),
              Sql.column("text", defects, Opening.Defect::reason),
              Sql.column("text", defects, defect -> writable(defect.batchref())),
              Sql.column("text", defects, defect -> writable(defect.sku())));
          return Sql.update(
              connection,
              """
              update stock_opening
              set changed = changed + ?, unchanged = unchanged + ?, overruled = overruled + ?,
                  not_followed = not_followed + ?, refused = refused + ?
              where id = ?
              """,
              Sql.value(count(said, ReportOutcome.CHANGED)),
              Sql.value(count(said, ReportOutcome.UNCHANGED)),
              Sql.value(count(said, ReportOutcome.OVERRULED)),
              Sql.value(count(said, ReportOutcome.NOT_FOLLOWED)),
              Sql.value(defects.size()),
              Sql.value(opening));
        });
  }

  @Override
  public void end(long opening) {
    database.inTransaction(
        connection -> {
          for (String table : List.of("stock_opening_row", "stock_opening_defect")) {
            Sql.update(
                connection,
                """
                delete from %s where opening in
                  (select id from stock_opening
                   where id < ? and shop = (select shop from stock_opening where id = ?))
                """
                    .formatted(table),
                Sql.value(opening),
                Sql.value(opening));
          }
          return Sql.update(
              connection,
              "update stock_opening set ended_at = now() where id = ?",
              Sql.value(opening));
        });
  }

  @Override
  public Optional<Opening.Detail> find(long id) {
    return database.connected(
        connection -> {
          List<Opening> found =
              Sql.query(
                  connection,
                  "select * from stock_opening where id = ?",
                  OpeningStore::opening,
                  Sql.value(id));
          return found.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Opening.Detail(
                      found.get(0), defects(connection, id), totals(connection, id)));
        });
  }

  @Override
  public List<Opening> last(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select * from stock_opening order by id desc limit ?",
                OpeningStore::opening,
                Sql.value(most)));
  }

  @Override
  public List<Compared> compared(long opening, String after, Optional<String> upTo) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                with listed as
                  (select distinct on (sku, batchref) sku, batchref, qty, eta
                   from stock_opening_row
                   where opening = ? and sku > ? and (cast(? as text) is null or sku <= ?)
                   order by sku, batchref, line desc),
                sent as
                  (select sku, batchref, qty, eta, confirmed >= revision as confirmed
                   from ledger_batch
                   where sku > ? and (cast(? as text) is null or sku <= ?))
                select coalesce(listed.sku, sent.sku) as sku, batchref,
                  listed.qty as listed_qty, listed.eta as listed_eta,
                  sent.qty as sent_qty, sent.eta as sent_eta,
                  coalesce(sent.confirmed, false) as confirmed
                from listed full join sent using (batchref)
                order by 1, 2
                """,
                row ->
                    new Compared(
                        row.getString("sku"),
                        row.getString("batchref"),
                        content(row, "listed"),
                        content(row, "sent"),
                        row.getBoolean("confirmed")),
                Sql.value(opening),
                Sql.value(after),
                Sql.value(upTo.orElse(null)),
                Sql.value(upTo.orElse(null)),
                Sql.value(after),
                Sql.value(upTo.orElse(null)),
                Sql.value(upTo.orElse(null))));
  }

  @Override
  public void reconciled(long opening, Totals totals) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into stock_reconciliation
                  (opening, at, listed, listed_units, sent, sent_units, held, held_units, others,
                   different)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Sql.value(opening),
                Sql.value(totals.at().atOffset(ZoneOffset.UTC)),
                Sql.value(totals.listed()),
                Sql.value(totals.listedUnits()),
                Sql.value(totals.sent()),
                Sql.value(totals.sentUnits()),
                Sql.value(totals.held()),
                Sql.value(totals.heldUnits()),
                Sql.value(totals.others()),
                Sql.value(totals.different())));
  }

  private static List<Opening.Defect> defects(Connection connection, long opening)
      throws SQLException {
    return Sql.query(
        connection,
        "select * from stock_opening_defect where opening = ? order by line limit ?",
        row ->
            new Opening.Defect(
                row.getLong("line"),
                row.getString("field"),
                row.getString("reason"),
                row.getString("batchref"),
                row.getString("sku")),
        Sql.value(opening),
        Sql.value(SHOWN));
  }

  private static List<Totals> totals(Connection connection, long opening) throws SQLException {
    return Sql.query(
        connection,
        "select * from stock_reconciliation where opening = ? order by at desc limit ?",
        row ->
            new Totals(
                instant(row, "at"),
                row.getLong("listed"),
                row.getLong("listed_units"),
                row.getLong("sent"),
                row.getLong("sent_units"),
                row.getLong("held"),
                row.getLong("held_units"),
                row.getLong("others"),
                row.getLong("different")),
        Sql.value(opening),
        Sql.value(SHOWN));
  }

  private static long count(List<ImportedRow> said, ReportOutcome outcome) {
    return said.stream().filter(row -> row.outcome() == outcome).count();
  }

  /** The database has no place for a character of no number. */
  private static String writable(String text) {
    return text == null ? null : text.replace('\u0000', '\uFFFD');
  }

  private static Optional<StockContent> content(ResultSet row, String whose) throws SQLException {
    int quantity = row.getInt(whose + "_qty");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new StockContent(quantity, row.getObject(whose + "_eta", LocalDate.class)));
  }

  private static Opening opening(ResultSet row) throws SQLException {
    long changed = row.getLong("changed");
    long unchanged = row.getLong("unchanged");
    long overruled = row.getLong("overruled");
    long notFollowed = row.getLong("not_followed");
    long refused = row.getLong("refused");
    return new Opening(
        row.getLong("id"),
        row.getString("shop"),
        row.getString("source"),
        instant(row, "begun_at"),
        instant(row, "ended_at"),
        changed + unchanged + overruled + notFollowed + refused,
        changed,
        unchanged,
        overruled,
        notFollowed,
        refused);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
