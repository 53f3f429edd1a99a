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
import org.flywaydb.core.Flyway;

/** The real tables of the three services, written to by tests instead of by the services. */
final class Tables {
  private static final Logger MIGRATIONS = Logger.getLogger("org.flywaydb");

  static {
    MIGRATIONS.setLevel(Level.WARNING);
  }

  private static final Map<Service, Database> EMPTY = new EnumMap<>(Service.class);

  private final Database allocation = copy(Service.ALLOCATION);
  private final Database availability = copy(Service.AVAILABILITY);
  private final Database legacy = copy(Service.LEGACY);

  /** Migrating takes longer than most of the tests. */
  private static Database copy(Service service) {
    return LocalStack.shared().copyDatabase(EMPTY.computeIfAbsent(service, Tables::migrated));
  }

  private static Database migrated(Service service) {
    Database database = LocalStack.shared().createDatabase(service.name().toLowerCase(Locale.ROOT));
    Path migrations =
        Project.here().root().resolve(service.module()).resolve("src/main/resources/db/migration");
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.username(), database.password())
        .locations("filesystem:" + migrations)
        .load()
        .migrate();
    return database;
  }

  Books read() throws SQLException {
    return Books.read(allocation, availability, legacy);
  }

  OwnerBooks owners() throws SQLException {
    return OwnerBooks.read(legacy);
  }

  void allocation(String sql) throws SQLException {
    execute(allocation, sql);
  }

  void availability(String sql) throws SQLException {
    execute(availability, sql);
  }

  void legacy(String sql) throws SQLException {
    execute(legacy, sql);
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
