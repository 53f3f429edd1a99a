package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Migrations of a folder, applied to a database as a service does it at its start. */
final class AppliedMigrations {

  private AppliedMigrations() {}

  static void apply(Path folder, Database database) {
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.username(), database.password())
            .locations("filesystem:" + folder);
    // An index that is built concurrently would wait for a lock that is held in a transaction.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    configuration.load().migrate();
  }
}
