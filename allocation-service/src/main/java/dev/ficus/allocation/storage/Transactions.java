package dev.ficus.allocation.storage;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.allocating.Unexpected;
import dev.ficus.allocation.allocating.UnitOfWork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs units of work as database transactions. A transient failure is kept apart from a lasting
 * one.
 */
@Startup
@ApplicationScoped
class Transactions implements UnitOfWork {
  private static final Logger LOG = Logger.getLogger(Transactions.class);
  private static final int ATTEMPTS = 5;

  private final Clock clock = Clock.systemUTC();
  private final Counter retries;

  Transactions(MeterRegistry registry) {
    retries =
        Counter.builder("ficus.transactions.retries")
            .description("transactions that met another one and were run again")
            .register(registry);
  }

  @Override
  public <T> T commit(Function<Instant, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return QuarkusTransaction.requiringNew().call(() -> work.apply(at));
      } catch (RuntimeException | OutOfMemoryError e) {
        if (caused(e, OutOfMemoryError.class::isInstance)) {
          // It says nothing about the command, which may go through a moment later.
          Unexpected.met("transactions", e);
          throw new Unavailable.Memory(e);
        }
        if (caused(e, Transactions::isAway)) {
          throw new Unavailable("the database is away", e);
        }
        if (!caused(e, Transactions::isConflict)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new Unavailable("too many conflicts with other transactions", e);
        }
        retries.increment();
        LOG.debugf("attempt %d met another transaction: %s", attempt, e);
      }
    }
  }

  /**
   * The transaction lost against another one; PostgreSQL's class 40, and what we raise ourselves.
   */
  private static boolean isConflict(Throwable failure) {
    return failure instanceof ConcurrentModificationException
        || failure instanceof SQLException sql && stateOf(sql).startsWith("40");
  }

  /** Connection lost (08), server short of resources (53), shutting down or starting up (57P). */
  private static boolean isAway(Throwable failure) {
    if (!(failure instanceof SQLException sql)) {
      return false;
    }
    String state = stateOf(sql);
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P")
        || sql instanceof SQLTransientException
        // Agroal reports an exhausted or unreachable pool without a state.
        || state.isEmpty() && String.valueOf(sql.getMessage()).contains("Acquisition timeout");
  }

  private static String stateOf(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /** A failure at commit hangs on the rollback as suppressed, with the database's own below it. */
  private static boolean caused(Throwable failure, Predicate<Throwable> cause) {
    return caused(failure, cause, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean caused(
      Throwable failure, Predicate<Throwable> cause, Set<Throwable> seen) {
    // They may name each other in a circle.
    return failure != null
        && seen.add(failure)
        && (cause.test(failure)
            || caused(failure.getCause(), cause, seen)
            || Stream.of(failure.getSuppressed()).anyMatch(each -> caused(each, cause, seen)));
  }
}
