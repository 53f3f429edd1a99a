package dev.ficus.allocation.allocating;

import java.time.Instant;
import java.util.function.Function;

/** One transaction. */
public interface UnitOfWork {

  /**
   * Runs the work in a transaction of its own and commits it; after a conflict with others, runs it
   * again from the start.
   *
   * @param work is given the time of the transaction, in microseconds as the database keeps it
   * @throws Unavailable when the store cannot do it now; nothing has happened and a later try may
   *     succeed. A connection lost during the commit leaves that open: a repeat is harmless
   */
  <T> T commit(Function<Instant, T> work);
}
