package dev.ficus.legacy.judging;

import dev.ficus.legacy.feed.dialect.AnswerShape.LineAnswer;
import dev.ficus.legacy.feed.dialect.KnownCall.ToldOutcome;
import dev.ficus.legacy.feed.served.AnsweredOrder;
import dev.ficus.legacy.feed.served.MonolithsAnswers;
import dev.ficus.legacy.feed.served.ToldNews;
import dev.ficus.legacy.parity.SeenDecision;
import dev.ficus.legacy.parity.SeenDecision.SeenIn;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.xmlrpc.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers of the monolith about orders, and its news to the shop, read for what it has decided.
 * Nobody waits for that: they are put aside as they pass, and read and noted behind them. One that
 * is lost, because too many wait or the process dies, makes its lines unjudged and nothing else.
 */
@ApplicationScoped
class SeenAnswers implements MonolithsAnswers {

  static final int MOST_WAITING = 20_000;

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int LARGEST_GROUP = 500;

  private final DecisionBook book;
  private final boolean wanted;
  private final BlockingQueue<HeardWord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Counter dropped;
  private final PeriodicTask task;
  // Those that were taken out of the queue and are not noted yet; only the task knows it.
  private final List<HeardWord> inHand = new ArrayList<>();

  /** Something in which the monolith may have said what it has decided. */
  private interface HeardWord {

    /** What it has decided, with when that was. */
    Stream<SeenDecision> decisions(BookClock clock);
  }

  /**
   * The book's clock, as it was read: how long that took is how uncertain the times are that it
   * makes of those of {@link System#nanoTime}.
   *
   * @param before when it was asked, by {@link System#nanoTime}
   * @param after when it had answered
   */
  private record BookClock(long before, Instant time, long after) {

    Instant noLaterThan(long at) {
      return time.minusNanos(after - at);
    }

    Instant noSoonerThan(long at) {
      return time.minusNanos(before - at);
    }
  }

  SeenAnswers(
      DecisionBook book,
      MeterRegistry meters,
      @ConfigProperty(name = "ficus.legacy.shadow.virtual-host") Optional<String> shadow,
      PromisingSources promising) {
    this.book = book;
    this.wanted = shadow.isPresent() || !promising.answered().isEmpty();
    this.dropped = meters.counter("ficus.legacy.judging.answers.dropped");
    this.task =
        new PeriodicTask(
            "seen-answers",
            EVERY,
            () -> note(System::nanoTime),
            failure -> TransientFailure.in(failure).orElse(null));
  }

  void start(@Observes StartupEvent event) {
    if (wanted) {
      task.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (wanted) {
      task.stop();
    }
  }

  @Override
  public void answered(AnsweredOrder answered) {
    putAside(clock -> decisions(answered, clock));
  }

  @Override
  public void told(ToldNews news) {
    putAside(clock -> decisions(news, clock));
  }

  private void putAside(HeardWord word) {
    if (wanted && !waiting.offer(word)) {
      dropped.increment();
    }
  }

  /** Notes all that wait; what cannot be noted now is left for the next time. */
  void note(LongSupplier nanos) {
    while (!inHand.isEmpty() || !waiting.isEmpty()) {
      waiting.drainTo(inHand, LARGEST_GROUP - inHand.size());
      BookClock clock = new BookClock(nanos.getAsLong(), book.now(), nanos.getAsLong());
      book.note(inHand.stream().flatMap(each -> each.decisions(clock)).toList());
      inHand.clear();
    }
  }

  private static Stream<SeenDecision> decisions(AnsweredOrder answered, BookClock clock) {
    Instant began = clock.noLaterThan(answered.begunAt());
    Instant ended = clock.noSoonerThan(answered.answeredAt());
    List<LineAnswer> lines =
        answered.answer() instanceof Answer.Result result
            ? answered.shape().decisions(result.value())
            : List.of();
    return lines.isEmpty()
        ? Stream.of(ofOrder(answered, began, ended))
        : lines.stream().map(line -> decision(answered, line, began, ended));
  }

  /** Of all lines at once: they are refused, or the call about them was carried out. */
  private static SeenDecision ofOrder(AnsweredOrder answered, Instant began, Instant ended) {
    return new SeenDecision(
        answered.order(),
        Optional.empty(),
        Optional.empty(),
        answered.answer() instanceof Answer.Result,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        SeenIn.ANSWER,
        answered.correlation(),
        began,
        ended);
  }

  private static SeenDecision decision(
      AnsweredOrder answered, LineAnswer line, Instant began, Instant ended) {
    return new SeenDecision(
        answered.order(),
        line.item(),
        Optional.of(line.sku()),
        line.taken(),
        line.waits(),
        line.day(),
        line.batch(),
        false,
        SeenIn.ANSWER,
        answered.correlation(),
        began,
        ended);
  }

  private static Stream<SeenDecision> decisions(ToldNews news, BookClock clock) {
    return news.items().isEmpty()
        ? Stream.of(decision(news, Optional.empty(), clock))
        : news.items().stream().map(item -> decision(news, Optional.of(item), clock));
  }

  private static SeenDecision decision(ToldNews news, Optional<String> item, BookClock clock) {
    boolean isTaken = news.outcome() != ToldOutcome.REFUSED;
    return new SeenDecision(
        news.order(),
        item,
        Optional.empty(),
        isTaken,
        isTaken ? Optional.of(news.outcome() == ToldOutcome.WAITS) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        news.outcome() == ToldOutcome.DESPATCHED,
        SeenIn.CALL,
        news.correlation(),
        clock.noLaterThan(news.at()),
        clock.noSoonerThan(news.at()));
  }
}
