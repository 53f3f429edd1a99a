package dev.ficus.legacy.intake;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.local.Background;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever asks is answered, whatever happens to the work, the thread or the adapter. */
class GroupCommitTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final GroupCommit<String, String> groupCommit =
      new GroupCommit<>("test", 10, this::done, TransientFailure::passes);

  @AfterEach
  void stop() throws InterruptedException {
    mayEnd.countDown();
    groupCommit.stop();
  }

  private List<String> done(List<String> group) {
    if (group.contains("error")) {
      throw new StackOverflowError("by a test");
    }
    if (group.contains("memory")) {
      throw new OutOfMemoryError("by a test");
    }
    if (group.contains("slow")) {
      begun.countDown();
      await(mayEnd);
    }
    return group.stream().map(each -> each + " done").toList();
  }

  @Test
  void an_error_is_the_answer_of_the_one_that_meets_it() throws Exception {
    CompletableFuture<String> first = groupCommit.submit("first");
    CompletableFuture<String> second = groupCommit.submit("error");
    CompletableFuture<String> third = groupCommit.submit("third");
    groupCommit.start();

    assertEquals("first done", answer(first));
    assertInstanceOf(StackOverflowError.class, failure(second));
    assertEquals("third done", answer(third));
    assertEquals("later done", answer(groupCommit.submit("later")));
  }

  @Test
  void when_memory_is_short_nobody_is_to_blame_and_all_are_to_come_again() {
    CompletableFuture<String> first = groupCommit.submit("first");
    CompletableFuture<String> second = groupCommit.submit("memory");
    groupCommit.start();

    assertTrue(TransientFailure.in(failure(first)).isPresent());
    assertTrue(TransientFailure.in(failure(second)).isPresent());
  }

  @Test
  void whoever_asks_while_it_ends_is_answered() throws Exception {
    groupCommit.start();
    CountDownLatch asking = new CountDownLatch(1);
    CompletableFuture<List<CompletableFuture<String>>> asked =
        Background.supply(
            () ->
                Stream.generate(() -> groupCommit.submit("one"))
                    .limit(20_000)
                    .peek(each -> asking.countDown())
                    .toList());
    await(asking);
    groupCommit.stop();

    for (CompletableFuture<String> each : asked.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      assertTrue(
          each.handle((done, failure) -> true).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    assertEquals("the adapter is shutting down", failure(groupCommit.submit("late")).getMessage());
  }

  @Test
  void whoever_waits_for_work_that_does_not_end_is_answered_when_the_adapter_stops()
      throws Exception {
    CompletableFuture<String> inHand = groupCommit.submit("slow");
    groupCommit.start();
    await(begun);
    CompletableFuture<String> behind = groupCommit.submit("behind");
    groupCommit.stop(1);

    assertEquals("the adapter is shutting down", failure(inHand).getMessage());
    assertEquals("the adapter is shutting down", failure(behind).getMessage());
  }

  private static String answer(CompletableFuture<String> asked) throws Exception {
    return asked.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletableFuture<String> asked) {
    return assertThrows(ExecutionException.class, () -> answer(asked)).getCause();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
