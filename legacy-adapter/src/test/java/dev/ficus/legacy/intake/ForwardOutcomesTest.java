package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.Forwards.Ending;
import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.intake.Forwards.ForwardOutcome;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.local.Waiting;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of calls to the monolith is noted, together and again, whatever the database does. */
class ForwardOutcomesTest {

  private static final OrderNumber ORDER = new OrderNumber("shop", "1");
  private static final Instant LATER = Instant.now().plusSeconds(3600);

  private final NotedForwards forwards = new NotedForwards();
  private final ForwardOutcomes outcomes = new ForwardOutcomes(forwards);

  @BeforeEach
  void start() {
    outcomes.start(null);
  }

  @AfterEach
  void stop() throws InterruptedException {
    forwards.mayEnd.countDown();
    outcomes.stop(null);
  }

  @Test
  void of_calls_that_end_at_once_the_outcomes_are_noted_together() throws Exception {
    forwards.slow = true;
    CompletableFuture<Void> first = outcomes.note(accepted(0, false));
    assertTrue(forwards.begun.await(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    List<CompletableFuture<Void>> others =
        IntStream.rangeClosed(1, 1200).mapToObj(id -> outcomes.note(accepted(id, false))).toList();
    forwards.mayEnd.countDown();
    first.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    for (CompletableFuture<Void> other : others) {
      other.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    assertEquals(1201, forwards.noted.stream().mapToInt(List::size).sum());
    assertEquals(7, forwards.noted.size());
  }

  @Test
  void an_answer_that_the_database_may_forget_is_noted_again_later_for_good() {
    ForwardOutcome answer = accepted(1, false);
    outcomes.note(answer).join();
    outcomes.noteAgain();
    assertEquals(List.of(), forwards.forGood, "it is on its way to the disk");
    outcomes.noteAgain(LATER);
    assertEquals(List.of(answer), forwards.forGood);
    outcomes.noteAgain(LATER);
    assertEquals(List.of(answer), forwards.forGood, "once");
  }

  @Test
  void what_is_safe_at_once_and_what_is_no_answer_is_noted_once() {
    outcomes.note(accepted(1, true)).join();
    outcomes
        .note(new ForwardOutcome(new Forward(ORDER, 2, false), Ending.UNANSWERED, "away"))
        .join();
    outcomes.noteAgain(LATER);
    assertEquals(List.of(), forwards.forGood);
  }

  @Test
  void an_answer_that_cannot_be_noted_is_noted_when_the_database_is_back() {
    forwards.away = true;
    ForwardOutcome refused = ForwardOutcome.answered(new Forward(ORDER, 1, false), false);
    assertThrows(RuntimeException.class, () -> Results.of(outcomes.note(refused)));
    outcomes.noteAgain(LATER);
    assertEquals(List.of(), forwards.forGood);
    forwards.away = false;
    outcomes.noteAgain(LATER);
    assertEquals(List.of(refused), forwards.forGood);
  }

  @Test
  void an_approval_that_cannot_be_noted_is_the_senders_to_ask_for_again() {
    forwards.away = true;
    assertThrows(RuntimeException.class, () -> Results.of(outcomes.note(accepted(1, true))));
  }

  @Test
  void what_may_be_forgotten_is_noted_for_good_when_the_adapter_stops() throws Exception {
    ForwardOutcome answer = accepted(1, false);
    outcomes.note(answer).join();
    outcomes.stop(null);
    assertEquals(List.of(answer), forwards.forGood);
  }

  private static ForwardOutcome accepted(long id, boolean approves) {
    return ForwardOutcome.answered(new Forward(ORDER, id, approves), true);
  }

  /** Remembers what it was given to note. */
  private static final class NotedForwards implements Forwards {

    private final List<List<ForwardOutcome>> noted = new ArrayList<>();
    private final List<ForwardOutcome> forGood = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile boolean slow;
    private volatile boolean away;

    @Override
    public void note(List<ForwardOutcome> outcomes) {
      answer();
      if (slow) {
        begun.countDown();
        try {
          assertTrue(mayEnd.await(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      noted.add(List.copyOf(outcomes));
    }

    @Override
    public void noteForGood(List<ForwardOutcome> answers) {
      answer();
      forGood.addAll(answers);
    }

    private void answer() {
      if (away) {
        throw new IllegalStateException(new SQLException("the database is away", "08006"));
      }
    }

    @Override
    public List<Doubt> doubts(int most) {
      return List.of();
    }

    @Override
    public long inDoubt() {
      return 0;
    }

    @Override
    public List<RefusedOrder> refused(int most) {
      return List.of();
    }

    @Override
    public long refused() {
      return 0;
    }

    @Override
    public FindingOutcome settle(Finding finding, String correlation) {
      return FindingOutcome.NO_DOUBT;
    }
  }
}
