package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.intake.Forwards.Ending;
import dev.ficus.legacy.intake.Forwards.Finding;
import dev.ficus.legacy.intake.Forwards.FindingOutcome;
import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.intake.Forwards.ForwardOutcome;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are forwarded, in the database. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class StoredForwardsTest {

  private final OrderNumber order = TestShop.create().order("1");

  @Inject Database database;
  @Inject Forwards forwards;

  @BeforeEach
  void order() {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "insert into ledger_order (shop, number, cancelled, changes) values (?, ?, false, 0)",
                Sql.value(order.shop()),
                Sql.value(order.number())));
  }

  @Test
  void an_answer_that_a_crash_of_the_database_has_forgotten_is_noted_again() {
    long call = sent(false, "0 seconds");
    ForwardOutcome answer = ForwardOutcome.answered(new Forward(order, call, false), true);
    forwards.note(List.of(answer));
    assertEquals(List.of(), open());
    send(call, false, "2 minutes");
    assertEquals(List.of(call), open());
    forwards.noteForGood(List.of(answer));
    assertEquals(List.of(), open());
    forwards.noteForGood(List.of(answer));
    assertEquals(List.of(), open());
  }

  @Test
  void outcomes_are_noted_together_each_for_its_call() {
    sent(false, "0 seconds");
    long accepted = sent(false, "0 seconds");
    long refused = sent(false, "0 seconds");
    long unanswered = sent(false, "0 seconds");
    long after = sent(false, "0 seconds");
    forwards.note(
        List.of(
            ForwardOutcome.answered(new Forward(order, refused, false), false),
            new ForwardOutcome(new Forward(order, unanswered, false), Ending.UNANSWERED, "away"),
            ForwardOutcome.answered(new Forward(order, accepted, false), true)));
    assertEquals(List.of(unanswered, after), open());
    assertEquals(Optional.of("away"), doubt().why());
    assertEquals(1, doubt().calls());
  }

  @Test
  void a_refusal_counts_when_no_other_call_is_open_that_may_be_the_approval() {
    approval("awaited");
    long first = sent(true, "0 seconds");
    long second = sent(true, "0 seconds");
    note(second, true, false);
    assertEquals(Optional.of("awaited"), approval());
    note(first, true, false);
    assertEquals(Optional.of("refused"), approval());
  }

  @Test
  void an_older_call_that_brought_nothing_of_ours_neither_approves_nor_keeps_a_refusal_back() {
    long older = sent(false, "0 seconds");
    approval("awaited");
    long call = sent(true, "0 seconds");
    note(call, true, false);
    assertEquals(Optional.of("refused"), approval());
    note(older, false, true);
    assertEquals(Optional.of("refused"), approval());
    assertEquals(List.of(), open());
  }

  @Test
  void approvals_of_many_orders_are_noted_together() {
    approval("awaited");
    OrderNumber other = new OrderNumber(order.shop(), "2");
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into ledger_order (shop, number, cancelled, changes, approval)
                values (?, ?, false, 0, 'awaited')
                """,
                Sql.value(other.shop()),
                Sql.value(other.number())));
    long first = sent(true, "0 seconds");
    long second = sent(true, "0 seconds");
    forwards.note(
        List.of(
            ForwardOutcome.answered(new Forward(order, second, true), false),
            ForwardOutcome.answered(new Forward(other, -1, true), false),
            ForwardOutcome.answered(new Forward(order, first, true), true)));
    assertEquals(Optional.empty(), approval());
    assertEquals(Optional.of("refused"), approval(other));
  }

  @Test
  void a_finding_about_an_older_call_releases_nothing_that_came_later() {
    sent(false, "2 minutes");
    approval("refused");
    assertEquals(FindingOutcome.SETTLED, settle(true));
    assertEquals(Optional.of("refused"), approval());
    assertEquals(List.of(), open());
  }

  @Test
  void a_finding_about_the_call_that_our_commands_wait_for_releases_them() {
    approval("awaited");
    sent(true, "2 minutes");
    assertEquals(FindingOutcome.SETTLED, settle(true));
    assertEquals(Optional.empty(), approval());
  }

  @Test
  void while_a_call_about_the_order_is_under_way_nothing_is_settled() {
    long older = sent(false, "2 minutes");
    approval("awaited");
    long call = sent(true, "0 seconds");
    for (boolean has : List.of(true, false)) {
      assertEquals(FindingOutcome.UNDER_WAY, settle(has));
    }
    assertEquals(List.of(older, call), open());
    assertEquals(Optional.of("awaited"), approval());
    note(call, true, false);
    assertEquals(FindingOutcome.SETTLED, settle(false));
    assertEquals(List.of(), open());
  }

  private FindingOutcome settle(boolean monolithHasIt) {
    return forwards.settle(new Finding(order, monolithHasIt, "a test", "asked"), "c");
  }

  private void note(long call, boolean approves, boolean accepted) {
    forwards.note(List.of(ForwardOutcome.answered(new Forward(order, call, approves), accepted)));
  }

  private Forwards.Doubt doubt() {
    return forwards.doubts(1000).stream()
        .filter(each -> each.order().equals(order))
        .findFirst()
        .orElseThrow();
  }

  private long sent(boolean approves, String before) {
    long id =
        database
            .connected(
                connection ->
                    Sql.query(connection, "select nextval('forward_id')", row -> row.getLong(1)))
            .get(0);
    send(id, approves, before);
    return id;
  }

  private void send(long id, boolean approves, String before) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into forward (id, shop, number, feed, correlation, approves, sent_at)
                values (?, ?, ?, 'feed', 'c', ?, now() - cast(? as interval))
                """,
                Sql.value(id),
                Sql.value(order.shop()),
                Sql.value(order.number()),
                Sql.value(approves),
                Sql.value(before)));
  }

  private List<Long> open() {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select id from forward where shop = ? and number = ? order by id",
                row -> row.getLong("id"),
                Sql.value(order.shop()),
                Sql.value(order.number())));
  }

  private void approval(String approval) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update ledger_order set approval = ? where shop = ? and number = ?",
                Sql.value(approval),
                Sql.value(order.shop()),
                Sql.value(order.number())));
  }

  private Optional<String> approval() {
    return approval(order);
  }

  private Optional<String> approval(OrderNumber of) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select approval from ledger_order where shop = ? and number = ?",
                    row -> Optional.ofNullable(row.getString("approval")),
                    Sql.value(of.shop()),
                    Sql.value(of.number())))
        .get(0);
  }
}
