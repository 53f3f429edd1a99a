package dev.ficus.local;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says on standard error what is being done, but only about steps that take longer than a few
 * seconds.
 */
final class Progress {
  private static final String PREFIX = "ficus: ";
  private static final long SILENT_MILLIS = 2_000;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "ficus-progress");
            thread.setDaemon(true);
            return thread;
          });

  private Progress() {}

  static void say(String text) {
    System.err.println(PREFIX + text);
  }

  /** Whether a line was written by {@link #say}. */
  static boolean isSaid(String line) {
    return line.startsWith(PREFIX);
  }

  /**
   * Does the step; announces it when it turns out to be slow, and then also says how long it took.
   */
  static <T> T during(String step, Supplier<T> work) {
    long begin = System.nanoTime();
    Future<?> announcement =
        CLOCK.schedule(() -> say(step + " …"), SILENT_MILLIS, TimeUnit.MILLISECONDS);
    T result;
    try {
      result = work.get();
    } finally {
      announcement.cancel(false);
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    if (millis > SILENT_MILLIS) {
      say(String.format(Locale.ROOT, "%s: done after %.1f s", step, millis / 1_000.0));
    }
    return result;
  }
}
