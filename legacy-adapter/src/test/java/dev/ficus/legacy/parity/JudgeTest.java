package dev.ficus.legacy.parity;

import static dev.ficus.legacy.parity.FedChanges.TODAY;
import static dev.ficus.legacy.parity.FedChanges.at;
import static dev.ficus.legacy.parity.FedChanges.line;
import static dev.ficus.legacy.parity.FedChanges.ordered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.IgnoreRule.Place;
import dev.ficus.legacy.parity.Judge.Case;
import dev.ficus.legacy.parity.Judge.Look;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.LineDecision.ByUs;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What comes of comparing both sides' decisions. */
class JudgeTest {

  private static final Duration SECOND_LOOK = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final Instant CALLED = at(2);
  private static final Instant SOON = CALLED.plusSeconds(1);
  private static final Place PLACE = new Place(Optional.of("first"), "LAMP", "shop");
  private static final ByTheMonolith THEY_HAVE_STOCK = theirs(false);
  private static final ByTheMonolith THEY_WAIT = theirs(true);
  private static final ByUs WE_HAVE_STOCK = new ByUs(false, 1, Optional.empty());
  private static final ByUs WE_WAIT = new ByUs(true, 1, Optional.empty());

  private final Judge judge = new Judge(SECOND_LOOK, WITHIN, List.of());

  @Test
  void what_both_decide_alike_is_the_same() {
    assertEquals(
        List.of("taken same", "outcome same"),
        words(judge.look(seen(THEY_WAIT, WE_WAIT), JudgeTest::noRace, SOON)));
    ByTheMonolith today = new ByTheMonolith(true, Optional.of(false), Optional.of(TODAY));
    assertEquals(
        List.of("taken same", "outcome same", "day same"),
        words(judge.look(seen(today, WE_HAVE_STOCK), JudgeTest::noRace, SOON)));
  }

  @Test
  void a_difference_counts_at_the_second_look() {
    Case first = seen(THEY_HAVE_STOCK, WE_WAIT);
    assertInstanceOf(Look.SeenDifferent.class, judge.look(first, JudgeTest::noRace, SOON));
    Case looked = lookedAt(first, SOON);
    assertInstanceOf(
        Look.Wait.class,
        judge.look(looked, JudgeTest::noRace, SOON.plus(SECOND_LOOK).minusMillis(1)));
    assertEquals(List.of("taken same", "outcome worse"), second(looked));
    assertEquals(
        List.of("taken same", "outcome same"),
        second(lookedAt(seen(THEY_HAVE_STOCK, WE_HAVE_STOCK), SOON)));
  }

  @Test
  void who_has_stock_where_the_other_waits_is_better() {
    assertEquals(
        List.of("taken same", "outcome better"),
        second(lookedAt(seen(THEY_WAIT, WE_HAVE_STOCK), SOON)));
  }

  @Test
  void who_is_there_earlier_is_better_and_the_past_is_today() {
    assertEquals(
        List.of("taken same", "outcome same", "day better"),
        second(lookedAt(seen(on(TODAY.plusDays(7)), WE_HAVE_STOCK), SOON)));
    assertEquals(
        List.of("taken same", "outcome same", "day worse"),
        second(
            lookedAt(seen(on(TODAY), new ByUs(false, 1, Optional.of(TODAY.plusDays(1)))), SOON)));
    assertEquals(
        List.of("taken same", "outcome same", "day same"),
        words(judge.look(seen(on(TODAY.minusDays(400)), WE_HAVE_STOCK), JudgeTest::noRace, SOON)));
  }

  @Test
  void what_the_monolith_refuses_and_we_take_is_different_and_explained_by_nothing() {
    Case refused = lookedAt(seen(ByTheMonolith.REFUSED, WE_HAVE_STOCK), SOON);
    assertEquals(
        List.of("taken better"),
        words(
            judge.look(
                diverged(refused, 1), () -> Race.RaceFinding.EXPLAINED, SOON.plus(SECOND_LOOK))));
  }

  @Test
  void what_either_side_has_not_decided_in_time_is_unjudged() {
    Case unseen = of(Optional.empty(), Optional.of(WE_HAVE_STOCK));
    assertInstanceOf(
        Look.Wait.class, judge.look(unseen, JudgeTest::noRace, CALLED.plus(WITHIN).minusMillis(1)));
    assertEquals(
        List.of("taken unjudged"),
        words(judge.look(unseen, JudgeTest::noRace, CALLED.plus(WITHIN))));
    assertEquals(
        List.of("taken unjudged"),
        words(
            judge.look(
                of(Optional.of(THEY_WAIT), Optional.empty()),
                JudgeTest::noRace,
                CALLED.plus(WITHIN))));
  }

  @Test
  void a_shadow_that_is_at_work_is_behind_and_not_away() {
    Case behind = of(Optional.of(THEY_WAIT), Optional.empty());
    Instant late = CALLED.plus(WITHIN).plusSeconds(60);
    assertInstanceOf(
        Look.Wait.class, judge.look(heard(behind, late.minusSeconds(1)), JudgeTest::noRace, late));
    assertEquals(
        List.of("taken unjudged"),
        words(judge.look(heard(behind, late.minus(WITHIN)), JudgeTest::noRace, late)));
    Instant endlessly = CALLED.plus(WITHIN.multipliedBy(10));
    assertEquals(
        List.of("taken unjudged"),
        words(judge.look(heard(behind, endlessly), JudgeTest::noRace, endlessly)));
    assertInstanceOf(
        Look.Wait.class,
        judge.despatched(heard(despatched(), late), 3, OptionalLong.empty(), late));
  }

  @Test
  void while_a_call_is_with_the_monolith_its_decision_may_still_be_seen() {
    Case unseen = of(Optional.empty(), Optional.of(WE_HAVE_STOCK));
    Instant late = CALLED.plus(WITHIN);
    assertInstanceOf(Look.Wait.class, judge.look(underWay(unseen), JudgeTest::noRace, late));
    assertEquals(
        List.of("taken unjudged"),
        words(
            judge.look(underWay(of(Optional.empty(), Optional.empty())), JudgeTest::noRace, late)));
  }

  @Test
  void what_the_monolith_does_not_say_is_unjudged_and_not_the_same() {
    ByTheMonolith silent = new ByTheMonolith(true, Optional.empty(), Optional.empty());
    assertInstanceOf(Look.Wait.class, judge.look(seen(silent, WE_WAIT), JudgeTest::noRace, SOON));
    assertEquals(
        List.of("taken same", "outcome unjudged"),
        words(judge.look(seen(silent, WE_WAIT), JudgeTest::noRace, CALLED.plus(WITHIN))));
  }

  @Test
  void of_a_sku_that_is_lost_in_shadow_nothing_is_compared() {
    Case lost =
        new Case(
            ordered(2, "1", 1),
            Optional.of(THEY_WAIT),
            Optional.of(WE_WAIT),
            Optional.empty(),
            true,
            Optional.of("the log was cut"),
            OptionalLong.empty(),
            OptionalLong.empty(),
            TODAY,
            PLACE,
            Optional.empty(),
            false);
    assertEquals(List.of("taken unjudged"), words(judge.look(lost, JudgeTest::noRace, SOON)));
  }

  @Test
  void a_race_is_asked_for_a_difference_alone_and_what_is_too_much_for_it_is_unjudged() {
    Case looked = lookedAt(seen(THEY_WAIT, WE_HAVE_STOCK), SOON);
    Instant then = SOON.plus(SECOND_LOOK);
    assertEquals(
        List.of("taken same", "outcome race"),
        words(judge.look(looked, () -> Race.RaceFinding.EXPLAINED, then)));
    assertEquals(
        List.of("taken same", "outcome unjudged"),
        words(judge.look(looked, () -> Race.RaceFinding.TOO_MANY, then)));
    judge.look(
        seen(THEY_WAIT, WE_WAIT),
        () -> {
          throw new AssertionError("nothing has to be explained");
        },
        SOON);
  }

  @Test
  void after_a_difference_of_units_the_next_follows_and_the_first_has_to_be_judged_before() {
    Case looked = lookedAt(seen(THEY_WAIT, WE_HAVE_STOCK), SOON);
    assertEquals(List.of("taken same", "outcome follow_on"), second(diverged(looked, 1)));
    Case early =
        new Case(
            looked.call(),
            looked.theirs(),
            looked.ours(),
            looked.lookedAt(),
            false,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            TODAY,
            PLACE,
            Optional.empty(),
            false);
    assertInstanceOf(Look.Wait.class, judge.look(early, JudgeTest::noRace, SOON.plus(SECOND_LOOK)));
  }

  @Test
  void after_a_call_that_the_shadow_lacks_a_difference_says_nothing() {
    Case looked = lookedAt(seen(THEY_WAIT, WE_HAVE_STOCK), SOON);
    Case lacking =
        new Case(
            looked.call(),
            looked.theirs(),
            looked.ours(),
            looked.lookedAt(),
            true,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.of(1),
            TODAY,
            PLACE,
            Optional.empty(),
            false);
    assertEquals(List.of("taken same", "outcome unjudged"), second(lacking));
  }

  @Test
  void a_rule_ignores_what_it_names_until_it_is_over() {
    Instant over = SOON.plus(Duration.ofDays(1));
    Judge ruled = new Judge(SECOND_LOOK, WITHIN, List.of(rule("LAMP", VerdictWord.WORSE, over)));
    Case worse = lookedAt(seen(THEY_HAVE_STOCK, WE_WAIT), SOON);
    Verdict ignored = judged(ruled.look(worse, JudgeTest::noRace, over.minusMillis(1))).get(1);
    assertEquals(VerdictWord.IGNORED, ignored.word());
    assertEquals(OptionalLong.of(7), ignored.rule());
    assertEquals(Optional.of(VerdictWord.WORSE), ignored.otherwise());
    assertEquals(
        List.of("taken same", "outcome worse"), words(ruled.look(worse, JudgeTest::noRace, over)));
    assertEquals(
        List.of("taken same", "outcome better"),
        words(
            ruled.look(
                lookedAt(seen(THEY_WAIT, WE_HAVE_STOCK), SOON),
                JudgeTest::noRace,
                over.minusMillis(1))));
    Judge other = new Judge(SECOND_LOOK, WITHIN, List.of(rule("TABLE", VerdictWord.WORSE, over)));
    assertEquals(
        List.of("taken same", "outcome worse"),
        words(other.look(worse, JudgeTest::noRace, over.minusMillis(1))));
  }

  @Test
  void whether_a_line_is_taken_cannot_be_ignored() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new IgnoreRule(
                7,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Aspect.TAKEN,
                VerdictWord.BETTER,
                "Ann",
                "no",
                SOON));
  }

  @Test
  void units_that_leave_are_compared() {
    Case left = lookedAt(despatched(), SOON);
    Instant then = SOON.plus(SECOND_LOOK);
    assertEquals(
        List.of("despatch same"),
        words(judge.despatched(despatched(), 3, OptionalLong.of(3), SOON)));
    assertEquals(
        List.of("despatch worse"), words(judge.despatched(left, 3, OptionalLong.of(0), then)));
    assertInstanceOf(
        Look.SeenDifferent.class, judge.despatched(despatched(), 3, OptionalLong.of(0), SOON));
    assertEquals(
        List.of("despatch unjudged"),
        words(judge.despatched(despatched(), 3, OptionalLong.empty(), CALLED.plus(WITHIN))));
  }

  private static Case despatched() {
    return new Case(
        line(2, "1", 3, FedState.DESPATCHED),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        TODAY,
        PLACE,
        Optional.empty(),
        false);
  }

  private static IgnoreRule rule(String sku, VerdictWord verdict, Instant expires) {
    return new IgnoreRule(
        7,
        Optional.empty(),
        Optional.of(sku),
        Optional.empty(),
        Aspect.OUTCOME,
        verdict,
        "Ann",
        "known",
        expires);
  }

  private static ByTheMonolith theirs(boolean waits) {
    return new ByTheMonolith(true, Optional.of(waits), Optional.empty());
  }

  private static ByTheMonolith on(LocalDate day) {
    return new ByTheMonolith(true, Optional.of(false), Optional.of(day));
  }

  private static Case seen(ByTheMonolith theirs, ByUs ours) {
    return of(Optional.of(theirs), Optional.of(ours));
  }

  private static Case of(Optional<ByTheMonolith> theirs, Optional<ByUs> ours) {
    return new Case(
        ordered(2, "1", 1),
        theirs,
        ours,
        Optional.empty(),
        true,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        TODAY,
        PLACE,
        Optional.empty(),
        false);
  }

  private static Case heard(Case of, Instant shadowHeardAt) {
    return with(of, Optional.of(shadowHeardAt), of.isUnderWay());
  }

  private static Case underWay(Case of) {
    return with(of, of.shadowHeardAt(), true);
  }

  private static Case with(Case of, Optional<Instant> shadowHeardAt, boolean isUnderWay) {
    return new Case(
        of.call(),
        of.theirs(),
        of.ours(),
        of.lookedAt(),
        of.isFirst(),
        of.shadowIsLost(),
        of.diverged(),
        of.lacking(),
        of.today(),
        of.place(),
        shadowHeardAt,
        isUnderWay);
  }

  private static Case lookedAt(Case of, Instant at) {
    return new Case(
        of.call(),
        of.theirs(),
        of.ours(),
        Optional.of(at),
        of.isFirst(),
        of.shadowIsLost(),
        of.diverged(),
        of.lacking(),
        of.today(),
        of.place(),
        of.shadowHeardAt(),
        of.isUnderWay());
  }

  private static Case diverged(Case of, long call) {
    return new Case(
        of.call(),
        of.theirs(),
        of.ours(),
        of.lookedAt(),
        of.isFirst(),
        of.shadowIsLost(),
        OptionalLong.of(call),
        of.lacking(),
        of.today(),
        of.place(),
        of.shadowHeardAt(),
        of.isUnderWay());
  }

  private static Race.RaceFinding noRace() {
    return Race.RaceFinding.NOT_EXPLAINED;
  }

  private List<String> second(Case looked) {
    return words(judge.look(looked, JudgeTest::noRace, SOON.plus(SECOND_LOOK)));
  }

  private static List<String> words(Look look) {
    return judged(look).stream()
        .map(each -> each.aspect().code() + " " + each.word().code())
        .toList();
  }

  private static List<Verdict> judged(Look look) {
    return assertInstanceOf(Look.Judged.class, look).verdicts();
  }
}
