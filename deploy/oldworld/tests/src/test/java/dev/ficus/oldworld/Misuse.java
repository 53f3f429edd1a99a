package dev.ficus.oldworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A program that is given wrong options. */
public final class Misuse {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final int SERVES = -1;

  private Misuse() {}

  /** It ends with status 2, and its first line on standard error has these words. */
  public static void assertRefused(CommandLine program, String words, String... options) {
    StringWriter errors = new StringWriter();
    program.setErr(new PrintWriter(errors));
    // A program that takes them serves until it is ended.
    int status =
        CompletableFuture.supplyAsync(() -> program.execute(options), Misuse::start)
            .completeOnTimeout(SERVES, LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    assertEquals(2, status);
    String first = errors.toString().lines().findFirst().orElse("");
    assertTrue(first.contains(words), errors::toString);
  }

  /** Not in the common pool: of its few threads one that serves would keep one for good. */
  private static void start(Runnable task) {
    Thread thread = new Thread(task, "misuse");
    thread.setDaemon(true);
    thread.start();
  }
}
