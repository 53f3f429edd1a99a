package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.bench.OrderFlow.Answered;
import dev.ficus.bench.OrderFlow.Noticed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderFlowTest {

  @Test
  void an_order_belongs_to_the_time_in_which_it_was_due_however_late_its_answer_came() {
    List<Answered> answered =
        List.of(
            new Answered(99, 1_000),
            new Answered(100, 5),
            new Answered(150, 300),
            new Answered(200, 7));

    assertEquals(new Noticed(2, Duration.ofNanos(300)), Noticed.of(answered, 100, 200));
  }

  @Test
  void nobody_noticed_a_time_in_which_nothing_was_due() {
    assertEquals(new Noticed(0, Duration.ZERO), Noticed.of(List.of(new Answered(5, 1)), 10, 20));
  }

  @Test
  void the_clock_may_pass_its_highest_number() {
    List<Answered> answered =
        List.of(new Answered(Long.MAX_VALUE, 4), new Answered(Long.MIN_VALUE + 3, 9));

    assertEquals(
        new Noticed(2, Duration.ofNanos(9)),
        Noticed.of(answered, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5));
  }
}
