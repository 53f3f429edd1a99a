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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * allocation-service is killed at named steps, and taken over by another instance: by day where
 * nothing is committed yet, and where nobody knows whether the broker has the events; at all steps
 * N times with {@code -Dficus.kills=N}.
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
  @EnabledIfSystemProperty(named = "ficus.kills", matches = "[1-9][0-9]*")
  void killed_at_any_step_nothing_is_lost_and_nothing_takes_effect_twice() throws Exception {
    StoppableService instance = started();
    try (Commanding commanding = new Commanding(broker, database)) {
      commanding.purchase();
      for (int round = 0; round < KILLS; round++) {
        for (KillPoint point : KillPoint.values()) {
          killInTheMiddle(instance, point, commanding, 20);
          instance = started();
        }
      }
      commanding.order(200);
      instance.end();
      instance = started();
      commanding.assertNothingLostAndNothingTwice();
    } finally {
      instance.close();
    }
  }

  @Test
  void another_instance_takes_over_from_one_that_is_killed_in_the_middle_of_a_group()
      throws Exception {
    StoppableService first = started();
    try (Commanding commanding = new Commanding(broker, database);
        StoppableService second = started()) {
      commanding.purchase();
      killInTheMiddle(first, KillPoint.BEFORE_THE_COMMIT, commanding, 200);
      commanding.assertNothingLostAndNothingTwice();
      try (StoppableService third = started()) {
        killInTheMiddle(second, KillPoint.BEFORE_THE_CONFIRM, commanding, 200);
        commanding.assertNothingLostAndNothingTwice();
      }
    } finally {
      first.close();
    }
  }

  private static void killInTheMiddle(
      StoppableService instance, KillPoint point, Commanding commanding, int lines)
      throws Exception {
    instance.stopAt(point.mark());
    commanding.order(lines);
    assertTrue(instance.awaitReached(point.mark(), LIMIT), point + " was not reached");
    assertFalse(
        point.keepsEventsFromTheBroker() && Waiting.until(commanding::allIsMarkedAsPublished, LOOK),
        "marked as published without a confirm");
    instance.kill();
  }

  private StoppableService started() throws IOException {
    StoppableService instance =
        new StoppableService(
            Service.ALLOCATION, "allocation-" + ++instances, launcher, database, broker, Map.of());
    instance.awaitReady();
    return instance;
  }
}
