package dev.ficus.legacy.postgres;

import dev.ficus.legacy.push.StockBook;
import dev.ficus.legacy.push.StockBookContract;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class StoredStockBookTest extends StockBookContract {

  @Inject StockBook book;

  @Override
  protected StockBook book() {
    return book;
  }
}
