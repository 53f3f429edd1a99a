package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.journeys.SwitchedStock.CertifiedSku;
import dev.ficus.journeys.SwitchedStock.HeldUnits;
import dev.ficus.journeys.SwitchedStock.MonolithMove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plants a unit too many, or too few, into what was written down of a SKU that went back. */
class RollBackReckoningTest {
  private static final String SKU = "RUG";

  private final List<CertifiedSku> certified = new ArrayList<>();
  private final List<HeldUnits> held = new ArrayList<>();
  private final List<MonolithMove> moves = new ArrayList<>();

  /** Of 20 the monolith had promised 5 when we took over; we promise 4, and go back. */
  @BeforeEach
  void it_goes_over_and_back() {
    moves(1, "received", 20);
    moves(2, "promised", 15);
    certified(10, false, 15, 15);
    held(11, 3);
    held(12, 4);
    closed(20, 4);
    moves(21, "set-aside", 11);
    certified(30, true, 11, 15);
  }

  @Test
  void the_figure_is_that_at_the_cut_over_less_the_debt() {
    assertDifferences();
    // What the monolith sells afterwards, and what it gives back, is its own.
    moves(31, "promised", 9);
    held(32, 2);
    moves(33, "given-back", 11);
    assertDifferences();
  }

  @Test
  void a_unit_too_few_is_noticed() {
    moves.set(2, new MonolithMove(at(21), SKU, "set-aside", 10));
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 10, 15));
    assertDifferences(afterwards(10, 0, 0, "4"));
  }

  @Test
  void a_unit_too_many_is_noticed() {
    moves.set(2, new MonolithMove(at(21), SKU, "set-aside", 12));
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 12, 15));
    assertDifferences(afterwards(12, 0, 0, "4"));
  }

  @Test
  void what_nobody_told_the_monolith_is_noticed() {
    moves.remove(2);
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 15, 15));
    assertDifferences(afterwards(15, 0, 0, "4"));
  }

  @Test
  void what_the_monolith_was_told_twice_is_noticed() {
    moves(22, "set-aside", 7);
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 7, 15));
    assertDifferences(afterwards(7, 0, 0, "4"));
  }

  @Test
  void a_certificate_with_another_figure_than_the_monolith_had_is_noticed() {
    certified.set(0, new CertifiedSku(1, false, at(10), SKU, 14, 14));
    assertDifferences(
        "I9: by certificate 1 the monolith had 14 of RUG, and it had 15",
        "I9: after the rollback of certificate 2 the monolith had 11 of RUG; by certificate 1 it"
            + " had 14 before, received 0 since, moved 0 by itself, was told 0 earlier, and the"
            + " debt was 4");
  }

  @Test
  void receipts_count_and_what_the_monolith_moves_by_itself_is_named() {
    moves.add(2, new MonolithMove(at(13), SKU, "received", 25));
    moves.add(3, new MonolithMove(at(14), SKU, "promised", 23));
    moves.add(4, new MonolithMove(at(15), SKU, "corrected", 22));
    moves.set(5, new MonolithMove(at(21), SKU, "set-aside", 18));
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 18, 22));
    assertDifferences();
    moves.set(5, new MonolithMove(at(21), SKU, "set-aside", 17));
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 17, 22));
    assertDifferences(afterwards(17, 10, -3, "4"));
  }

  @Test
  void a_line_may_give_units_back_while_the_monolith_is_told_and_not_afterwards() {
    held.set(2, new HeldUnits(at(19), SKU, true, 5));
    held(20, 4);
    assertDifferences();
    held.set(3, new HeldUnits(at(22), SKU, false, 4));
    assertDifferences(afterwards(11, 0, 0, "5"));
  }

  @Test
  void goods_that_have_left_for_our_lines_and_were_booked_are_a_part_of_the_debt() {
    moves.add(2, new MonolithMove(at(13), SKU, "left", 14));
    assertDifferences();
    moves.add(4, new MonolithMove(at(22), SKU, "left", 10));
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 10, 15));
    assertDifferences(afterwards(10, 0, 0, "3").replace("told 0", "told 1"));
  }

  @Test
  void what_stays_set_aside_over_the_next_cut_over_is_no_debt_any_more() {
    certified(40, false, 11, 15);
    held(41, 6);
    closed(50, 6);
    moves(51, "set-aside", 9);
    certified(60, true, 9, 15);
    assertDifferences();
    moves.set(3, new MonolithMove(at(51), SKU, "set-aside", 5));
    certified.set(3, new CertifiedSku(4, true, at(60), SKU, 5, 15));
    assertDifferences(
        "I9: after the rollback of certificate 4 the monolith had 5 of RUG; by certificate 3 it had"
            + " 11 before, received 0 since, moved 0 by itself, was told 0 earlier, and the debt"
            + " was 2");
  }

  @Test
  void what_an_attempt_before_has_told_stays_told() {
    held.add(1, new HeldUnits(at(11), SKU, true, 3));
    moves.add(2, new MonolithMove(at(12), SKU, "set-aside", 12));
    assertDifferences();
  }

  @Test
  void what_an_attempt_before_has_told_too_much_is_noticed() {
    held.add(1, new HeldUnits(at(11), SKU, true, 3));
    moves.add(2, new MonolithMove(at(12), SKU, "set-aside", 10));
    moves.remove(3);
    certified.set(1, new CertifiedSku(2, true, at(30), SKU, 10, 15));
    assertDifferences(
        "I9: before the rollback of certificate 2 the monolith set 5 of RUG aside, and the debt was 3 or 4");
  }

  private static String afterwards(long figure, long received, long own, String debt) {
    return ("I9: after the rollback of certificate 2 the monolith had %d of RUG; by certificate 1 it"
            + " had 15 before, received %d since, moved %d by itself, was told 0 earlier, and the"
            + " debt was %s")
        .formatted(figure, received, own, debt);
  }

  private void assertDifferences(String... expected) {
    assertEquals(
        List.of(expected),
        RollBackReckoning.differences(new SwitchedStock(certified, held, moves)));
  }

  private void certified(int second, boolean back, long figure, long batch) {
    certified.add(new CertifiedSku(certified.size() + 1, back, at(second), SKU, figure, batch));
  }

  private void held(int second, long units) {
    held.add(new HeldUnits(at(second), SKU, false, units));
  }

  private void closed(int second, long units) {
    held.add(new HeldUnits(at(second), SKU, true, units));
  }

  private void moves(int second, String what, long figure) {
    moves.add(new MonolithMove(at(second), SKU, what, figure));
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
