package dev.ficus.allocation.allocating;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Failures that no kind of work expects, an {@link Error} included: each is logged and counted for
 * its kind of work, which goes on with the next thing to do. Same algorithm in availability-service
 * and legacy-adapter.
 */
public final class Unexpected {
  private static final Logger LOG = Logger.getLogger(Unexpected.class);

  private static final List<String> WORKS =
      List.of(
          "command-consumer",
          "commands",
          "figures",
          "group-commit",
          "outbox-relay",
          "pruning",
          "purchasing-mail",
          "queue-lengths",
          "redrive",
          "transactions",
          "waiting-commands");

  private Unexpected() {}

  /** Each kind of work has its counter from the start, at 0: a rate needs a beginning. */
  public static void known() {
    WORKS.forEach(work -> counter(work).increment(0));
  }

  private static Counter counter(String work) {
    return Metrics.counter("ficus.unexpected.failures", "work", work);
  }

  /**
   * Never throws: whoever calls this is about to go on.
   *
   * @param work which kind of work; one of few, for it is a tag of the counter
   */
  public static void met(String work, Throwable failure) {
    try {
      counter(work).increment();
      LOG.errorf(failure, "%s met an unexpected failure and goes on", work);
    } catch (Throwable again) {
      // There is no memory even to say so. To go on matters more.
    }
  }
}
