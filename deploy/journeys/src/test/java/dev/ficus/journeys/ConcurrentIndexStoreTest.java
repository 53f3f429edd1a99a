package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.local.Background;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a migration builds an index on a table that has rows. */
class ConcurrentIndexStoreTest {
  @TempDir Path migrations;

  @Test
  void it_is_built_outside_of_a_transaction_and_the_next_migration_follows() throws Exception {
    migration("V1__table.sql", "create table line as select 1 as qty");
    migration("V2__index.sql", "create index concurrently if not exists line_qty on line (qty)");
    migration("V3__column.sql", "alter table line add column colour text");
    Database database = LocalStack.shared().createDatabase("concurrently");
    Background.run(() -> AppliedMigrations.apply(migrations, database))
        .get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    try (Query query = new Query(database)) {
      String valid =
          "select count(*) from pg_index where indexrelid = 'line_qty'::regclass and indisvalid";
      assertEquals(1, query.count(valid));
      assertEquals(3, query.count("select count(*) from flyway_schema_history where success"));
    }
  }

  private void migration(String name, String sql) throws Exception {
    Files.writeString(migrations.resolve(name), sql + ";\n");
  }
}
