package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.judging.DecisionBook;
import dev.ficus.legacy.judging.Judging;
import dev.ficus.legacy.judging.ParityBook;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedBatch;
import dev.ficus.legacy.parity.FedChange.FedFigure;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.SeenDecision;
import dev.ficus.legacy.parity.SeenDecision.SeenIn;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.routing.GateRules;
import dev.ficus.legacy.switching.GateBook;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Judging by what the tables have: what both sides decided, and what came of it. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class JudgingStoreTest {

  private static final GateLimits LIMITS =
      new GateLimits(Set.of(), Duration.ZERO, 1, 0, Duration.ofHours(24));

  private final String name = "J" + UUID.randomUUID().toString().substring(0, 8);
  private final String sku = name + "-1";
  private final String batch = "shop:" + sku;

  @Inject Judging judging;
  @Inject DecisionBook decisions;
  @Inject GateBook gate;
  @Inject ParityBook book;
  @Inject Database database;

  private long fed = 1;
  private long sequence;

  @BeforeEach
  void a_sku_in_shadow() {
    execute("insert into wave (name) values ('%s')", name);
    execute("insert into sku_route (sku, route, wave) values ('%s', 'legacy', '%s')", sku, name);
    execute(
        "insert into reported_figure (source, sku, shop, qty, called, qty_said)"
            + " values ('shop', '%s', 'shop', 5, 0, 0)",
        sku);
    execute(
        "insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason)"
            + " values ('%s', 1, 'based', '%s', 5, 5, 'Ann', 'first')",
        sku, name);
    feed(new FedBatch(fed++, 1, sku, batch, 5, Optional.empty(), Instant.now()));
  }

  @AfterEach
  void no_other_test_judges_it() {
    execute("delete from judged_call where sku = '%s'", sku);
    execute("delete from judged_figure where sku = '%s'", sku);
    execute("update parity_rule set ended_at = now(), ended_by = 'Ann' where sku = '%s'", sku);
  }

  @Test
  void what_both_decide_alike_is_the_same_and_is_judged_once() {
    order("1", 3);
    said("1", true, false);
    done("1", 3, PlacementState.ALLOCATED);
    judging.judgeNow();
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome same"), verdicts());
    assertEquals(2, total());
    assertEquals(Set.of("rehearsed"), red());
  }

  @Test
  void a_difference_is_looked_at_twice_and_what_comes_after_it_follows() {
    order("1", 3);
    said("1", true, true);
    done("1", 3, PlacementState.ALLOCATED);
    order("2", 4);
    said("2", true, false);
    done("2", 4, PlacementState.BACKORDERED);
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    aMinuteLater();
    judging.judgeNow();
    judging.judgeNow();
    assertEquals(
        Set.of("1 taken same", "1 outcome better", "2 taken same", "2 outcome follow_on"),
        verdicts());
    assertEquals(Set.of("better", "rehearsed"), red());
    book.acknowledge(name, Aspect.DAY, "Ann", "another aspect");
    assertEquals(Set.of("better", "rehearsed"), red());
    assertEquals(OptionalLong.of(1), acknowledge());
    assertEquals(Set.of("rehearsed"), red());
  }

  @Test
  void what_is_better_beyond_what_was_acknowledged_keeps_the_wave_back_again() {
    better(2);
    assertEquals(OptionalLong.of(2), acknowledge());
    assertEquals("none", found("better"));
    better(3);
    assertEquals("outcome 1 more than the 2 acknowledged (%s)".formatted(sku), found("better"));
    assertEquals(OptionalLong.of(3), acknowledge());
    assertEquals("none", found("better"));

    // Of another SKU of the wave nobody has looked at any.
    String other = name + "-2";
    execute("insert into sku_route (sku, route, wave) values ('%s', 'legacy', '%s')", other, name);
    execute(
        "insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason)"
            + " values ('%s', 1, 'based', '%s', 5, 5, 'Ann', 'first')",
        other, name);
    execute(
        "insert into verdict_total (sku, basing, aspect, verdict, n) values"
            + " ('%s', 1, 'outcome', 'better', 1)",
        other);
    assertEquals("outcome 1 more than the 3 acknowledged (%s)".formatted(other), found("better"));
    acknowledge();
    assertEquals("none", found("better"));

    // Based anew, it begins again.
    execute("update shadow_sku set basing = 2 where sku = '%s'", sku);
    execute(
        "insert into verdict_total (sku, basing, aspect, verdict, n) values"
            + " ('%s', 2, 'outcome', 'better', 1)",
        sku);
    assertEquals("outcome 1 more than the 1 acknowledged (%s)".formatted(sku), found("better"));
  }

  @Test
  void
      what_a_rule_has_ignored_when_it_was_acknowledged_is_not_acknowledged_when_the_rule_is_over() {
    better(2);
    execute(
        "insert into parity_rule (sku, aspect, verdict, owner, reason, expires_at)"
            + " values ('%s', 'outcome', 'better', 'Ann', 'known', now() + interval '1 day')",
        sku);
    execute(
        "insert into verdict (sku, call, basing, wave, shop, number, lineid, revision, aspect,"
            + " verdict, otherwise, theirs, ours, rule) select '%s', 77, 1, '%s', 'shop', '1', '1',"
            + " 1, 'outcome', 'ignored', 'better', 'waits', 'in stock', id from parity_rule"
            + " where sku = '%s' and ended_at is null",
        sku, name, sku);
    assertEquals(OptionalLong.of(2), acknowledge());
    assertEquals("none", found("better"));
    execute("update parity_rule set ended_at = now(), ended_by = 'Ann' where sku = '%s'", sku);
    assertEquals("outcome 1 more than the 2 acknowledged (%s)".formatted(sku), found("better"));
    assertEquals(OptionalLong.of(3), acknowledge());
    assertEquals("none", found("better"));
  }

  /** So many verdicts there are by now. */
  private void better(int many) {
    execute(
        "insert into verdict_total (sku, basing, aspect, verdict, n) values"
            + " ('%s', 1, 'outcome', 'better', %d)"
            + " on conflict (sku, basing, aspect, verdict) do update set n = excluded.n",
        sku, many);
  }

  private OptionalLong acknowledge() {
    return book.acknowledge(name, Aspect.OUTCOME, "Ann", "we have the stock");
  }

  @Test
  void what_was_late_on_one_side_is_the_same_at_the_second_look() {
    order("1", 6);
    said("1", true, false);
    done("1", 6, PlacementState.BACKORDERED);
    judging.judgeNow();
    done("1", 6, PlacementState.ALLOCATED);
    aMinuteLater();
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome same"), verdicts());
  }

  @Test
  void two_calls_that_were_under_way_together_may_have_been_carried_out_in_the_other_order() {
    order("1", 5);
    order("2", 5);
    done("1", 5, PlacementState.ALLOCATED);
    done("2", 5, PlacementState.BACKORDERED);
    said("2", true, false);
    said("1", true, true);
    judging.judgeNow();
    aMinuteLater();
    judging.judgeNow();
    judging.judgeNow();
    assertEquals(
        Set.of("1 taken same", "1 outcome race", "2 taken same", "2 outcome follow_on"),
        verdicts());
    assertEquals(Set.of("rehearsed"), red());
  }

  @Test
  void what_was_answered_before_the_other_came_is_no_race() {
    order("1", 5);
    said("1", true, true);
    done("1", 5, PlacementState.ALLOCATED);
    order("2", 5);
    said("2", true, false);
    done("2", 5, PlacementState.BACKORDERED);
    judging.judgeNow();
    aMinuteLater();
    judging.judgeNow();
    assertTrue(verdicts().contains("1 outcome better"), () -> verdicts().toString());
  }

  @Test
  void calls_that_were_written_down_together_and_sent_one_after_the_other_are_not_too_many() {
    List<String> sent = List.of("1", "2", "3", "4", "6", "5", "7");
    for (int each = 1; each <= 7; each++) {
      order("" + each, 1);
      done("" + each, 1, each <= 5 ? PlacementState.ALLOCATED : PlacementState.BACKORDERED);
    }
    for (int place = 0; place < sent.size(); place++) {
      said(sent.get(place), true, place >= 5);
    }
    judging.judgeNow();
    aMinuteLater();
    judging.judgeNow();
    assertTrue(
        verdicts().containsAll(Set.of("4 outcome same", "5 outcome race", "6 outcome follow_on")),
        () -> verdicts().toString());
  }

  @Test
  void a_race_is_judged_when_it_was_seen_how_all_that_were_in_it_were_answered() {
    order("1", 5);
    order("2", 5);
    done("1", 5, PlacementState.ALLOCATED);
    done("2", 5, PlacementState.BACKORDERED);
    said("1", true, true);
    judging.judgeNow();
    aMinuteLater();
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    said("2", true, true);
    judging.judgeNow();
    assertEquals(
        Set.of("1 taken same", "1 outcome better", "2 taken same", "2 outcome same"), verdicts());
  }

  @Test
  void a_refused_order_is_one_that_we_would_take() {
    order("1", 1);
    decisions.note(
        List.of(
            new SeenDecision(
                number("1"),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                SeenIn.ANSWER,
                "c1",
                decisions.now(),
                decisions.now())));
    done("1", 1, PlacementState.ALLOCATED);
    judging.judgeNow();
    aMinuteLater();
    judging.judgeNow();
    assertEquals(Set.of("1 taken better"), verdicts());
  }

  @Test
  void what_the_shadow_does_not_do_is_unjudged_and_nothing_turns_green() {
    order("1", 1);
    said("1", true, false);
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    tenMinutesLater();
    assertTrue(red().contains("unjudged"), "nobody has judged it");
    judging.judgeNow();
    assertEquals(Set.of("1 taken unjudged"), verdicts());
    assertEquals(Set.of("compared", "sample", "unjudged", "rehearsed"), red());
  }

  @Test
  void what_the_shadow_is_still_behind_with_or_the_monolith_still_has_is_waited_for() {
    order("1", 1);
    said("1", true, false);
    order("2", 1);
    done("2", 1, PlacementState.ALLOCATED);
    execute(
        "insert into forward (id, shop, number, feed, correlation)"
            + " values (nextval('forward_id'), 'shop', '%s', 'serve', 'c2')",
        number("2").number());
    tenMinutesLater();
    execute("update shadow_progress set heard_at = clock_timestamp()");
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    execute("update shadow_progress set heard_at = heard_at - interval '11 minutes'");
    execute("delete from forward where number = '%s'", number("2").number());
    judging.judgeNow();
    assertEquals(Set.of("1 taken unjudged", "2 taken unjudged"), verdicts());
  }

  @Test
  void of_a_sku_that_is_lost_nothing_is_compared_and_of_one_based_anew_only_what_comes() {
    order("1", 1);
    said("1", true, false);
    done("1", 1, PlacementState.ALLOCATED);
    execute("update shadow_sku set state = 'lost', why = 'cut' where sku = '%s'", sku);
    judging.judgeNow();
    assertEquals(Set.of("1 taken unjudged"), verdicts());
    assertTrue(red().contains("compared"));
    execute("update shadow_sku set state = 'based', basing = 2 where sku = '%s'", sku);
    assertEquals(Set.of("compared", "sample", "unjudged", "rehearsed"), red());
  }

  @Test
  void what_a_rule_ignores_counts_again_when_it_is_over() {
    execute(
        "insert into parity_rule (sku, aspect, verdict, owner, reason, expires_at)"
            + " values ('%s', 'outcome', 'worse', 'Ann', 'known', now() + interval '1 day')",
        sku);
    order("1", 6);
    said("1", true, false);
    done("1", 6, PlacementState.BACKORDERED);
    judging.judgeNow();
    aMinuteLater();
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome ignored"), verdicts());
    assertEquals(
        List.of(1L), select("select hits from parity_rule where sku = '%s' and ended_at is null"));
    assertFalse(red().contains("worse"));
    execute(
        "update parity_rule set made_at = now() - interval '2 days',"
            + " expires_at = now() - interval '1 second' where sku = '%s' and ended_at is null",
        sku);
    assertTrue(red().contains("worse"));
  }

  @Test
  void what_a_later_call_tells_counts_where_the_answer_said_nothing() {
    order("1", 3);
    saidLater("1");
    done("1", 3, PlacementState.ALLOCATED);
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    told("1", Optional.of("8"), true);
    judging.judgeNow();
    assertEquals(Set.of(), verdicts(), "of another line");
    told("1", Optional.of("7"), false);
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome same"), verdicts());
    assertEquals(
        List.of(1L),
        select("select count(*) from monolith_decision where seen_in = 'call' and sku = '%s'"));
  }

  @Test
  void that_an_order_waits_is_told_of_its_only_line() {
    order("1", 3);
    saidLater("1");
    done("1", 3, PlacementState.BACKORDERED);
    execute(
        "insert into ledger_line"
            + " (shop, number, sku, lineid, qty, revision, state, owner, correlation)"
            + " values ('shop', '%s', '%s', '9', 1, 1, 'ordered', 'monolith', 'c1')",
        number("1").number(), sku + "-other");
    told("1", Optional.empty(), true);
    judging.judgeNow();
    assertEquals(Set.of(), verdicts());
    execute(
        "update ledger_line set state = 'cancelled', cancelled_for = 'no' where sku = '%s'",
        sku + "-other");
    told("1", Optional.empty(), true);
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome same"), verdicts());
  }

  @Test
  void a_figure_at_rest_shows_what_lines_took_since_the_last_one() {
    figure(5);
    order("1", 3);
    said("1", true, false);
    done("1", 3, PlacementState.ALLOCATED);
    figure(2);
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome same", "figure same"), verdicts());
    order("2", 2);
    said("2", true, false);
    done("2", 2, PlacementState.ALLOCATED);
    figure(0);
    judging.judgeNow();
    judging.judgeNow();
    assertEquals(
        List.of(2L),
        select(
            "select n from verdict_total where sku = '%s' and aspect = 'figure'"
                + " and verdict = 'same'"));
    assertEquals(
        List.of(0L), select("select figure from compared_figure where sku = '%s'"), "the last");
    assertEquals(Set.of("rehearsed"), red());
  }

  @Test
  void a_figure_with_a_call_under_way_is_no_figure_at_rest() {
    order("1", 3);
    figure(5);
    judging.judgeNow();
    assertEquals(List.of(1L), openFigures());
    said("1", true, false);
    done("1", 3, PlacementState.ALLOCATED);
    judging.judgeNow();
    assertEquals(List.of(0L), openFigures());
    figure(2);
    order("2", 1);
    judging.judgeNow();
    assertEquals(List.of(0L), openFigures());
    assertEquals(Set.of("1 taken same", "1 outcome same"), verdicts());
  }

  @Test
  void a_figure_that_keeps_what_an_untold_line_has_with_us_is_better_and_keeps_the_wave_back() {
    order("1", 3);
    saidLater("1");
    done("1", 3, PlacementState.ALLOCATED);
    order("2", 1);
    said("2", true, false);
    done("2", 1, PlacementState.ALLOCATED);
    figure(4);
    judging.judgeNow();
    assertEquals(Set.of("2 taken same", "2 outcome same"), verdicts(), "the first is open");
    tenMinutesLater();
    judging.judgeNow();
    judging.judgeNow();
    assertEquals(List.of(1L), openFigures(), "it is looked at once more");
    aMinuteLaterForFigures();
    judging.judgeNow();
    assertEquals(
        Set.of(
            "1 taken same",
            "1 outcome unjudged",
            "2 taken same",
            "2 outcome same",
            "figure better"),
        verdicts());
    assertTrue(red().contains("better"));
    order("3", 2);
    said("3", true, true);
    done("3", 2, PlacementState.BACKORDERED);
    figure(3);
    judging.judgeNow();
    aMinuteLaterForFigures();
    judging.judgeNow();
    assertTrue(verdicts().contains("figure follow_on"), () -> verdicts().toString());
  }

  @Test
  void goods_that_come_in_beside_the_calls_are_not_compared_and_no_call_is_unjudged() {
    order("1", 3);
    said("1", true, false);
    done("1", 3, PlacementState.ALLOCATED);
    figure(22);
    judging.judgeNow();
    aMinuteLaterForFigures();
    judging.judgeNow();
    assertEquals(Set.of("1 taken same", "1 outcome same", "figure unjudged"), verdicts());
    assertEquals(Set.of("rehearsed"), red());
    figure(30);
    judging.judgeNow();
    assertEquals(List.of(30L), select("select figure from compared_figure where sku = '%s'"));
    assertEquals(3, total());
  }

  private void aMinuteLaterForFigures() {
    execute(
        "update compared_figure set differs_since = differs_since - interval '1 minute'"
            + " where sku = '%s'",
        sku);
  }

  private List<Long> openFigures() {
    return select("select count(*) from judged_figure where judged_at is null and sku = '%s'");
  }

  private void figure(long units) {
    feed(new FedFigure(fed++, 1, sku, units, now()));
  }

  private Instant now() {
    return database.connected(Sql::clock);
  }

  private void order(String order, int units) {
    execute(
        "insert into ledger_order (shop, number) values ('shop', '%s')", number(order).number());
    execute(
        "insert into ledger_line"
            + " (shop, number, sku, lineid, qty, revision, state, owner, correlation)"
            + " values ('shop', '%s', '%s', '7', %d, 1, 'ordered', 'monolith', 'c%s')",
        number(order).number(), sku, units, order);
    feed(
        new FedLine(
            fed++,
            1,
            number(order),
            new LineKey(sku, "7"),
            1,
            units,
            FedState.ORDERED,
            "c" + order,
            now()));
    execute(
        "insert into shadow_line (sku, shop, number, lineid, basing, qty, state, revision, fed)"
            + " values ('%s', 'shop', '%s', '7', 1, %d, 'ordered', 1, %d)",
        sku, number(order).number(), units, fed - 1);
  }

  private void feed(FedChange change) {
    database.inTransaction(
        connection -> {
          ParityRows.fed(connection, List.of(change));
          ParityRows.fed(connection, List.of(change));
          return null;
        });
  }

  /** It has taken the line, and says no more. */
  private void saidLater(String order) {
    said(order, true, Optional.empty());
  }

  private void said(String order, boolean taken, boolean waits) {
    said(order, taken, Optional.of(waits));
  }

  private void said(String order, boolean taken, Optional<Boolean> waits) {
    decisions.note(
        List.of(
            new SeenDecision(
                number(order),
                Optional.of("7"),
                Optional.of(sku),
                taken,
                waits,
                Optional.empty(),
                Optional.of("R-1").filter(any -> !waits.orElse(true)),
                false,
                SeenIn.ANSWER,
                "c" + order,
                decisions.now(),
                decisions.now())));
  }

  private void told(String order, Optional<String> item, boolean waits) {
    decisions.note(
        List.of(
            new SeenDecision(
                number(order),
                item,
                Optional.empty(),
                true,
                Optional.of(waits),
                Optional.empty(),
                Optional.empty(),
                false,
                SeenIn.CALL,
                "later",
                decisions.now(),
                decisions.now())));
  }

  private void done(String order, int units, PlacementState state) {
    Placement placement =
        new Placement(
            number(order).orderid(),
            new LineKey(sku, "7"),
            ++sequence,
            Instant.now(),
            state,
            units,
            Optional.of(batch).filter(any -> state == PlacementState.ALLOCATED),
            Optional.empty());
    database.inTransaction(
        connection -> {
          ParityRows.placed(connection, List.of(placement));
          ParityRows.placed(connection, List.of(placement));
          return null;
        });
    execute(
        "update shadow_line set placement = '%s', units = %d, decided = fed"
            + " where sku = '%s' and number = '%s'",
        state.name().toLowerCase(Locale.ROOT), units, sku, number(order).number());
  }

  private OrderNumber number(String order) {
    return new OrderNumber("shop", name + "-" + order);
  }

  private void aMinuteLater() {
    execute(
        "update judged_call set looked_at = looked_at - interval '1 minute' where sku = '%s'", sku);
  }

  private void tenMinutesLater() {
    execute("update shadow_progress set heard_at = heard_at - interval '11 minutes'");
    for (String table : List.of("judged_call", "judged_figure")) {
      execute(
          "update %s set received_at = received_at - interval '11 minutes' where sku = '%s'",
          table, sku);
    }
    execute(
        "update monolith_decision set began_at = began_at - interval '11 minutes',"
            + " ended_at = ended_at - interval '11 minutes' where sku = '%s'",
        sku);
  }

  /** Each as order, aspect and verdict. */
  private Set<String> verdicts() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "select number, aspect, verdict from verdict where sku = ?",
                    row ->
                        (row.getString("number").isEmpty()
                                ? ""
                                : row.getString("number").substring(name.length() + 1) + " ")
                            + row.getString("aspect")
                            + " "
                            + row.getString("verdict"),
                    Sql.value(sku))
                .stream()
                .collect(Collectors.toSet()));
  }

  private long total() {
    return select("select sum(n) from verdict_total where sku = '%s'").get(0);
  }

  private List<Long> select(String query) {
    return database.connected(
        connection -> Sql.query(connection, query.formatted(sku), row -> row.getLong(1)));
  }

  private String found(String check) {
    return GateRules.checks(gate.state(name), LIMITS).stream()
        .filter(each -> each.name().equals(check))
        .map(CutOverCheck::value)
        .collect(Collectors.joining());
  }

  private Set<String> red() {
    return GateRules.checks(gate.state(name), LIMITS).stream()
        .filter(check -> !check.holds())
        .map(CutOverCheck::name)
        .collect(Collectors.toSet());
  }

  private void execute(String statement, Object... with) {
    database.connected(connection -> Sql.update(connection, statement.formatted(with)));
  }
}
