package dev.ficus.legacy.feed.replayed;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.captured.Captured;
import dev.ficus.legacy.feed.captured.Captures;
import dev.ficus.legacy.feed.pulled.PulledFeeds;
import dev.ficus.legacy.intake.FrozenProductsException;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The replays of files, one at a time. They are remembered until the adapter ends. */
@Startup
@Singleton
public class Replays {

  private static final Logger LOG = Logger.getLogger(Replays.class);
  private static final int REMEMBERED = 20;
  private static final long STOPPING_MILLISECONDS = 5_000;

  private final Captures captures;
  private final Calls calls;
  private final PulledFeeds pulled;
  private final XmlRpcReader reader;
  private final MeterRegistry meters;
  // Guarded by this; the last one first.
  private final Deque<Replay> replays = new ArrayDeque<>();
  private Thread running;

  Replays(Captures captures, Calls calls, PulledFeeds pulled, Shops shops, MeterRegistry meters) {
    this.captures = captures;
    this.calls = calls;
    this.pulled = pulled;
    this.reader = new XmlRpcReader(shops.limits());
    this.meters = meters;
    for (String feed : captures.feeds()) {
      if (!isFeed(feed)) {
        throw new IllegalArgumentException("ficus.legacy.capture.feeds: there is no feed " + feed);
      }
    }
    for (ReplayOutcome.ReplayResult kind : ReplayOutcome.ReplayResult.values()) {
      count(kind, 0);
    }
  }

  /** Whether there is a feed of this name. */
  public boolean isFeed(String name) {
    return calls.know(name) || pulled.named(name).isPresent();
  }

  /**
   * Begins to replay a file.
   *
   * @param file what it is called
   * @param content is closed when it is done
   * @param feed by which everything is to come; empty for the one in the file
   * @return empty when another one is under way; then the content is left alone
   */
  public synchronized Optional<Replay> start(
      String file, InputStream content, Speed speed, Optional<String> feed) {
    if (running != null && running.isAlive()) {
      return Optional.empty();
    }
    Replay replay =
        new Replay(
            UUID.randomUUID().toString(),
            file,
            speed,
            (document, correlation) -> begin(document, feed, correlation),
            Clock.systemUTC(),
            outcome -> count(outcome.kind(), 1));
    running = new Thread(() -> run(replay, content), "replay");
    running.setDaemon(true);
    running.start();
    replays.addFirst(replay);
    if (replays.size() > REMEMBERED) {
      replays.removeLast();
    }
    return Optional.of(replay);
  }

  private void run(Replay replay, InputStream content) {
    try (content) {
      replay.run(captures.read(content));
    } catch (IOException e) {
      LOG.warnf("A file cannot be closed: %s", e);
    }
  }

  /** Those that are remembered, the last one first. */
  public synchronized Collection<Replay> all() {
    return List.copyOf(replays);
  }

  /** The one of this id. */
  public synchronized Optional<Replay> find(String id) {
    return replays.stream().filter(replay -> replay.status().id().equals(id)).findFirst();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    Thread last;
    synchronized (this) {
      replays.forEach(Replay::stop);
      last = running;
    }
    if (last != null) {
      last.join(STOPPING_MILLISECONDS);
    }
  }

  private void count(ReplayOutcome.ReplayResult kind, int many) {
    String outcome = kind.name().toLowerCase(Locale.ROOT);
    meters.counter("ficus.legacy.replayed", "outcome", outcome).increment(many);
  }

  private Supplier<ReplayOutcome> begin(
      Captured document, Optional<String> given, String correlation) {
    Optional<String> feed = given.or(document::feed);
    if (feed.isEmpty()) {
      return () ->
          ReplayOutcome.failed("the file names no feed by which it came, and none is given");
    }
    try {
      return document.kind() == Captured.DocumentKind.CALL
          ? call(feed.get(), document, correlation)
          : answer(feed.get(), document, correlation);
    } catch (XmlRpcException refused) {
      return () -> ReplayOutcome.failed(refused.getMessage());
    } catch (IOException | RuntimeException failure) {
      return () -> outcome(failure);
    }
  }

  private Supplier<ReplayOutcome> call(String feed, Captured document, String correlation)
      throws IOException {
    if (!calls.know(feed)) {
      return () -> ReplayOutcome.failed("no calls come by a feed " + feed);
    }
    return calls
        .begin(
            feed,
            reader.readCall(new ByteArrayInputStream(document.document())),
            document,
            correlation)
        .map(begun -> waiting(() -> answered(begun.get())))
        .orElse(() -> ReplayOutcome.PASSED_OVER);
  }

  private Supplier<ReplayOutcome> answer(String feed, Captured document, String correlation)
      throws IOException {
    if (pulled.named(feed).isEmpty()) {
      return () -> ReplayOutcome.failed("no shop is asked by a feed " + feed);
    }
    if (!(reader.readAnswer(new ByteArrayInputStream(document.document()))
        instanceof Answer.Result result)) {
      return () -> ReplayOutcome.PASSED_OVER;
    }
    return pulled
        .named(feed)
        .flatMap(shop -> shop.takeAgain(result.value(), document.at(), correlation))
        .map(
            begun ->
                waiting(
                    () -> {
                      begun.run();
                      return ReplayOutcome.TAKEN;
                    }))
        .orElse(() -> ReplayOutcome.PASSED_OVER);
  }

  private static ReplayOutcome answered(List<Answer> answers) {
    return answers.stream()
        .filter(Answer.Fault.class::isInstance)
        .map(Answer.Fault.class::cast)
        .findFirst()
        .map(fault -> ReplayOutcome.failed("fault " + fault.code() + ": " + fault.message()))
        .orElse(ReplayOutcome.TAKEN);
  }

  private static Supplier<ReplayOutcome> waiting(Supplier<ReplayOutcome> begun) {
    return () -> {
      try {
        return begun.get();
      } catch (RuntimeException failure) {
        return outcome(failure);
      }
    };
  }

  private static ReplayOutcome outcome(Exception failure) {
    if (failure instanceof NotConfirmedException) {
      return ReplayOutcome.notNow("the broker does not confirm");
    }
    if (failure instanceof FrozenProductsException) {
      return ReplayOutcome.notNow("products change their route at present");
    }
    if (TransientFailure.in(failure).isPresent()) {
      return ReplayOutcome.notNow("the database is away");
    }
    LOG.errorf(failure, "A replayed document cannot be taken in");
    return ReplayOutcome.failed(failure.toString());
  }
}
