package dev.ficus.availability.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.delivery.LeadTimeBook;
import dev.ficus.availability.delivery.LeadTimeBookContract;
import dev.ficus.availability.delivery.Table;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class StoredLeadTimesStoreTest extends LeadTimeBookContract {

  @Inject LeadTimeBook book;
  @Inject DataSource database;
  @Inject Flyway flyway;

  @Override
  protected LeadTimeBook neverFilled() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from lead_time");
      statement.execute("update lead_time_revision set revision = 0");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return book;
  }

  @Test
  void a_migration_may_build_an_index_while_others_write() {
    assertFalse(
        flyway
            .getConfiguration()
            .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
            .isTransactionalLock());
  }

  @Test
  void a_release_that_is_taken_back_starts_on_the_schema_of_the_newer_one() {
    assertTrue(
        Stream.of(flyway.getConfiguration().getIgnoreMigrationPatterns())
            .anyMatch(each -> each.matchesMigration(true, MigrationState.FUTURE_SUCCESS)));
  }

  @Test
  void of_many_who_fill_at_once_one_does() throws Exception {
    neverFilled();
    List<Boolean> filled =
        atOnce(i -> () -> book.fill(Table.rows("GB,1," + i + ",Mon-Fri,14:00,GB-ENG")));
    assertEquals(1, filled.stream().filter(did -> did).count());
    assertEquals(1, book.load().all().size());
    assertEquals(1, book.revision());
  }

  @Test
  void edits_made_at_once_all_count() throws Exception {
    neverFilled();
    book.fill(Table.rows("GB,1,1,Mon-Fri,14:00,GB-ENG"));
    atOnce(
        i ->
            () ->
                switch (i % 3) {
                  case 0 -> book.put(Table.row("GB,1," + i + ",Mon-Fri,14:00,GB-ENG"));
                  case 1 -> book.put(Table.row("FR-" + i + ",1,1,Mon-Fri,14:00,FR"));
                  default -> {
                    book.replaceAll(Table.rows("GB,1,1,Mon-Fri,14:00,", "*,1,9,Mon-Fri,14:00,"));
                    yield true;
                  }
                });
    assertEquals(1 + 8, book.revision());
  }

  private static <T> List<T> atOnce(IntFunction<Callable<T>> tasks) throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(8);
    try {
      List<Future<T>> done = many.invokeAll(IntStream.range(0, 8).mapToObj(tasks).toList());
      List<T> results = new ArrayList<>();
      for (Future<T> each : done) {
        results.add(each.get());
      }
      return results;
    } finally {
      many.shutdownNow();
    }
  }
}
