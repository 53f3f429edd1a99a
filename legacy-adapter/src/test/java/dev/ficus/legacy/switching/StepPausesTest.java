package dev.ficus.legacy.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.routing.CutOverStep;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepPausesTest {

  private final StepPauses pauses = new StepPauses();

  @Test
  void the_monolith_is_asked_soon_at_first_and_once_a_second_in_the_end() {
    List<Long> millis =
        Stream.generate(() -> pauses.before(CutOverStep.COUNT))
            .limit(7)
            .map(Duration::toMillis)
            .toList();

    assertEquals(List.of(50L, 100L, 200L, 400L, 800L, 1_000L, 1_000L), millis);
  }

  @Test
  void asking_and_telling_are_both_a_burden() {
    pauses.before(CutOverStep.COUNT);
    pauses.before(CutOverStep.CONFIRM);

    assertEquals(Duration.ofMillis(200), pauses.before(CutOverStep.TELL));
  }

  @Test
  void what_our_own_tables_say_is_looked_up_all_the_time() {
    for (CutOverStep step : List.of(CutOverStep.DRAIN, CutOverStep.CLOSE, CutOverStep.SWITCH)) {
      pauses.before(CutOverStep.COUNT);
      assertEquals(Duration.ofMillis(50), pauses.before(step), step.code());
    }
  }
}
