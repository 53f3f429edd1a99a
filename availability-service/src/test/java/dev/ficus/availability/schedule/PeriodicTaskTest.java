package dev.ficus.availability.schedule;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.schedule.PeriodicTask.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger runs = new AtomicInteger();
  private PeriodicTask task;

  @AfterEach
  void stop() {
    task.stop(LIMIT);
  }

  @Test
  void runs_at_once_and_again_after_the_delay_that_a_run_asks_for() {
    start(new Delay(Duration.ofMillis(10), true));
    await(() -> runs.get() >= 3);
  }

  @Test
  void being_asked_ends_the_delay() {
    start(new Delay(LONG, true));
    await(() -> runs.get() == 1);
    task.runNow();
    await(() -> runs.get() == 2);
  }

  @Test
  void being_asked_during_a_run_makes_one_more() throws InterruptedException {
    CountDownLatch inRun = new CountDownLatch(1);
    Semaphore mayEnd = new Semaphore(0);
    task =
        new PeriodicTask(
            "test",
            () -> {
              runs.incrementAndGet();
              inRun.countDown();
              mayEnd.acquireUninterruptibly();
              return new Delay(LONG, true);
            });
    task.start();
    assertTrue(inRun.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    task.runNow();
    task.runNow();
    mayEnd.release(2);
    await(() -> runs.get() == 2);
    assertEquals(2, runs.get());
    mayEnd.release(10);
  }

  @Test
  void a_delay_after_a_failure_is_not_ended_by_asking() {
    Duration length = Duration.ofMillis(300);
    List<Long> ended = new CopyOnWriteArrayList<>();
    List<Long> begun = new CopyOnWriteArrayList<>();
    task =
        new PeriodicTask(
            "test",
            () -> {
              begun.add(System.nanoTime());
              task.runNow();
              ended.add(System.nanoTime());
              return new Delay(length, false);
            });
    task.start();
    await(
        () -> {
          task.runNow();
          return begun.size() >= 2;
        });
    long rested = begun.get(1) - ended.get(0);
    // It counts in whole milliseconds.
    assertTrue(rested >= length.minusMillis(1).toNanos(), () -> rested + " ns");
  }

  @Test
  void a_run_that_meets_an_error_is_followed_by_others() {
    task =
        new PeriodicTask(
            "test",
            () -> {
              if (runs.incrementAndGet() == 1) {
                throw new StackOverflowError("by a test");
              }
              return new Delay(LONG, true);
            },
            new Delay(Duration.ofMillis(10), false));
    task.start();
    await(() -> runs.get() == 2);
  }

  @Test
  void stopping_ends_a_long_delay() {
    start(new Delay(LONG, false));
    await(() -> runs.get() == 1);
    long begun = System.nanoTime();
    task.stop(LIMIT);
    // Otherwise it has waited for the thread in vain.
    assertTrue(Duration.ofNanos(System.nanoTime() - begun).compareTo(LIMIT) < 0);
  }

  private void start(Delay delay) {
    task =
        new PeriodicTask(
            "test",
            () -> {
              runs.incrementAndGet();
              return delay;
            });
    task.start();
  }
}
