package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void a_machine_that_stands_still_between_looks_shortens_no_wait() {
    assertTrue(Waiting.until(() -> look(Duration.ofMinutes(10)) == 3, THREE_SECONDS, clock::get));
  }

  @Test
  void who_looks_in_vain_for_the_limit_has_waited_long_enough() {
    assertFalse(Waiting.until(() -> look(Duration.ofSeconds(1)) == 9, THREE_SECONDS, clock::get));
    assertEquals(5, looks.get());
  }

  @Test
  void what_is_so_already_is_not_waited_for() {
    assertTrue(Waiting.until(() -> true, Duration.ZERO));
  }

  @Test
  void an_assertion_is_made_again_until_it_holds_and_any_other_failure_ends_the_wait() {
    Waiting.awaitAsserted(() -> assertEquals(3, looks.incrementAndGet()));
    assertEquals(3, looks.get());
    assertThrows(
        ArithmeticException.class,
        () -> Waiting.awaitAsserted(() -> assertEquals(1, 1 / (looks.get() - 3))));
  }

  @Test
  void a_value_is_given_when_it_is_as_expected() {
    Deque<String> values = new ArrayDeque<>(List.of("none", "some"));
    assertEquals("some", Waiting.await(values::poll, "some"::equals));
  }

  @Test
  void a_look_that_fails_ends_a_wait_unless_it_may() {
    assertThrows(ArithmeticException.class, () -> Waiting.await(() -> 1 / looks.get() == 1));
    Waiting.awaitAnswered(() -> 2 / looks.getAndIncrement() == 1);
    assertEquals(3, looks.get());
  }

  private int look(Duration takes) {
    clock.addAndGet(takes.toNanos());
    return looks.incrementAndGet();
  }
}
