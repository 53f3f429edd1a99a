package dev.ficus.legacy.judging;

import dev.ficus.legacy.feed.dialect.AnswerShape.LineAnswer;
import dev.ficus.legacy.feed.served.AnsweredOrder;
import dev.ficus.legacy.feed.served.MonolithsAnswers;
import dev.ficus.legacy.parity.SeenDecision;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers of the monolith about orders, read for what it has decided. Nobody waits for that: an
 * answer is put aside as it passes, and read and noted behind it. One that is lost, because too
 * many wait or the process dies, makes its lines unjudged and nothing else.
 */
@ApplicationScoped
class SeenAnswers implements MonolithsAnswers {

  static final int MOST_WAITING = 20_000;

  private static final Duration EVERY = Duration.ofMillis(100);
  private static final int LARGEST_GROUP = 500;

  private final DecisionBook book;
  private final boolean wanted;
  private final BlockingQueue<AnsweredOrder> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Counter dropped;
  private final PeriodicTask task;
  // Those that were taken out of the queue and are not noted yet; only the task knows it.
  private final List<AnsweredOrder> inHand = new ArrayList<>();

  SeenAnswers(
      DecisionBook book,
      MeterRegistry meters,
      @ConfigProperty(name = "ficus.legacy.shadow.virtual-host") Optional<String> shadow) {
    this.book = book;
    this.wanted = shadow.isPresent();
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
    if (wanted && !waiting.offer(answered)) {
      dropped.increment();
    }
  }

  /** Notes all that wait; what cannot be noted now is left for the next time. */
  void note(LongSupplier nanos) {
    while (!inHand.isEmpty() || !waiting.isEmpty()) {
      waiting.drainTo(inHand, LARGEST_GROUP - inHand.size());
      long now = nanos.getAsLong();
      book.note(inHand.stream().flatMap(each -> decisions(each, now)).toList());
      inHand.clear();
    }
  }

  private static Stream<SeenDecision> decisions(AnsweredOrder answered, long now) {
    Duration began = Duration.ofNanos(now - answered.begunAt());
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
  private static SeenDecision ofOrder(AnsweredOrder answered, Duration began, Duration ended) {
    return new SeenDecision(
        answered.order(),
        Optional.empty(),
        Optional.empty(),
        answered.answer() instanceof Answer.Result,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        answered.correlation(),
        began,
        ended);
  }

  private static SeenDecision decision(
      AnsweredOrder answered, LineAnswer line, Duration began, Duration ended) {
    return new SeenDecision(
        answered.order(),
        line.item(),
        Optional.of(line.sku()),
        line.taken(),
        line.waits(),
        line.day(),
        line.batch(),
        answered.correlation(),
        began,
        ended);
  }
}
