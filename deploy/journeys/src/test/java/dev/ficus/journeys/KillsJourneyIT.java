package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * allocation-service is killed at named steps, and taken over by another instance: by day where a
 * kill leaves something unfinished, at all steps N times with {@code -Dficus.kills=N}.
 */
class KillsJourneyIT {
  private static final int KILLS = Integer.getInteger("ficus.kills", 0);
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Launcher launcher;
  private final Database database = LocalStack.shared().createDatabase("kills");
  private final VirtualHost broker = LocalStack.shared().createVirtualHost("kills");
  private int instances;

  KillsJourneyIT(@TempDir Path logs) {
    launcher = new Launcher(logs);
  }

  @AfterEach
  void end_all() {
    launcher.close();
  }

  @Test
  void killed_at_any_step_nothing_is_lost_and_nothing_takes_effect_twice() throws Exception {
    StoppableService instance = started();
    try (Commanding commanding = new Commanding(broker, database)) {
      commanding.purchase();
      for (int round = 0; round < Math.max(KILLS, 1); round++) {
        for (KillPoint point : steps()) {
          instance.stopAt(point.mark());
          commanding.order(20);
          assertTrue(instance.awaitReached(point.mark(), LIMIT), point + " was not reached");
          assertFalse(
              point.keepsEventsFromTheBroker()
                  && Waiting.until(commanding::allIsMarkedAsPublished, LOOK),
              "marked as published without a confirm");
          instance.kill();
          instance = started();
        }
      }
      commanding.assertNothingLostAndNothingTwice();
    } finally {
      instance.close();
    }
  }

  @Test
  void another_instance_takes_over_from_one_that_is_killed_or_ended_in_the_middle_of_a_group()
      throws Exception {
    StoppableService first = started();
    try (Commanding commanding = new Commanding(broker, database);
        StoppableService second = started();
        StoppableService third = started()) {
      commanding.purchase();
      first.stopAt(KillPoint.BEFORE_THE_COMMIT.mark());
      commanding.order(200);
      assertTrue(first.awaitReached(KillPoint.BEFORE_THE_COMMIT.mark(), LIMIT));
      first.kill();
      commanding.order(200);
      second.end();
      commanding.order(20);
      commanding.assertNothingLostAndNothingTwice();
    } finally {
      first.close();
    }
  }

  private static List<KillPoint> steps() {
    return Stream.of(KillPoint.values()).filter(point -> KILLS > 0 || point.isByDay()).toList();
  }

  private StoppableService started() throws IOException {
    StoppableService instance =
        new StoppableService(
            Service.ALLOCATION, "allocation-" + ++instances, launcher, database, broker, Map.of());
    instance.awaitReady();
    return instance;
  }
}
