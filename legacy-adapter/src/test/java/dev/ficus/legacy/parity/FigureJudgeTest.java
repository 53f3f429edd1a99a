package dev.ficus.legacy.parity;

import static dev.ficus.legacy.parity.FedChanges.TODAY;
import static dev.ficus.legacy.parity.FedChanges.at;
import static dev.ficus.legacy.parity.FedChanges.batch;
import static dev.ficus.legacy.parity.FedChanges.cancelled;
import static dev.ficus.legacy.parity.FedChanges.ordered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.parity.FedChange.FedFigure;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.IgnoreRule.Place;
import dev.ficus.legacy.parity.Judge.FigureCase;
import dev.ficus.legacy.parity.Judge.Look;
import dev.ficus.legacy.parity.Judge.Rest;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.Race.Overlapping;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes of comparing a figure with what the shadow would have left. */
class FigureJudgeTest {

  private static final Duration SECOND_LOOK = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final Instant REPORTED = at(9);
  private static final Instant SOON = REPORTED.plusSeconds(1);
  private static final Instant THEN = SOON.plus(WITHIN);
  private static final OptionalLong NONE = OptionalLong.empty();

  private final Judge judge = new Judge(SECOND_LOOK, WITHIN, List.of());

  @Test
  void a_figure_that_shows_what_lines_took_is_the_same_at_once() {
    Verdict same = verdict(judge.figure(of(7, 7), FigureJudgeTest::nothing, SOON));
    assertEquals(
        List.of("figure same", "7 free", "7 free"),
        List.of(word(same), same.theirs(), same.ours()));
  }

  @Test
  void a_figure_is_compared_at_rest_alone() {
    for (long units : new long[] {7, 9}) {
      assertInstanceOf(
          Look.PassedOver.class,
          judge.figure(
              rest(differing(of(units, 7)), Rest.NOT_AT_REST), FigureJudgeTest::nothing, THEN));
    }
  }

  @Test
  void whether_it_was_at_rest_is_waited_for_and_what_was_not_seen_is_unjudged() {
    FigureCase unknown = rest(of(7, 7), Rest.NOT_KNOWN);
    assertInstanceOf(
        Look.Wait.class,
        judge.figure(unknown, FigureJudgeTest::nothing, REPORTED.plus(WITHIN).minusMillis(1)));
    assertEquals(
        "figure unjudged",
        word(verdict(judge.figure(unknown, FigureJudgeTest::nothing, REPORTED.plus(WITHIN)))));
  }

  @Test
  void without_a_call_in_the_interval_nothing_is_compared() {
    FigureCase received =
        new FigureCase(
            figure(12),
            1,
            at(1),
            7,
            Rest.AT_REST,
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty(),
            NONE,
            NONE,
            place());
    assertEquals(
        new Look.Judged(List.of()), judge.figure(received, FigureJudgeTest::nothing, SOON));
  }

  @Test
  void a_difference_counts_at_the_second_look_and_when_all_calls_before_it_are_judged() {
    assertInstanceOf(
        Look.SeenDifferent.class, judge.figure(of(9, 7), FigureJudgeTest::nothing, SOON));
    FigureCase differing = differing(of(9, 7));
    assertInstanceOf(
        Look.Wait.class,
        judge.figure(differing, FigureJudgeTest::nothing, SOON.plus(SECOND_LOOK).minusMillis(1)));
    assertInstanceOf(
        Look.Wait.class, judge.figure(behind(differing), FigureJudgeTest::nothing, THEN));
    assertEquals(
        "figure race",
        word(
            verdict(
                judge.figure(differing, () -> FigureFinding.OTHER_ORDER, SOON.plus(SECOND_LOOK)))));
  }

  @Test
  void who_keeps_units_that_the_other_gives_away_is_worse() {
    FigureCase higher = differing(of(9, 7));
    Verdict better = verdict(judge.figure(higher, () -> FigureFinding.OTHER_DECISIONS, THEN));
    assertEquals(
        List.of("figure better", "9 free", "7 free"),
        List.of(word(better), better.theirs(), better.ours()));
    assertEquals(
        "figure worse",
        word(
            verdict(
                judge.figure(differing(of(-1, 2)), () -> FigureFinding.OTHER_DECISIONS, THEN))));
    assertInstanceOf(
        Look.Wait.class,
        judge.figure(
            higher, () -> FigureFinding.OTHER_DECISIONS, at(8).plus(WITHIN).minusMillis(1)));
  }

  @Test
  void goods_that_come_in_or_leave_beside_the_calls_are_no_difference_and_no_agreement() {
    Verdict more =
        verdict(judge.figure(differing(of(12, 7)), () -> FigureFinding.STOCK_MOVED, THEN));
    assertEquals("figure unjudged", word(more));
    assertEquals("5 units came in beside what was decided", more.why());
    Verdict fewer =
        verdict(judge.figure(differing(of(5, 7)), () -> FigureFinding.STOCK_MOVED, THEN));
    assertEquals("2 units left beside what was decided", fewer.why());
    assertEquals(
        "figure unjudged",
        word(verdict(judge.figure(differing(of(5, 7)), () -> FigureFinding.TOO_MANY, THEN))));
  }

  @Test
  void what_follows_a_difference_or_a_call_that_the_shadow_lacks_is_said_so() {
    FigureCase differing = differing(of(9, 7));
    assertEquals(
        "figure follow_on",
        word(
            verdict(
                judge.figure(
                    since(differing, OptionalLong.of(3), NONE), FigureJudgeTest::nothing, THEN))));
    assertEquals(
        "figure unjudged",
        word(
            verdict(
                judge.figure(
                    since(differing, NONE, OptionalLong.of(3)), FigureJudgeTest::nothing, THEN))));
  }

  @Test
  void of_a_sku_that_is_lost_no_figure_is_compared() {
    FigureCase lost =
        new FigureCase(
            figure(7),
            1,
            at(1),
            7,
            Rest.AT_REST,
            Optional.of(at(8)),
            Optional.empty(),
            true,
            Optional.of("the log was cut"),
            NONE,
            NONE,
            place());
    assertEquals(
        "figure unjudged", word(verdict(judge.figure(lost, FigureJudgeTest::nothing, SOON))));
  }

  @Test
  void a_rule_may_ignore_it() {
    IgnoreRule rule =
        new IgnoreRule(
            7,
            Optional.empty(),
            Optional.of("LAMP"),
            Optional.empty(),
            Aspect.FIGURE,
            VerdictWord.BETTER,
            "Ann",
            "known",
            THEN.plusSeconds(1));
    Judge ruled = new Judge(SECOND_LOOK, WITHIN, List.of(rule));
    assertEquals(
        "figure ignored",
        word(
            verdict(ruled.figure(differing(of(9, 7)), () -> FigureFinding.OTHER_DECISIONS, THEN))));
  }

  @Test
  void a_difference_of_figures_is_one_of_units() {
    assertTrue(
        verdict(judge.figure(differing(of(9, 7)), () -> FigureFinding.OTHER_DECISIONS, THEN))
            .diverges());
    assertFalse(
        verdict(judge.figure(differing(of(9, 7)), () -> FigureFinding.STOCK_MOVED, THEN))
            .diverges());
  }

  @Test
  void another_order_of_calls_that_were_under_way_together_explains_other_units() {
    List<Overlapping> together = List.of(untold(2, "1", 3, 6), untold(3, "2", 5, 6));
    // The shadow gives the first 3 and has 2 left; in the other order all 5 are gone.
    assertEquals(
        FigureFinding.OTHER_ORDER, FigureFinding.find(List.of(batch(1, 5)), together, -2, TODAY));
    List<Overlapping> oneByOne = List.of(untold(2, "1", 3, 2.5), untold(3, "2", 5, 6));
    assertEquals(
        FigureFinding.OTHER_DECISIONS,
        FigureFinding.find(List.of(batch(1, 5)), oneByOne, -2, TODAY));
  }

  @Test
  void lines_of_which_the_monolith_says_nothing_explain_what_they_want_or_have() {
    List<FedChange> stock = List.of(batch(1, 10));
    List<Overlapping> calls = List.of(untold(2, "1", 3, 2.5), untold(3, "2", 4, 3.5));
    for (long more : new long[] {3, 4, 7}) {
      assertEquals(FigureFinding.OTHER_DECISIONS, FigureFinding.find(stock, calls, more, TODAY));
    }
    for (long more : new long[] {-3, 1, 5, 8}) {
      assertEquals(FigureFinding.STOCK_MOVED, FigureFinding.find(stock, calls, more, TODAY));
    }
    // With one unit both wait.
    assertEquals(
        FigureFinding.OTHER_DECISIONS, FigureFinding.find(List.of(batch(1, 1)), calls, -7, TODAY));
  }

  @Test
  void what_the_monolith_has_said_and_what_was_cancelled_explains_nothing() {
    List<FedChange> stock = List.of(batch(1, 10));
    assertEquals(
        FigureFinding.STOCK_MOVED,
        FigureFinding.find(stock, List.of(call(ordered(2, "1", 3), 2.5, said(false))), 3, TODAY));
    assertEquals(
        FigureFinding.STOCK_MOVED,
        FigureFinding.find(
            stock,
            List.of(untold(2, "1", 3, 2.5), call(cancelled(3, "1", 3), 3.5, Optional.empty())),
            3,
            TODAY));
  }

  @Test
  void more_than_can_be_tried_is_too_much() {
    List<FedChange> stock = List.of(batch(1, 100));
    List<Overlapping> seven =
        IntStream.range(2, 9).mapToObj(id -> untold(id, String.valueOf(id), 3, id + 0.5)).toList();
    assertEquals(FigureFinding.TOO_MANY, FigureFinding.find(stock, seven, 3, TODAY));
    List<Overlapping> together =
        IntStream.range(2, 9)
            .mapToObj(id -> call(ordered(id, String.valueOf(id), 3), 20, said(false)))
            .toList();
    assertEquals(FigureFinding.TOO_MANY, FigureFinding.find(stock, together, 3, TODAY));
    List<Overlapping> told =
        IntStream.range(2, 9)
            .mapToObj(id -> call(ordered(id, String.valueOf(id), 3), id + 0.5, said(false)))
            .toList();
    assertEquals(FigureFinding.STOCK_MOVED, FigureFinding.find(stock, told, 3, TODAY));
  }

  private static Overlapping untold(long id, String order, int units, double endedAt) {
    return call(
        ordered(id, order, units),
        endedAt,
        Optional.of(new ByTheMonolith(true, Optional.empty(), Optional.empty())));
  }

  private static Overlapping call(FedLine line, double endedAt, Optional<ByTheMonolith> answer) {
    return new Overlapping(line, line.receivedAt(), at(endedAt), answer);
  }

  private static Optional<ByTheMonolith> said(boolean waits) {
    return Optional.of(new ByTheMonolith(true, Optional.of(waits), Optional.empty()));
  }

  private static FigureFinding nothing() {
    throw new AssertionError("nothing has to be explained");
  }

  private static FedFigure figure(long units) {
    return new FedFigure(9, 1, "LAMP", units, REPORTED);
  }

  private static Place place() {
    return new Place(Optional.of("first"), "LAMP", "");
  }

  private static FigureCase of(long units, long expected) {
    return new FigureCase(
        figure(units),
        1,
        at(1),
        expected,
        Rest.AT_REST,
        Optional.of(at(8)),
        Optional.empty(),
        true,
        Optional.empty(),
        NONE,
        NONE,
        place());
  }

  private static FigureCase differing(FigureCase of) {
    return with(of, of.rest(), Optional.of(SOON), of.isDue(), NONE, NONE);
  }

  private static FigureCase rest(FigureCase of, Rest rest) {
    return with(of, rest, of.differsSince(), of.isDue(), NONE, NONE);
  }

  private static FigureCase behind(FigureCase of) {
    return with(of, of.rest(), of.differsSince(), false, NONE, NONE);
  }

  private static FigureCase since(FigureCase of, OptionalLong diverged, OptionalLong lacking) {
    return with(of, of.rest(), of.differsSince(), true, diverged, lacking);
  }

  private static FigureCase with(
      FigureCase of,
      Rest rest,
      Optional<Instant> differsSince,
      boolean isDue,
      OptionalLong diverged,
      OptionalLong lacking) {
    return new FigureCase(
        of.figure(),
        of.sinceCall(),
        of.since(),
        of.expected(),
        rest,
        of.lastCallAt(),
        differsSince,
        isDue,
        of.shadowIsLost(),
        diverged,
        lacking,
        of.place());
  }

  private static Verdict verdict(Look look) {
    List<Verdict> verdicts = assertInstanceOf(Look.Judged.class, look).verdicts();
    assertEquals(1, verdicts.size());
    return verdicts.get(0);
  }

  private static String word(Verdict verdict) {
    return verdict.aspect().code() + " " + verdict.word().code();
  }
}
