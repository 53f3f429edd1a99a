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

    /**
     * What it has decided, with when that was.
     *
     * @param clock the time by the book
     * @param now the time a little later, by {@link System#nanoTime}
     */
    Stream<SeenDecision> decisions(Instant clock, long now);
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
    putAside((clock, now) -> decisions(answered, clock, now));
  }

  @Override
  public void told(ToldNews news) {
    putAside((clock, now) -> decisions(news, clock, now));
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
      // In this order: so a call is said to have begun no later than it did, and by the book, which
      // looks at its clock once more, to have ended no sooner.
      Instant clock = book.now();
      long now = nanos.getAsLong();
      book.note(inHand.stream().flatMap(each -> each.decisions(clock, now)).toList());
      inHand.clear();
    }
  }

  private static Stream<SeenDecision> decisions(AnsweredOrder answered, Instant clock, long now) {
    Instant began = clock.minusNanos(now - answered.begunAt());
    Duration ended = Duration.ofNanos(now - answered.answeredAt());
    List<LineAnswer> lines =
        answered.answer() instanceof Answer.Result result
            ? answered.shape().decisions(result.value())
            : List.of();
    return lines.isEmpty()
        ? Stream.of(ofOrder(answered, began, ended))
        : lines.stream().map(line -> decision(answered, line, began, ended));
  }

  /** Of all lines at once: they are refused, or the call about them was carried out. */
  private static SeenDecision ofOrder(AnsweredOrder answered, Instant began, Duration ended) {
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
      AnsweredOrder answered, LineAnswer line, Instant began, Duration ended) {
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

  private static Stream<SeenDecision> decisions(ToldNews news, Instant clock, long now) {
    return news.items().isEmpty()
        ? Stream.of(decision(news, Optional.empty(), clock, now))
        : news.items().stream().map(item -> decision(news, Optional.of(item), clock, now));
  }

  private static SeenDecision decision(
      ToldNews news, Optional<String> item, Instant clock, long now) {
    boolean isTaken = news.outcome() != ToldOutcome.REFUSED;
    long ago = now - news.at();
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
        clock.minusNanos(ago),
        Duration.ofNanos(ago));
  }
}
