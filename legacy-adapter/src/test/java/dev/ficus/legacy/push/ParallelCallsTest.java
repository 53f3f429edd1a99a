package dev.ficus.legacy.push;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.push.ParallelCalls.ShopCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A round ends when its last call has. */
class ParallelCallsTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void one_that_fails_does_not_end_the_round_before_the_others() throws Exception {
    List<Supplier<Exception>> failures =
        List.of(
            () -> new IOException("the shop is away"),
            () -> new IllegalStateException("the database is away"));
    for (Supplier<Exception> failure : failures) {
      happened.clear();
      Exception thrown = failure.get();
      CountDownLatch failed = new CountDownLatch(1);
      Thread round =
          new Thread(
              () -> {
                assertSame(thrown, assertThrows(Exception.class, () -> make(thrown, failed)));
                happened.add("the round has ended");
              });
      AtomicReference<Throwable> wrong = new AtomicReference<>();
      round.setUncaughtExceptionHandler((any, why) -> wrong.set(why));
      round.start();
      round.join(CLOCK_LIMIT.toMillis());
      assertEquals(null, wrong.get());
      assertEquals(List.of("slow call ended", "late call ended", "the round has ended"), happened);
    }
  }

  /** The first fails while the second is under way and the third has not begun. */
  private void make(Exception thrown, CountDownLatch failed) throws IOException {
    CountDownLatch slowBegun = new CountDownLatch(1);
    CountDownLatch slowEnded = new CountDownLatch(1);
    new ParallelCalls(threads)
        .make(
            List.of(
                () -> {
                  await(slowBegun);
                  failed.countDown();
                  sneaky(thrown);
                },
                () -> {
                  slowBegun.countDown();
                  await(failed);
                  // Whoever did not wait for this has gone on long before.
                  for (int i = 0; i < 1_000; i++) {
                    Thread.yield();
                  }
                  happened.add("slow call ended");
                  slowEnded.countDown();
                },
                () -> {
                  await(slowEnded);
                  happened.add("late call ended");
                }));
  }

  @Test
  void an_error_in_a_call_is_passed_on_when_the_others_have_ended() {
    Error error = new StackOverflowError();
    ShopCall fails =
        () -> {
          throw error;
        };
    List<ShopCall> calls = List.of(fails, () -> happened.add("ended"), () -> happened.add("ended"));
    assertSame(error, assertThrows(Error.class, () -> new ParallelCalls(threads).make(calls)));
    assertEquals(List.of("ended", "ended"), happened);
  }

  @Test
  void a_round_that_is_to_stop_breaks_its_calls_off_begins_none_and_waits_for_their_end()
      throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    ShopCall hangs =
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            happened.add("broken off");
            throw new InterruptedIOException("broken off");
          }
        };
    AtomicReference<Exception> thrown = new AtomicReference<>();
    Thread round =
        new Thread(
            () -> {
              try {
                new ParallelCalls(threads)
                    .make(List.of(hangs, hangs, () -> happened.add("begun nevertheless")));
              } catch (Exception e) {
                happened.add("the round has ended");
                thrown.set(e);
              }
            });
    round.start();
    await(begun);
    round.interrupt();
    round.join(CLOCK_LIMIT.toMillis());
    assertInstanceOf(InterruptedIOException.class, thrown.get());
    assertEquals(List.of("broken off", "broken off", "the round has ended"), happened);
  }

  @Test
  void threads_that_are_not_there_any_more_fail_the_round() {
    threads.shutdown();
    assertThrows(
        RuntimeException.class,
        () -> new ParallelCalls(threads).make(List.of(() -> happened.add("made"))));
    assertEquals(List.of(), happened);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneaky(Exception any) throws E {
    throw (E) any;
  }
}
