package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.QuarantineApi.sql;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that goes away in the middle of a transaction. */
final class BrokenDatabase {

  private BrokenDatabase() {}

  /**
   * Does this while whoever changes some rows loses the database.
   *
   * @param change such as "insert on ledger_line"
   * @param rows such as "new.number = '3011'"
   */
  static void at(DataSource database, String change, String rows, Runnable then)
      throws SQLException {
    sql(
        database,
        """
        create function kill() returns trigger language plpgsql as
        $$ begin raise exception 'killed' using errcode = '57P01'; end $$
        """);
    try {
      sql(
          database,
          "create trigger kill before %s for each row when (%s) execute function kill()"
              .formatted(change, rows));
      then.run();
    } finally {
      sql(database, "drop function kill cascade");
    }
  }
}
