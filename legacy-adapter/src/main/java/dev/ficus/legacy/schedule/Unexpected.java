package dev.ficus.legacy.schedule;

import io.micrometer.core.instrument.Metrics;
import org.jboss.logging.Logger;

/**
 * Failures that no kind of work expects, an {@link Error} included: each is logged and counted for
 * its kind of work, which goes on with the next thing to do. Same algorithm in allocation-service
 * and availability-service.
 */
public final class Unexpected {

  private static final Logger LOG = Logger.getLogger(Unexpected.class);

  private Unexpected() {}

  /**
   * Never throws: whoever calls this is about to go on.
   *
   * @param work which kind of work; one of few, for it is a tag of the counter
   */
  public static void met(String work, Throwable failure) {
    try {
      Metrics.counter("ficus.unexpected.failures", "work", work).increment();
      LOG.errorf(failure, "%s met an unexpected failure and goes on", work);
    } catch (Throwable again) {
      // There is no memory even to log it. To go on matters more.
    }
  }
}
