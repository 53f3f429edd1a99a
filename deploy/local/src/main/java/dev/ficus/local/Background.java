package dev.ficus.local;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What is done beside a test, a benchmark or a start, each in a daemon thread of its own. From Java
 * 25 the JVM's common pool is used however few threads it has: on two processors it has one, which
 * a task that waits would keep from the task it waits for.
 */
public final class Background {
  private Background() {}

  /** What comes of it. */
  public static <T> CompletableFuture<T> supply(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, Background::start);
  }

  /** Done when it is. */
  public static CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task, Background::start);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "background");
    thread.setDaemon(true);
    thread.start();
  }
}
