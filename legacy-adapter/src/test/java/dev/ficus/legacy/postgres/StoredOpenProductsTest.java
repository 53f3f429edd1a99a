package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.intake.OpenProducts;
import dev.ficus.legacy.intake.OpenProductsContract;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredOpenProductsTest extends OpenProductsContract {

  @Inject OpenProducts products;
  @Inject Database database;
  @Inject RouteBook routes;
  @Inject BatchLedger batches;
  @Inject Scheduler scheduler;

  /** Nobody else sends what a test leaves unconfirmed. */
  @BeforeEach
  void pause() {
    scheduler.pause();
  }

  @AfterEach
  void resume() {
    scheduler.resume();
  }

  @Override
  protected OpenProducts products() {
    return products;
  }

  @Override
  protected void put(Openness product) {
    database.inTransaction(
        connection -> {
          StoredOpenProducts.put(connection, List.of(product));
          return product;
        });
  }

  @Test
  void a_wave_closes_what_it_gives_to_the_monolith_and_nothing_that_keeps_the_default_route() {
    String name = "wave " + UUID.randomUUID();
    routes.put(new Wave(name, Set.of("kept " + name), Optional.empty()));
    routes.put(new Wave(name + " 2", Set.of("given " + name), Optional.of(Route.LEGACY)));
    assertEquals(
        List.of(new Openness("given " + name, false, 0)),
        products.unconfirmed(List.of("kept " + name, "given " + name)));
  }

  @Test
  void stock_closes_what_is_the_monoliths_once_and_leaves_alone_what_is_ours() {
    String sku = "stock " + UUID.randomUUID();
    routes.put(new Wave("wave of " + sku, Set.of(sku), Optional.of(Route.LEGACY)));
    products.confirm(products.unconfirmed(List.of(sku)));
    report(sku);
    report(sku + " of ours");
    assertEquals(List.of(), products.unconfirmed(List.of(sku, sku + " of ours")));
    database.inTransaction(
        connection ->
            Sql.update(connection, "delete from sku_openness where sku = ?", Sql.value(sku)));
    report(sku);
    assertEquals(List.of(), products.unconfirmed(List.of(sku)), "its figure has not changed");
  }

  private void report(String sku) {
    TestShop shop = TestShop.create();
    OldStock written = new OldStock(OldStock.ReportKind.FIGURE, null, sku, "5", null);
    batches.apply(
        List.of(
            new StockReport(
                shop.name(),
                "monolith",
                written,
                new StockChange.SkuFigure(sku, 5),
                new ReportSource.ByCall(TestShop.arrival("call"), ""))));
  }
}
