package dev.ficus.availability;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * How often a waiting test looks: at once and soon again, for most of what it waits for is there
 * within milliseconds; then less and less often, for a look costs the service that it waits for.
 * Quarkus finds it by its file in {@code META-INF/services}. The same in allocation-service.
 */
public final class SoonThenSeldom implements QuarkusTestBeforeClassCallback {
  private static final Duration LONGEST = Duration.ofMillis(100);

  @Override
  public void beforeClass(Class<?> test) {
    Awaitility.setDefaultPollInterval(
        (looks, last) -> looks < 5 ? Duration.ofMillis(5L << looks) : LONGEST);
  }
}
