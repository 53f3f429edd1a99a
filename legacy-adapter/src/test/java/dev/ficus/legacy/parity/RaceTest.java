package dev.ficus.legacy.parity;

import static dev.ficus.legacy.parity.FedChanges.TODAY;
import static dev.ficus.legacy.parity.FedChanges.at;
import static dev.ficus.legacy.parity.FedChanges.batch;
import static dev.ficus.legacy.parity.FedChanges.ordered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.Race.Overlapping;
import dev.ficus.legacy.parity.Race.RaceFinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whether another order of calls explains what the monolith has answered. */
class RaceTest {

  private static final List<FedChange> FIVE = List.of(batch(1, 5));

  @Test
  void who_was_first_at_the_monolith_has_the_stock() {
    assertEquals(
        RaceFinding.EXPLAINED,
        Race.find(
            FIVE,
            List.of(
                call(ordered(2, "1", 5), 4, waits(true)),
                call(ordered(3, "2", 5), 3.5, waits(false))),
            TODAY));
  }

  @Test
  void what_had_ended_before_the_other_began_was_first() {
    assertEquals(
        RaceFinding.NOT_EXPLAINED,
        Race.find(
            FIVE,
            List.of(
                call(ordered(2, "1", 5), 2.5, waits(true)),
                call(ordered(3, "2", 5), 3.5, waits(false))),
            TODAY));
  }

  @Test
  void who_was_sent_first_was_first_whoever_was_written_down_first() {
    Overlapping second = sent(ordered(2, "1", 5), 3.6, 4, waits(true));
    Overlapping first = sent(ordered(3, "2", 5), 3.1, 3.5, waits(false));
    assertEquals(RaceFinding.EXPLAINED, Race.find(FIVE, List.of(second, first), TODAY));
    assertEquals(
        RaceFinding.NOT_EXPLAINED,
        Race.find(
            FIVE,
            List.of(
                sent(ordered(2, "1", 5), 2.1, 2.5, waits(true)),
                sent(ordered(3, "2", 5), 3.1, 3.5, waits(false))),
            TODAY));
  }

  @Test
  void the_order_of_two_calls_is_uncertain_unless_what_was_fed_first_had_been_answered() {
    Overlapping call = sent(ordered(5, "5", 1), 5.2, 5.4, waits(false));
    assertFalse(sent(ordered(4, "4", 1), 4, 5.1, waits(false)).isUncertainWith(call));
    assertTrue(sent(ordered(4, "4", 1), 4, 5.3, waits(false)).isUncertainWith(call));
    assertTrue(sent(ordered(4, "4", 1), 9, 9.1, waits(false)).isUncertainWith(call));
    assertFalse(sent(ordered(6, "6", 1), 5.5, 9, waits(false)).isUncertainWith(call));
    assertTrue(sent(ordered(6, "6", 1), 5.3, 9, waits(false)).isUncertainWith(call));
    assertTrue(sent(ordered(6, "6", 1), 4, 5.1, waits(false)).isUncertainWith(call));
  }

  @Test
  void no_order_explains_that_both_wait_or_that_both_have_it() {
    for (boolean both : List.of(true, false)) {
      assertEquals(
          RaceFinding.NOT_EXPLAINED,
          Race.find(
              FIVE,
              List.of(
                  call(ordered(2, "1", 5), 4, waits(both)),
                  call(ordered(3, "2", 5), 4, waits(both))),
              TODAY));
    }
  }

  @Test
  void what_the_order_of_writing_explains_is_no_race() {
    assertEquals(
        RaceFinding.NOT_EXPLAINED,
        Race.find(
            FIVE,
            List.of(
                call(ordered(2, "1", 5), 4, waits(false)),
                call(ordered(3, "2", 5), 4, waits(true))),
            TODAY));
  }

  @Test
  void lines_of_one_call_may_be_decided_in_any_order_but_changes_of_one_line_may_not() {
    FedLine first = line(2, "1", "10", 5);
    FedLine second = line(2.5, "1", "5", 5);
    assertEquals(
        RaceFinding.EXPLAINED,
        Race.find(
            FIVE, List.of(call(first, 4, waits(true)), call(second, 4, waits(false))), TODAY));
    assertEquals(
        RaceFinding.NOT_EXPLAINED,
        Race.find(
            FIVE,
            List.of(
                call(line(2, "1", "10", 6), 4, waits(false)),
                call(line(3, "1", "10", 5), 4, waits(true))),
            TODAY));
  }

  @Test
  void calls_that_can_have_no_stock_in_any_order_are_not_counted() {
    List<Overlapping> calls =
        new ArrayList<>(
            List.of(
                call(ordered(2, "1", 5), 20, waits(true)),
                call(ordered(3, "2", 5), 20, waits(false))));
    for (int at = 4; at < 20; at++) {
      calls.add(call(ordered(at, "" + at, 6), 20, waits(true)));
    }
    assertEquals(RaceFinding.EXPLAINED, Race.find(FIVE, calls, TODAY));
    calls.add(call(ordered(20, "20", 6), 21, waits(false)));
    assertEquals(RaceFinding.NOT_EXPLAINED, Race.find(FIVE, calls, TODAY));
  }

  @Test
  void what_the_monolith_refuses_takes_nothing() {
    assertEquals(
        RaceFinding.NOT_EXPLAINED,
        Race.find(
            FIVE,
            List.of(
                call(ordered(2, "1", 5), 4, Optional.of(ByTheMonolith.REFUSED)),
                call(ordered(3, "2", 5), 4, waits(true))),
            TODAY));
  }

  @Test
  void one_call_alone_races_with_nobody_and_seven_are_too_many() {
    assertEquals(
        RaceFinding.NOT_EXPLAINED,
        Race.find(FIVE, List.of(call(ordered(2, "1", 5), 4, waits(true))), TODAY));
    List<Overlapping> seven = new ArrayList<>();
    for (int at = 0; at < Race.MOST_CALLS + 1; at++) {
      seven.add(call(ordered(2 + at, "" + at, 1), 20, waits(false)));
    }
    assertEquals(RaceFinding.TOO_MANY, Race.find(FIVE, seven, TODAY));
  }

  /** Whatever order the monolith has carried them out in: there is one. */
  @Property
  void every_true_order_is_found(
      @ForAll @IntRange(min = 2, max = 6) int calls,
      @ForAll @IntRange(min = 0, max = 30) int stock,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<FedChange> before = List.of(batch(1, stock));
    List<FedLine> fed = new ArrayList<>();
    for (int at = 0; at < calls; at++) {
      fed.add(ordered(2 + at, "" + at, 1 + random.nextInt(8)));
    }
    List<FedLine> carriedOut = new ArrayList<>(fed);
    Collections.shuffle(carriedOut, random);
    RuledStock there = RuledStock.after(before);
    List<Overlapping> answered = new ArrayList<>();
    for (FedLine each : carriedOut) {
      there.apply(each);
      answered.add(call(each, 20, waits(there.of(each).orElseThrow().waits())));
    }
    RaceFinding found = Race.find(before, answered, TODAY);
    RuledStock here = RuledStock.after(before);
    boolean same =
        answered.stream()
            .sorted((one, other) -> Long.compare(one.change().id(), other.change().id()))
            .allMatch(
                each -> {
                  here.apply(each.change());
                  return here.of(each.change()).orElseThrow().waits()
                      == each.answer().orElseThrow().waits().orElseThrow();
                });
    assertEquals(same ? RaceFinding.NOT_EXPLAINED : RaceFinding.EXPLAINED, found);
  }

  private static FedLine line(double id, String order, String lineid, int units) {
    return new FedLine(
        Math.round(id * 10),
        1,
        new OrderNumber("shop", order),
        new LineKey("LAMP", lineid),
        1,
        units,
        FedState.ORDERED,
        "c",
        at(2));
  }

  private static Overlapping call(FedLine change, double ended, Optional<ByTheMonolith> answer) {
    Instant end = at(ended);
    return new Overlapping(change, change.receivedAt(), end, answer);
  }

  /** One that was sent a while after it was written down. */
  private static Overlapping sent(
      FedLine change, double began, double ended, Optional<ByTheMonolith> answer) {
    return new Overlapping(change, at(began), at(ended), answer);
  }

  private static Optional<ByTheMonolith> waits(boolean waits) {
    return Optional.of(new ByTheMonolith(true, Optional.of(waits), Optional.empty()));
  }
}
