package dev.ficus.legacy.postgres;

import dev.ficus.legacy.push.StockBook;
import dev.ficus.legacy.push.StockBookContract;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredStockBookTest extends StockBookContract {

  @Inject StockBook book;
  @Inject RouteBook routes;

  @Override
  protected void legacy(String sku) {
    routes.put(new Wave("wave of " + sku, Set.of(sku), Optional.of(Route.LEGACY)));
  }

  @Override
  protected StockBook book() {
    return book;
  }
}
