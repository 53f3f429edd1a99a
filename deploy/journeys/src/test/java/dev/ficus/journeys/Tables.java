package dev.ficus.journeys;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The real tables of the three services, written to by tests instead of by the services. What
 * nobody writes to is read where it is, with all other tests of its class.
 */
final class Tables {
  private static final Logger MIGRATIONS = Logger.getLogger("org.flywaydb");

  static {
    MIGRATIONS.setLevel(Level.WARNING);
  }

  private static final Map<Service, Database> EMPTY = new EnumMap<>(Service.class);

  private final Map<Service, Database> databases;

  private Tables(Map<Service, Database> databases) {
    this.databases = new EnumMap<>(databases);
  }

  /** With what the services would have written. */
  static Tables with(String allocation, String availability, String legacy) throws SQLException {
    return new Tables(
        Map.of(
            Service.ALLOCATION, filled(Service.ALLOCATION, allocation),
            Service.AVAILABILITY, filled(Service.AVAILABILITY, availability),
            Service.LEGACY, filled(Service.LEGACY, legacy)));
  }

  /** Migrating takes longer than most of the tests. */
  private static Database filled(Service service, String sql) throws SQLException {
    Database database =
        LocalStack.shared().copyDatabase(EMPTY.computeIfAbsent(service, Tables::migrated));
    execute(database, sql);
    return database;
  }

  /** The same to begin with; of these tables, what is written to is copied before. */
  Tables ofOneTest() {
    return new Tables(databases);
  }

  private static Database migrated(Service service) {
    Database database = LocalStack.shared().createDatabase(service.name().toLowerCase(Locale.ROOT));
    Path migrations =
        Project.here().root().resolve(service.module()).resolve("src/main/resources/db/migration");
    AppliedMigrations.apply(migrations, database);
    return database;
  }

  Books read() throws SQLException {
    return Books.read(
        databases.get(Service.ALLOCATION),
        databases.get(Service.AVAILABILITY),
        databases.get(Service.LEGACY));
  }

  OwnerBooks owners() throws SQLException {
    return OwnerBooks.read(databases.get(Service.LEGACY));
  }

  void allocation(String sql) throws SQLException {
    plant(Service.ALLOCATION, sql);
  }

  void availability(String sql) throws SQLException {
    plant(Service.AVAILABILITY, sql);
  }

  void legacy(String sql) throws SQLException {
    plant(Service.LEGACY, sql);
  }

  private void plant(Service service, String sql) throws SQLException {
    Database own = LocalStack.shared().copyDatabase(databases.get(service));
    execute(own, sql);
    databases.put(service, own);
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
