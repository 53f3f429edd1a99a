package dev.ficus.legacy.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.intake.Commands.Outgoing;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.shadow.ShadowChange.FigureReported;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShadowFeederTest {

  private final FakeShadowLog log = new FakeShadowLog();
  private final FakeShadow shadow = new FakeShadow();
  private final ShadowFeeder feeder =
      new ShadowFeeder(log, shadow, new SomeShadow(Optional.of("shadow")));

  @Test
  void what_waits_is_decided_sent_and_forgotten_in_its_order() {
    log.undecided = 1_203;
    feeder.feed();
    assertEquals(1_203, shadow.sent.size());
    assertEquals(List.of(), log.decided);
  }

  @Test
  void what_is_not_confirmed_is_sent_again_as_it_was() {
    log.undecided = 3;
    shadow.confirms = false;
    feeder.feed();
    assertEquals(3, log.decided.size());
    log.undecided = 2;
    shadow.confirms = true;
    feeder.feed();
    assertEquals(8, shadow.sent.size());
    assertEquals(shadow.sent.subList(0, 3), shadow.sent.subList(3, 6));
    assertEquals(List.of(), log.decided);
  }

  @Test
  void nothing_is_sent_while_nobody_would_hear_what_comes_of_it() {
    log.undecided = 3;
    shadow.ready = false;
    feeder.feed();
    assertEquals(List.of(), shadow.sent);
    assertEquals(3, log.decided.size());
  }

  /** Changes of which each is the quantity of a batch. */
  private static final class FakeShadowLog implements ShadowLog {
    private int undecided;
    private long fed;
    private final List<Feeding> decided = new ArrayList<>();

    @Override
    public boolean alone(Runnable work) {
      work.run();
      return true;
    }

    @Override
    public void requireAlone() {}

    @Override
    public void feeds(String address) {}

    @Override
    public int decide(int most) {
      int some = Math.min(most, undecided);
      for (int each = 0; each < some; each++) {
        fed++;
        decided.add(
            new Feeding(
                new FigureReported(fed, "LAMP", 1, "shop", fed, Instant.EPOCH, Instant.EPOCH),
                fed,
                List.of(new Feeding.SizedBatch("shop:LAMP", (int) fed, (int) fed + 2)),
                List.of()));
      }
      undecided -= some;
      return some;
    }

    @Override
    public List<Feeding> toSend(int most) {
      return List.copyOf(decided.subList(0, Math.min(most, decided.size())));
    }

    @Override
    public void sent(List<Feeding> feedings) {
      decided.removeAll(feedings);
    }

    @Override
    public int cutOff(long most) {
      return 0;
    }

    @Override
    public void lookAgain() {}

    @Override
    public void endOfOthers() {}

    @Override
    public int findLost(Duration after) {
      return 0;
    }

    @Override
    public int findUnanswered(Duration after) {
      return 0;
    }
  }

  private static final class FakeShadow implements ShadowFeed {
    private boolean ready = true;
    private boolean confirms = true;
    private final List<Outgoing> sent = new ArrayList<>();

    @Override
    public Optional<String> address() {
      return Optional.of("here");
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public Optional<String> refusedFor() {
      return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> send(List<Outgoing> commands) {
      sent.addAll(commands);
      return confirms
          ? CompletableFuture.completedFuture(null)
          : CompletableFuture.failedFuture(new NotConfirmedException("no confirm", null));
    }
  }
}
