package dev.ficus.legacy.postgres;

import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.CertificateContent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Writes of a switch what certifies and announces it, and tampers with it. */
@ApplicationScoped
public class SwitchProbe {

  private final Database database;
  private final RoundLocks locks;

  SwitchProbe(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  /** Does something as if it were a round of the push to this shop. */
  public boolean inRound(String shop, Runnable work) {
    return locks.alone(StoredStockBook.lock(shop), work);
  }

  /** As the transaction of a switch does. */
  public Certificate switched(CertificateContent content) {
    return Barrier.alone(database, connection -> StoredCertificates.write(connection, content));
  }

  /** As the last step of a switch does. */
  public int settled(Collection<String> skus) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          return StoredLegacyEvents.settled(connection, skus);
        });
  }

  /** Executes a statement as it is. */
  public int execute(String sql) {
    return database.connected(connection -> Sql.update(connection, sql));
  }

  /**
   * Changes a list that a certificate has the digest of, as somebody can who owns the database.
   *
   * @return what it was
   */
  public String replaceList(int certificate, String name, String content) {
    return database.inTransaction(
        connection -> {
          Sql.update(connection, "alter table certificate_list disable trigger user");
          String before =
              Sql.query(
                      connection,
                      "select content from certificate_list where certificate = ? and name = ?",
                      row -> row.getString(1),
                      Sql.value(certificate),
                      Sql.value(name))
                  .get(0);
          Sql.update(
              connection,
              "update certificate_list set content = ? where certificate = ? and name = ?",
              Sql.value(content),
              Sql.value(certificate),
              Sql.value(name));
          Sql.update(connection, "alter table certificate_list enable trigger user");
          return before;
        });
  }
}
