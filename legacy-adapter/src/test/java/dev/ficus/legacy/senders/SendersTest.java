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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class SendersTest {

  /** Of {@code s}, made once: to make one takes a second here, and to compare one another. */
  private static final String OF_S =
      "pbkdf2-sha512:210000:aWT/jKrrp+FZHnY4mYjfTA==:"
          + "g+u/xJzPLRiJ+LGQ6074jdoneNTz4FMiWW7aJX1dLvqc4zMr85+e1GgOUHat89e4OqClNJRC1pFQ/gsqUCZhQg==";

  /** Of whom a password is being compared long enough for other calls to come in. */
  private static final Users SLOW = new Users(Map.of("shop", OF_S));

  private static final Users USERS = quick("s");
  private static final int FEW_ROUNDS = 3;
  private static final long LIMIT_SECONDS = 120;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Senders senders = new Senders(() -> Duration.ofMinutes(10), meters);

  @AfterEach
  void stop() {
    senders.stop();
  }

  @Test
  void a_password_is_compared_once_and_remembered() throws Exception {
    CompletableFuture<Admission> first = asked(SLOW, "shop:s", "192.0.2.1");
    CompletableFuture<Admission> beside = asked(SLOW, "shop:s", "192.0.2.1");
    assertFalse(first.isDone());
    assertSame(first, beside);
    assertEquals(Admission.GRANTED, answer(first));

    // At once, from anywhere.
    assertEquals(Admission.GRANTED, asked(SLOW, "shop:s", "192.0.2.9").getNow(null));
  }

  @Test
  void what_is_remembered_of_one_user_of_one_feed_lets_in_nobody_else() throws Exception {
    assertEquals(Admission.GRANTED, answer(asked(USERS, "shop:s", "a")));
    assertEquals(Admission.REFUSED, answer(asked(USERS, "till:s", "a")));
    assertEquals(Admission.REFUSED, answer(asked("other", quick("another"), "shop:s", "a")));
  }

  @Test
  void what_is_refused_is_counted_by_user_and_never_by_what_was_guessed() throws Exception {
    senders.expect("serve", USERS);
    assertEquals(Admission.REFUSED, answer(asked(USERS, "shop:guess", "a")));
    assertEquals(Admission.REFUSED, answer(asked(USERS, "hidden:s", "a")));
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
      asked.add(asked(SLOW, "shop:guess" + i, "192.0.2.1"));
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

  private CompletableFuture<Admission> asked(Users users, String both, String source) {
    return asked("serve", users, both, source);
  }

  private CompletableFuture<Admission> asked(String feed, Users users, String both, String source) {
    return senders.admission(feed, users, Optional.of(given(both)), source).toCompletableFuture();
  }

  private static Admission answer(CompletableFuture<Admission> asked) throws Exception {
    return asked.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** A shop with this password, which is compared at once. */
  private static Users quick(String password) {
    return new Users(new TreeMap<>(Map.of("shop", List.of(PasswordHash.of(password, FEW_ROUNDS)))));
  }

  private static Credentials given(String both) {
    return Credentials.of(
            "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
        .orElseThrow();
  }
}
