package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.judging.ParityHistory;
import dev.ficus.legacy.routing.GateState;
import dev.ficus.legacy.switching.GateBook;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is forgotten of what was compared, and what is not. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class ParityHistoryStoreTest {

  private static final Duration KEPT = Duration.ofDays(35);

  private final String name = "H" + UUID.randomUUID().toString().substring(0, 8);
  private final String sku = name + "-1";

  @Inject ParityHistory history;
  @Inject GateBook gate;
  @Inject Database database;

  /** Of each basing a call of long ago and one of now, with all that was compared of them. */
  @BeforeEach
  void a_sku_that_was_based_twice_and_long_ago() {
    execute("insert into wave (name) values ('%1$s')");
    execute("insert into sku_route (sku, route, wave) values ('%2$s', 'legacy', '%1$s')");
    execute(
        """
        insert into shadow_sku (sku, basing, state, wave, figure_at_base, figure, done_by, reason,
          based_at, changed_at)
        values ('%2$s', 2, 'based', '%1$s', 5, 5, 'Ann', 'a test', now() - interval '60 days',
          now() - interval '60 days')
        """);
    for (int basing : List.of(1, 2)) {
      for (String age : List.of("old", "new")) {
        compared(basing, age);
      }
    }
    execute(
        """
        insert into verdict_total (sku, basing, aspect, verdict, n)
        select sku, basing, aspect, verdict, count(*) from verdict where sku = '%2$s'
        group by sku, basing, aspect, verdict
        """);
    execute(
        "update parity_rule set made_at = now() - interval '2 days', expires_at = now()"
            + " where sku = '%2$s'");
  }

  @Test
  void what_counts_no_more_goes_and_of_what_counts_all_that_the_next_calls_are_judged_by_stays() {
    GateState before = gate.state(name);
    history.forget(KEPT);
    assertEquals(
        List.of("1 new", "2 new", "2 old"), rows("judged_call"), "by these races are explained");
    assertEquals(List.of("1 new", "2 new", "2 old"), rows("monolith_decision"));
    assertEquals(List.of("1 new", "2 new", "2 old"), rows("shadow_placement"));
    assertEquals(
        List.of(
            "1 new ignored",
            "1 new same",
            "1 new unjudged",
            "1 new worse",
            "2 new ignored",
            "2 new same",
            "2 new unjudged",
            "2 new worse",
            "2 old ignored",
            "2 old worse"),
        texts("select number || ' ' || verdict from verdict where sku = '%2$s'" + " order by 1"));
    assertEquals(List.of("16"), texts("select sum(n) from verdict_total where sku = '%2$s'"));
    GateState after = gate.state(name);
    assertEquals(before.parity(), after.parity(), "the gate counts as before");
    history.forget(KEPT);
    assertEquals(List.of("1 new", "2 new", "2 old"), rows("judged_call"));
  }

  @Test
  void a_figure_that_was_judged_long_ago_goes() {
    execute(
        """
        insert into judged_figure (sku, id, basing, figure, received_at, judged_at)
        values ('%2$s', 1, 2, 5, now() - interval '60 days', now() - interval '60 days'),
          ('%2$s', 2, 2, 6, now() - interval '60 days', null), ('%2$s', 3, 2, 7, now(), now())
        """);
    history.forget(KEPT);
    assertEquals(
        List.of("6", "7"), texts("select figure from judged_figure where sku = '%2$s' order by 1"));
    execute("delete from judged_figure where sku = '%2$s'");
  }

  @Test
  void what_is_not_judged_yet_is_kept_with_what_both_have_decided() {
    execute("update judged_call set judged_at = null where sku = '%2$s' and basing = 1");
    history.forget(KEPT);
    assertEquals(List.of("1 new", "1 old", "2 new", "2 old"), rows("judged_call"));
    assertEquals(List.of("1 new", "1 old", "2 new", "2 old"), rows("monolith_decision"));
    assertEquals(List.of("1 new", "1 old", "2 new", "2 old"), rows("shadow_placement"));
    execute("delete from judged_call where sku = '%2$s'");
  }

  @Test
  void whether_an_open_line_of_the_monolith_waits_is_known_as_long_as_it_is_open() {
    execute("insert into ledger_order (shop, number) values ('%1$s', '1 old')");
    execute(
        """
        insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner, correlation)
        values ('%1$s', '1 old', '%2$s', '7', 1, 1, 'ordered', 'monolith', 'c')
        """);
    history.forget(KEPT);
    assertEquals(List.of("1 new", "1 old", "2 new", "2 old"), rows("monolith_decision"));
    execute("update ledger_line set state = 'despatched' where sku = '%2$s'");
    history.forget(KEPT);
    assertEquals(List.of("1 new", "2 new", "2 old"), rows("monolith_decision"));
  }

  @Test
  void of_a_sku_that_has_ended_only_what_differs_stays() {
    execute("update shadow_sku set state = 'ended' where sku = '%2$s'");
    history.forget(KEPT);
    assertEquals(
        List.of("1 new", "2 new", "2 old"), rows("judged_call"), "beside what differs in it");
    assertEquals(List.of("1 new", "2 new"), rows("shadow_placement"));
    assertEquals(List.of("1 new", "2 new"), rows("monolith_decision"));
    execute("delete from verdict where sku = '%2$s' and verdict <> 'same'");
    history.forget(KEPT);
    assertEquals(List.of("1 new", "2 new"), rows("judged_call"));
  }

  /** A call with a line of its own, named after the basing and its age. */
  private void compared(int basing, String age) {
    String at = age.equals("old") ? "now() - interval '50 days'" : "now()";
    int id = basing * 10 + age.length() + age.charAt(0);
    String line = "'%2$s', '%1$s', '" + basing + " " + age + "', '7'";
    execute(
        "insert into judged_call (sku, shop, number, lineid, id, basing, kind, revision, qty, state,"
            + " received_at, fed_at, judged_at) values (%s, %d, %d, 'line', 1, 1, 'ordered', %s, %s,"
            + " %s)",
        line, id, basing, at, at, at);
    execute(
        "insert into shadow_line (sku, shop, number, lineid, basing, qty, state, revision, fed,"
            + " fed_at, placement, units, heard_at, decided) values (%s, %d, 1, 'ordered', 1, %d, %s,"
            + " 'allocated', 1, %s, %d)",
        line, basing, id, at, at, id);
    execute(
        "insert into shadow_placement (sku, shop, number, lineid, sequence, state, units, at)"
            + " values (%s, %d, 'allocated', 1, %s)",
        line, id, at);
    execute(
        "insert into monolith_decision (sku, shop, number, lineid, seen_in, taken, waits,"
            + " correlation, began_at, ended_at) values (%s, 'answer', true, false, 'c', %s, %s)",
        line, at, at);
    String verdict =
        "insert into verdict (sku, shop, number, lineid, call, basing, wave, revision, aspect,"
            + " verdict, otherwise, theirs, ours, rule, at) ";
    for (String found : List.of("taken same", "outcome worse", "day unjudged")) {
      String[] words = found.split(" ");
      execute(
          verdict + "values (%s, %d, %d, '%s', 1, '%s', '%s', null, 'a', 'b', null, %s)",
          line,
          id,
          basing,
          name,
          words[0],
          words[1],
          at);
    }
    execute(
        "insert into parity_rule (sku, aspect, verdict, owner, reason, expires_at)"
            + " values ('%s', 'despatch', 'worse', 'Ann', 'known', now() + interval '1 day')",
        sku);
    execute(
        verdict
            + "select %s, %d, %d, '%s', 1, 'despatch', 'ignored', 'worse', 'a', 'b', max(id), %s"
            + " from parity_rule where sku = '%s'",
        line,
        id,
        basing,
        name,
        at,
        sku);
  }

  /** The names of the lines. */
  private List<String> rows(String table) {
    return texts("select number from " + table + " where sku = '%2$s' order by 1");
  }

  private List<String> texts(String query) {
    return database.connected(
        connection -> Sql.query(connection, query.formatted(name, sku), row -> row.getString(1)));
  }

  /** With the wave as its first argument and the SKU as its second. */
  private void execute(String statement) {
    database.connected(connection -> Sql.update(connection, statement.formatted(name, sku)));
  }

  /** With these put in first. */
  private void execute(String statement, Object... with) {
    execute(statement.formatted(with));
  }
}
