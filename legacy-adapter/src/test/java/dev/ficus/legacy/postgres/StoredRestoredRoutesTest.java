package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.OpenProducts;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.switching.RestoredRoutes;
import dev.ficus.legacy.switching.RestoredRoutes.Adoption;
import dev.ficus.legacy.switching.RestoredRoutes.OlderNumbers;
import dev.ficus.legacy.switching.RestoredRoutes.OlderRoute;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that are older than registers, as the tables have it. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class StoredRestoredRoutesTest {

  private static final int MANY = 1_500;

  private final String name = "R" + UUID.randomUUID().toString().substring(0, 8);

  @Inject RestoredRoutes restored;
  @Inject RouteBook routes;
  @Inject OpenProducts products;
  @Inject Database database;

  @BeforeEach
  void a_wave() {
    execute("insert into wave (name) values ('%s')", name);
    execute(
        "insert into sku_route (sku, route, epoch, wave) values ('%1$s-1', 'legacy', 2, '%1$s')",
        name);
  }

  @AfterEach
  void nothing_is_restored() {
    execute("delete from older_route");
    execute("update routing set lines_above = 0");
  }

  @Test
  void what_we_have_sent_ourselves_is_not_newer() {
    assertTrue(restored.areInUse());
    execute("insert into sku_openness (sku, open, revision) values ('%s-1', false, 3)", name);
    restored.compare(List.of(new Openness(name + "-1", false, 3)));
    assertEquals(new OlderNumbers(0, 0), restored.numbers());
    assertFalse(owners().areOlder());
    restored.compare(List.of(new Openness(name + "-1", true, 4)));
    assertEquals(new OlderNumbers(1, 4), restored.numbers());
    assertTrue(owners().areOlder());
    restored.compare(List.of(new Openness(name + "-1", false, 3)));
    assertEquals(new OlderNumbers(1, 4), restored.numbers(), "it stays until it is adopted");
    assertEquals(
        List.of(new OlderRoute(name + "-1", Route.LEGACY, 2, Route.NEW, 4)),
        restored.older("", 10));
  }

  @Test
  void many_are_adopted_at_once_and_only_with_the_numbers_of_now() {
    restored.compare(
        IntStream.range(0, MANY)
            .mapToObj(i -> new Openness("%s-%d".formatted(name, i), i % 2 == 1, 5))
            .toList());
    assertEquals(new OlderNumbers(MANY, 5), restored.numbers());
    assertFalse(restored.adopt(new Adoption("b", "r", new OlderNumbers(MANY, 4), 9)));
    assertEquals(0, restored.linesAbove());
    assertTrue(restored.adopt(new Adoption("b", "r", new OlderNumbers(MANY, 5), 9)));
    assertEquals(new OlderNumbers(0, 0), restored.numbers());
    assertEquals(9, restored.linesAbove());
    assertFalse(owners().areOlder());
    assertEquals(Route.NEW, routes.route(name + "-1").route());
    assertEquals(5, routes.route(name + "-1").epoch());
    assertEquals(Route.LEGACY, routes.route(name + "-2").route());
    assertEquals(
        List.of(new Openness(name + "-2", false, 5)), products.unconfirmed(List.of(name + "-2")));
    assertTrue(restored.adopt(new Adoption("b", "again", new OlderNumbers(0, 0), 7)));
    assertEquals(9, restored.linesAbove(), "it never falls");
  }

  @Test
  void a_cut_over_of_what_is_adopted_pauses_and_then_ends() {
    execute(
        "insert into cut_over (wave, direction, step, done_by, reason, accept_waiting)"
            + " values ('%s', 'cut_over', 'drain', 'b', 'r', 0)",
        name);
    execute(
        "insert into cut_over_sku (cut_over, sku, epoch_before)"
            + " select id, wave || '-1', 2 from cut_over where wave = '%s'",
        name);
    restored.compare(List.of(new Openness(name + "-1", true, 3)));
    assertEquals("freeze", text("select step from cut_over where wave = '%s'"));
    assertTrue(restored.adopt(new Adoption("b", "restored", new OlderNumbers(1, 3), 0)));
    assertEquals("aborted", text("select outcome from cut_over where wave = '%s'"));
  }

  private Ownership owners() {
    return database.inTransaction(connection -> Barrier.shareAndRead(connection, Set.of(name)));
  }

  private void execute(String sql, Object... values) {
    database.connected(connection -> Sql.update(connection, sql.formatted(values)));
  }

  private String text(String sql) {
    return database.connected(
        connection -> Sql.query(connection, sql.formatted(name), row -> row.getString(1)).get(0));
  }
}
