package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.postgres.Database.DatabaseFailure;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.KeptStock;
import dev.ficus.legacy.routing.KeptStock.KeepingResult;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the way of keeping stock, as the tables have it, and what they refuse afterwards. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class StoredKeptStockTest {

  private final String name = "K" + UUID.randomUUID().toString().substring(0, 8);

  @Inject KeptStock stock;
  @Inject RouteBook routes;
  @Inject Database database;

  @BeforeEach
  void a_wave_of_ours() {
    execute("insert into wave (name) values ('%s')", name);
    execute(
        "insert into sku_route (sku, route, epoch, wave) values ('%1$s-1', 'new', 1, '%1$s'),"
            + " ('%1$s-2', 'new', 1, '%1$s')",
        name);
  }

  @Test
  void what_may_come_back_by_a_figure_alone_is_in_the_way() {
    execute("insert into ledger_order (shop, number) values ('shop', '%s')", name);
    execute(
        "insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner,"
            + " correlation) values ('shop', '%1$s', '%1$s-1', '1', 2, 1, 'ordered', 'monolith',"
            + " 'c')",
        name);
    execute("insert into source_stock (source, sku, to_give_back) values ('a', '%s-2', 1)", name);
    execute(
        "insert into reported_figure (source, sku, shop, qty, called, qty_said)"
            + " values ('b', '%s-1', 'shop', 0, 1, 1)",
        name);
    execute("insert into source_stock (source, sku, despatched) values ('b', '%s-1', 3)", name);
    assertEquals(
        List.of(
            "draining " + name + "-1", "to_give_back " + name + "-2", "oversold " + name + "-1"),
        red());
    execute("update ledger_line set state = 'despatched' where number = '%s'", name);
    execute(
        "update source_stock set to_give_back = 0, despatched = 0 where sku like '%s-%%'", name);
    assertEquals(List.of(), red());
  }

  @Test
  void a_wave_that_changes_or_has_changed_back_is_not_kept() {
    execute(
        "insert into cut_over (wave, direction, step, done_by, reason, accept_waiting)"
            + " values ('%s', 'cut_over', 'freeze', 'b', 'r', 0)",
        name);
    execute("update sku_route set route = 'legacy', epoch = 2 where sku = '%s-2'", name);
    List<String> red = red();
    assertEquals("route " + name + "-2", red.get(0));
    assertTrue(red.get(1).startsWith("running "), red::toString);
    execute("delete from cut_over where wave = '%s'", name);
  }

  @Test
  void a_sku_that_is_kept_keeps_its_route_and_its_wave() {
    assertEquals(Optional.empty(), stock.keep("no wave", "b", "r"));
    KeepingResult kept = stock.keep(name, "b", "r").orElseThrow();
    assertEquals(2, kept.now());
    assertEquals(kept.since(), stock.keep(name, "b", "r").orElseThrow().since());
    assertEquals(2, routes.wave(name).orElseThrow().kept());
    assertThrows(
        DatabaseFailure.class,
        () -> execute("update sku_route set route = 'legacy', epoch = 2 where sku = '%s-1'", name));
    assertThrows(
        DatabaseFailure.class,
        () -> execute("update sku_route set kept_since = null where sku = '%s-1'", name));
    assertThrows(
        DatabaseFailure.class, () -> execute("delete from sku_route where sku = '%s-1'", name));
  }

  @Test
  void an_epoch_is_left_out_only_where_that_was_adopted() {
    String jump = "update sku_route set epoch = 4 where sku = '%s-1'";
    assertThrows(DatabaseFailure.class, () -> execute(jump, name));
    execute(
        "insert into adopted_route (sku, epoch, from_route, from_epoch, to_route, done_by, reason)"
            + " values ('%s-1', 4, 'new', 1, 'new', 'b', 'r')",
        name);
    execute(jump, name);
    assertEquals(4, routes.route(name + "-1").epoch());
  }

  private List<String> red() {
    return stock.keep(name, "b", "r").orElseThrow().red().stream().map(this::text).toList();
  }

  private String text(CutOverCheck check) {
    return check.name() + " " + check.value();
  }

  private void execute(String sql, Object... values) {
    database.connected(connection -> Sql.update(connection, sql.formatted(values)));
  }
}
