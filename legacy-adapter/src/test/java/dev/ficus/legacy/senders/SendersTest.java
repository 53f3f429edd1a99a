package dev.ficus.legacy.senders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.ficus.legacy.senders.Senders.Admission;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class SendersTest {

  /** Of {@code s}, made once: to make one takes a second here. */
  private static final String OF_S =
      "pbkdf2-sha512:210000:aWT/jKrrp+FZHnY4mYjfTA==:"
          + "g+u/xJzPLRiJ+LGQ6074jdoneNTz4FMiWW7aJX1dLvqc4zMr85+e1GgOUHat89e4OqClNJRC1pFQ/gsqUCZhQg==";

  private static final Users USERS = new Users(Map.of("shop", OF_S));
  private static final long LIMIT_SECONDS = 120;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Senders senders = new Senders(() -> Duration.ofMinutes(10), meters);

  @AfterEach
  void stop() {
    senders.stop();
  }

  @Test
  void a_password_is_compared_once_and_remembered() throws Exception {
    CompletableFuture<Admission> first = asked("shop:s", "192.0.2.1");
    CompletableFuture<Admission> beside = asked("shop:s", "192.0.2.1");
    assertFalse(first.isDone());
    assertSame(first, beside);
    assertEquals(Admission.GRANTED, first.get(LIMIT_SECONDS, TimeUnit.SECONDS));

    // At once, from anywhere; and the same password is another user's, or another feed's, by
    // chance.
    assertTrue(asked("shop:s", "192.0.2.9").isDone());
    assertFalse(asked("till:s", "192.0.2.1").isDone());
    assertFalse(asked("other", "shop:s", "192.0.2.1").isDone());
  }

  @Test
  void what_is_refused_is_counted_by_user_and_never_by_what_was_guessed() throws Exception {
    senders.expect("serve", USERS);
    assertEquals(Admission.REFUSED, asked("shop:guess", "a").get(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertEquals(Admission.REFUSED, asked("hidden:s", "a").get(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertEquals(
        Admission.REFUSED,
        senders
            .admission("serve", USERS, Optional.empty(), "a")
            .toCompletableFuture()
            .getNow(null));
    assertEquals(1, refused("shop", "wrong_password"));
    assertEquals(1, refused("", "unknown_user"));
    assertEquals(1, refused("", "no_credentials"));
    assertFalse(
        meters.getMeters().stream()
            .anyMatch(meter -> meter.getId().toString().matches(".*(hidden|guess).*")));
  }

  @Test
  void one_guess_too_many_at_a_time_is_not_looked_at() {
    List<CompletableFuture<Admission>> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      asked.add(asked("shop:guess" + i, "192.0.2.1"));
    }
    assertEquals(Admission.POSTPONED, asked.get(5).getNow(null));
    assertEquals(1, refused("shop", "too_many"));
  }

  @Test
  void where_everybody_may_nobody_is_asked() {
    assertEquals(
        Admission.GRANTED,
        senders
            .admission("serve", new Users(Map.of()), Optional.empty(), "a")
            .toCompletableFuture()
            .getNow(null));
  }

  @Test
  void what_is_remembered_is_forgotten_in_time_and_shows_nothing() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    KnownCredentials known = new KnownCredentials(Duration.ofNanos(10), clock::get);
    String digest = known.digest("serve", given("shop:s"));
    known.add(digest);
    clock.addAndGet(9);
    assertTrue(known.include(digest));
    clock.addAndGet(1);
    assertFalse(known.include(digest));
    assertFalse(
        digest.equals(
            new KnownCredentials(Duration.ZERO, clock::get).digest("serve", given("shop:s"))));
  }

  private double refused(String user, String why) {
    Counter counter =
        meters
            .get("ficus.legacy.senders.refused")
            .tags("feed", "serve", "user", user, "why", why)
            .counter();
    return counter.count();
  }

  private CompletableFuture<Admission> asked(String both, String source) {
    return asked("serve", both, source);
  }

  private CompletableFuture<Admission> asked(String feed, String both, String source) {
    return senders.admission(feed, USERS, Optional.of(given(both)), source).toCompletableFuture();
  }

  private static Credentials given(String both) {
    return Credentials.of(
            "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
        .orElseThrow();
  }
}
