package dev.ficus.legacy.postgres;

import dev.ficus.legacy.feed.pulled.PullBook;
import dev.ficus.legacy.feed.pulled.PullBookContract;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredPullBookTest extends PullBookContract {

  @Inject PullBook book;

  @Override
  protected PullBook book() {
    return book;
  }
}
