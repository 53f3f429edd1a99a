package dev.ficus.legacy.senders;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Decides who may call a feed. To compare a password takes long, so one thread alone does it, and
 * what was right is remembered for some minutes; until then to ask costs microseconds.
 */
@Singleton
public class Senders {

  /** How long to wait before another attempt, where this one was not looked at. */
  public static final Duration LATER = Duration.ofSeconds(30);

  private static final Logger LOG = Logger.getLogger(Senders.class);
  private static final int MOST_WAITING = 200;

  /** Of those who name a user that there is not: what they name may be a password. */
  private static final String NO_USER = "";

  private final MeterRegistry meters;
  private final KnownCredentials known;
  private final Guesses guesses = new Guesses(System::nanoTime);
  private final Map<String, CompletableFuture<Admission>> underWay = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor comparing =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "senders");
            thread.setDaemon(true);
            return thread;
          });

  Senders(SenderSettings settings, MeterRegistry meters) {
    this.meters = meters;
    this.known = new KnownCredentials(settings.remembered(), System::nanoTime);
  }

  /** Whether a call is let in. */
  public enum Admission {
    /** It is. */
    GRANTED,
    /** It is not: nobody is named, or the password is wrong. */
    REFUSED,
    /** It was not looked at, because too many wait. */
    POSTPONED
  }

  private enum Why {
    NO_CREDENTIALS,
    UNKNOWN_USER,
    WRONG_PASSWORD,
    TOO_MANY;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose refusals will be counted. */
  public void expect(String feed, Users users) {
    refused(feed, NO_USER, Why.NO_CREDENTIALS);
    if (!users.areEverybody()) {
      refused(feed, NO_USER, Why.UNKNOWN_USER);
      refused(feed, NO_USER, Why.TOO_MANY);
      for (String name : users.names()) {
        refused(feed, name, Why.WRONG_PASSWORD);
        refused(feed, name, Why.TOO_MANY);
      }
    }
  }

  /**
   * Whether a call is let in.
   *
   * @param given what it came with; empty when that is nothing by which it could be known
   * @param source the address it came from
   * @return at once, or when the password has been compared
   */
  public CompletionStage<Admission> admission(
      String feed, Users users, Optional<Credentials> given, String source) {
    if (users.areEverybody()) {
      return CompletableFuture.completedFuture(Admission.GRANTED);
    }
    if (given.isEmpty()) {
      refused(feed, NO_USER, Why.NO_CREDENTIALS).increment();
      return CompletableFuture.completedFuture(Admission.REFUSED);
    }
    String digest = known.digest(feed, given.get());
    if (known.include(digest)) {
      return CompletableFuture.completedFuture(Admission.GRANTED);
    }
    // A sender that begins with many calls at once has its password compared once.
    CompletableFuture<Admission> own = new CompletableFuture<>();
    CompletableFuture<Admission> other = underWay.putIfAbsent(digest + source, own);
    if (other != null) {
      return other;
    }
    own.whenComplete((any, failure) -> underWay.remove(digest + source));
    compare(feed, users, given.get(), source, digest, own);
    return own;
  }

  private void compare(
      String feed,
      Users users,
      Credentials given,
      String source,
      String digest,
      CompletableFuture<Admission> admission) {
    String user = users.names().contains(given.user()) ? given.user() : NO_USER;
    Optional<Guesses.Guess> guess =
        comparing.getQueue().size() < MOST_WAITING
            ? guesses.begin(new Guesses.Guesser(feed, user, source))
            : Optional.empty();
    if (guess.isEmpty()) {
      refused(feed, user, Why.TOO_MANY).increment();
      admission.complete(Admission.POSTPONED);
      return;
    }
    try {
      comparing.schedule(
          () -> {
            try {
              boolean right = users.include(given);
              if (right) {
                known.add(digest);
              }
              note(feed, user, source, right, guess.get().end(right));
              admission.complete(right ? Admission.GRANTED : Admission.REFUSED);
            } catch (RuntimeException | Error unexpected) {
              admission.completeExceptionally(unexpected);
            }
          },
          guess.get().pause().toNanos(),
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      admission.complete(Admission.POSTPONED);
    }
  }

  private void note(String feed, String user, String source, boolean right, int wrong) {
    if (right) {
      LOG.debugf("User %s of feed %s calls from %s", user, feed, source);
      return;
    }
    boolean unknown = user.equals(NO_USER);
    refused(feed, user, unknown ? Why.UNKNOWN_USER : Why.WRONG_PASSWORD).increment();
    LOG.warnf(
        "A call of feed %s was refused: %s, from %s, %d times lately",
        feed, unknown ? "no user of it" : "a wrong password of user " + user, source, wrong);
  }

  private Counter refused(String feed, String user, Why why) {
    return meters.counter(
        "ficus.legacy.senders.refused", "feed", feed, "user", user, "why", why.label());
  }

  @PreDestroy
  void stop() {
    comparing.shutdownNow();
  }
}
