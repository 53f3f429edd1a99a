package dev.ficus.legacy.postgres;

import dev.ficus.legacy.switching.RehearsalBook;
import jakarta.enterprise.context.ApplicationScoped;

/** Book of rehearsals, in PostgreSQL. */
@ApplicationScoped
class StoredRehearsalBook implements RehearsalBook {

  private final Database database;

  StoredRehearsalBook(Database database) {
    this.database = database;
  }

  @Override
  public void note(RehearsedRollBack rehearsal) {
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              """
              insert into rehearsal (wave, skus, passed, checks, debt, done_by, reason)
              values (?, ?, ?, ?, ?, ?, ?)
              """,
              Sql.value(rehearsal.wave()),
              Sql.value(rehearsal.skus()),
              Sql.value(rehearsal.passed()),
              Sql.value(rehearsal.red()),
              Sql.value(rehearsal.debt()),
              Sql.value(rehearsal.by()),
              Sql.value(rehearsal.reason()));
          return Sql.update(
              connection,
              "insert into strangling_log (what, done_by, reason, wave) values (?, ?, ?, ?)",
              Sql.value(rehearsal.passed() ? "rehearsed" : "rehearsal_failed"),
              Sql.value(rehearsal.by()),
              Sql.value(rehearsal.reason()),
              Sql.value(rehearsal.wave()));
        });
  }
}
