package dev.ficus.legacy.senders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuessesTest {

  private static final Guesses.Guesser SHOP = new Guesses.Guesser("serve", "shop", "192.0.2.1");

  private final AtomicLong clock = new AtomicLong();
  private final Guesses guesses = new Guesses(clock::get);

  @Test
  void the_more_were_wrong_the_longer_the_next_one_waits() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      pauses.add(wrong(SHOP).toMillis());
    }
    assertEquals(
        List.of(0L, 0L, 0L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L),
        pauses);
  }

  @Test
  void who_guesses_from_elsewhere_or_another_user_makes_nobody_wait() {
    Stream.generate(() -> SHOP).limit(9).forEach(this::wrong);
    assertEquals(Duration.ZERO, wrong(new Guesses.Guesser("serve", "shop", "192.0.2.2")));
    assertEquals(Duration.ZERO, wrong(new Guesses.Guesser("serve", "till", "192.0.2.1")));
    assertEquals(Duration.ZERO, wrong(new Guesses.Guesser("other", "shop", "192.0.2.1")));
  }

  @Test
  void a_right_one_ends_it_and_so_do_fifteen_minutes() {
    Stream.generate(() -> SHOP).limit(9).forEach(this::wrong);
    assertEquals(0, guesses.begin(SHOP).orElseThrow().end(true));
    assertEquals(Duration.ZERO, wrong(SHOP));

    Stream.generate(() -> SHOP).limit(9).forEach(this::wrong);
    clock.addAndGet(Duration.ofMinutes(16).toNanos());
    assertEquals(Duration.ZERO, wrong(SHOP));
  }

  @Test
  void of_one_guesser_five_are_looked_at_at_a_time() {
    List<Guesses.Guess> begun = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      begun.add(guesses.begin(SHOP).orElseThrow());
    }
    assertTrue(guesses.begin(SHOP).isEmpty());
    assertEquals(1, begun.get(0).end(false));
    assertTrue(guesses.begin(SHOP).isPresent());
  }

  @Test
  void so_many_sources_that_they_cannot_be_told_apart_are_one() {
    for (int i = 0; i < 10_000; i++) {
      wrong(new Guesses.Guesser("serve", "", "source " + i));
    }
    for (int i = 0; i < 4; i++) {
      wrong(new Guesses.Guesser("serve", "", "further source " + i));
    }
    assertEquals(Duration.ofSeconds(1), wrong(new Guesses.Guesser("serve", "shop", "yet another")));
    clock.addAndGet(Duration.ofMinutes(16).toNanos());
    assertEquals(Duration.ZERO, wrong(new Guesses.Guesser("serve", "", "one of later")));
  }

  private Duration wrong(Guesses.Guesser guesser) {
    Guesses.Guess guess = guesses.begin(guesser).orElseThrow();
    guess.end(false);
    return guess.pause();
  }
}
