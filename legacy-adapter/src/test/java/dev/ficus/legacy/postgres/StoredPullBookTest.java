package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.pulled.PullBook;
import dev.ficus.legacy.feed.pulled.PullBookContract;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredPullBookTest extends PullBookContract {

  @Inject PullBook book;

  @Inject Database database;

  @Test
  void all_was_read_only_while_nothing_is_ours() {
    Instant begunAt = Instant.parse("2026-11-01T10:00:00Z");
    book.pause("reading", false);
    assertTrue(book.alone("reading", () -> book.readInFull("reading", begunAt)));
    assertEquals(Optional.empty(), book.of("reading").readInFullAt(), "the default route is ours");
    execute("update routing set default_route = 'legacy'");
    try {
      execute("insert into wave (name) values ('reading')");
      execute("insert into sku_route (sku, route, wave) values ('READ', 'new', 'reading')");
      book.alone("reading", () -> book.readInFull("reading", begunAt));
      assertEquals(Optional.empty(), book.of("reading").readInFullAt(), "a SKU is ours");
      execute("update sku_route set route = 'legacy', epoch = epoch + 1 where route = 'new'");
      book.alone("reading", () -> book.readInFull("reading", begunAt));
      assertEquals(Optional.of(begunAt), book.of("reading").readInFullAt());
      book.pause("reading", true);
      assertEquals(Optional.of(begunAt), book.of("reading").readInFullAt());
    } finally {
      execute("update routing set default_route = 'new'");
    }
  }

  private void execute(String sql) {
    database.connected(connection -> Sql.update(connection, sql));
  }

  @Override
  protected PullBook book() {
    return book;
  }
}
