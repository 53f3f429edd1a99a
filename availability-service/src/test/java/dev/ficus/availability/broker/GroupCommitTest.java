package dev.ficus.availability.broker;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private final List<List<Integer>> committed = new CopyOnWriteArrayList<>();
  private GroupCommit<Integer> groups;

  @AfterEach
  void stop() throws InterruptedException {
    groups.stop();
  }

  @Test
  void what_is_there_is_committed_as_one_group_in_its_order() {
    groups = start(10, () -> {}, group -> committed.add(List.copyOf(group)));
    await(() -> committed.size() == 1);
    assertEquals(List.of(1, 2, 3, 4, 5), committed.get(0));
  }

  @Test
  void a_group_has_no_more_items_than_it_may() {
    groups = start(2, () -> {}, group -> committed.add(List.copyOf(group)));
    await(() -> committed.size() == 3);
    assertEquals(List.of(List.of(1, 2), List.of(3, 4), List.of(5)), committed);
  }

  @Test
  void nothing_is_committed_before_it_may_be() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch mayBegin = new CountDownLatch(1);
    groups =
        start(
            10,
            () -> {
              waiting.countDown();
              mayBegin.await();
            },
            group -> committed.add(List.copyOf(group)));
    assertTrue(waiting.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertEquals(List.of(), committed);
    mayBegin.countDown();
    await(() -> committed.size() == 1);
  }

  @Test
  void a_group_that_meets_an_error_is_committed_again_and_those_behind_it_after_it() {
    AtomicInteger tries = new AtomicInteger();
    groups =
        start(
            3,
            () -> {},
            group -> {
              if (tries.incrementAndGet() == 1) {
                throw new StackOverflowError("by a test");
              }
              committed.add(List.copyOf(group));
            });
    await(() -> committed.size() == 2);
    assertEquals(List.of(List.of(1, 2, 3), List.of(4, 5)), committed);
    assertEquals(3, tries.get());
  }

  @Test
  void a_group_that_is_being_committed_is_finished_when_the_service_stops() throws Exception {
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    groups =
        start(
            10,
            () -> {},
            group -> {
              committing.countDown();
              mayEnd.await();
              committed.add(List.copyOf(group));
            });
    assertTrue(committing.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    Thread stopping = new Thread(this::stopQuietly);
    stopping.start();
    await(() -> stopping.getState() == Thread.State.TIMED_WAITING);
    mayEnd.countDown();
    stopping.join(CLOCK_LIMIT.toMillis());
    assertEquals(1, committed.size());
  }

  private void stopQuietly() {
    try {
      groups.stop();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** With five items that are there already. */
  private static GroupCommit<Integer> start(
      int groupSize, GroupCommit.Precondition before, GroupCommit.Commit<Integer> commit) {
    GroupCommit<Integer> groups =
        new GroupCommit<>("group-commit-test", groupSize, Duration.ZERO, before, commit);
    IntStream.rangeClosed(1, 5).forEach(groups::add);
    groups.start();
    return groups;
  }
}
