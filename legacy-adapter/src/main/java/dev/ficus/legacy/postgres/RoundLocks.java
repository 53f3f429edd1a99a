package dev.ficus.legacy.postgres;

import io.agroal.api.AgroalDataSource;
import io.agroal.pool.ConnectionFactory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Advisory locks of PostgreSQL, by which one instance alone works on a shop at a time.
 *
 * <p>A round waits for a shop as long as the shop likes. So its lock takes no connection from the
 * pool, which is for what is answered at once: one connection outside of it holds the locks of all
 * rounds. When that connection ends, however it does, the database lets go of all of them, and
 * another instance may begin: whoever is in a round asks {@link #requireHeld} before it writes or
 * sends anything.
 */
@ApplicationScoped
class RoundLocks {

  private static final Logger LOG = Logger.getLogger(RoundLocks.class);
  private static final int VALID_WITHIN_SECONDS = 5;
  // A connection that is gone, by SQL's standard: it passes, and the round is begun again.
  private static final String CONNECTION_GONE = "08003";

  private final AgroalDataSource pool;
  // All guarded by this. The locks of this process, with the connection under which each was taken:
  // one session may take the same lock twice, so the database alone does not keep two of us apart.
  private final Map<String, Connection> held = new HashMap<>();
  private Connection session;

  RoundLocks(AgroalDataSource pool) {
    this.pool = pool;
  }

  /**
   * Does something while it holds this lock, unless somebody else does.
   *
   * @return whether it was done
   */
  boolean alone(String lock, Runnable work) {
    if (!take(lock)) {
      return false;
    }
    try {
      work.run();
    } finally {
      release(lock);
    }
    return true;
  }

  /**
   * Returns if this lock is held.
   *
   * @throws Database.DatabaseFailure if it was lost, so that another instance may have begun
   */
  synchronized void requireHeld(String lock) {
    Connection taken = held.get(lock);
    if (taken == null || taken != session || !isValid()) {
      throw new Database.DatabaseFailure(
          new SQLException("the lock '" + lock + "' is not held any more", CONNECTION_GONE));
    }
  }

  /** Otherwise the server would keep the locks of a lost machine for hours. */
  private static void letGoSoon(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("set tcp_keepalives_idle = 10");
      statement.execute("set tcp_keepalives_interval = 5");
      statement.execute("set tcp_keepalives_count = 3");
      if (!session.getAutoCommit()) {
        session.commit();
      }
    }
  }

  private synchronized boolean take(String lock) {
    if (held.containsKey(lock)) {
      return false;
    }
    try {
      if (!isValid()) {
        end();
        // With all settings of the pool's own connections, and not one of them.
        session =
            new ConnectionFactory(
                    pool.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration())
                .createConnection()
                .getConnection();
        letGoSoon(session);
      }
      boolean free = call("pg_try_advisory_lock", lock);
      if (free) {
        held.put(lock, session);
      }
      return free;
    } catch (SQLException failure) {
      end();
      throw new Database.DatabaseFailure(failure);
    }
  }

  private synchronized void release(String lock) {
    Connection taken = held.remove(lock);
    if (taken != session) {
      return;
    }
    try {
      call("pg_advisory_unlock", lock);
    } catch (SQLException failure) {
      LOG.warnf("The locks of all rounds are given up, the database is away: %s", failure);
      end();
    }
  }

  private boolean isValid() {
    try {
      return session != null && session.isValid(VALID_WITHIN_SECONDS);
    } catch (SQLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private boolean call(String function, String lock) throws SQLException {
    return Sql.query(
            session,
            "select " + function + "(hashtextextended(?, 0))",
            row -> row.getBoolean(1),
            Sql.value(lock))
        .get(0);
  }

  /** Ends the session, and with it the locks. */
  @PreDestroy
  synchronized void end() {
    if (session == null) {
      return;
    }
    try {
      session.close();
    } catch (SQLException e) {
      LOG.debugf(e, "The connection of the locks could not be closed");
    }
    session = null;
  }
}
