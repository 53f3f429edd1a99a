package dev.ficus.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;

/** Creates databases on a PostgreSQL server. */
final class Databases {
  /**
   * Nobody guesses the passwords that are made here, so each connection need not spend as long on
   * one as people's passwords take; servers before PostgreSQL 16 have no such setting.
   */
  private static final String FEW_ITERATIONS =
      """
      SELECT set_config(name, '1', false) FROM pg_settings WHERE name = 'scram_iterations'
      """;

  private static final String OBJECT_IN_USE = "55006";
  private static final int MOST_ATTEMPTS = 10;

  private final String superuserUrl;
  private final List<String> created = new ArrayList<>();

  /**
   * @param superuserUrl {@code jdbc:postgresql://host:port/database?user=…&password=…} of a user
   *     that may create databases and roles
   */
  Databases(String superuserUrl) {
    this.superuserUrl = superuserUrl;
  }

  Database create(String wish) {
    String name = Names.unique(wish);
    String password = Names.secret();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(FEW_ITERATIONS);
      // Names and passwords are made of letters, digits and underscores only.
      statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
      statement.execute("GRANT " + name + " TO CURRENT_USER");
      statement.execute("CREATE DATABASE " + name + " OWNER " + name);
    } catch (SQLException failure) {
      throw new LocalStackException(
          "Cannot create the database " + name + ": " + failure.getMessage(), failure);
    }
    synchronized (created) {
      created.add(name);
    }
    return new Database(urlOf(name), name, password);
  }

  /**
   * A copy under a name of its own, for the same role. Whoever is connected is cut off, and can
   * come back when it is made: a pool would be back before it is begun.
   */
  Database copy(Database original) {
    String source = original.jdbcUrl().replaceAll(".*/", "");
    String name = Names.unique(source.replaceAll("_[^_]*$", ""));
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE " + source + " CONNECTION LIMIT 0");
      try {
        copy(statement, source, name, original.username());
      } finally {
        statement.execute("ALTER DATABASE " + source + " CONNECTION LIMIT -1");
      }
    } catch (SQLException failure) {
      throw new LocalStackException(
          "Cannot copy the database " + source + ": " + failure.getMessage(), failure);
    }
    synchronized (created) {
      created.add(name);
    }
    return new Database(urlOf(name), original.username(), original.password());
  }

  private static void copy(Statement statement, String source, String name, String owner)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + source
              + "'");
      try {
        statement.execute("CREATE DATABASE " + name + " TEMPLATE " + source + " OWNER " + owner);
        return;
      } catch (SQLException failure) {
        // Somebody was let in before the limit and could not be seen yet.
        if (!OBJECT_IN_USE.equals(failure.getSQLState()) || attempt == MOST_ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  /** Drops what was created here, also while somebody is connected to it. */
  void dropAll() {
    List<String> names;
    synchronized (created) {
      names = List.copyOf(created);
      created.clear();
    }
    if (names.isEmpty()) {
      return;
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String name : names) {
        statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      }
      // A copy belongs to the role of its original.
      for (String name : names) {
        statement.execute("DROP ROLE IF EXISTS " + name);
      }
    } catch (SQLException failure) {
      Progress.say("could not drop the databases " + names + ": " + failure.getMessage());
    }
  }

  private Connection connect() throws SQLException {
    // Not through DriverManager: it does not see drivers of class loaders other than its caller's.
    Connection connection = new Driver().connect(superuserUrl, new Properties());
    if (connection == null) {
      throw new SQLException(
          "not the JDBC URL of a PostgreSQL: " + superuserUrl.replaceAll("[?].*", ""));
    }
    return connection;
  }

  /** The superuser's URL for another database and without the superuser's name and password. */
  private String urlOf(String database) {
    int query = superuserUrl.indexOf('?');
    String address = query < 0 ? superuserUrl : superuserUrl.substring(0, query);
    String server = address.substring(0, address.lastIndexOf('/') + 1);
    List<String> kept = new ArrayList<>();
    if (query >= 0) {
      for (String parameter : superuserUrl.substring(query + 1).split("&")) {
        if (!parameter.startsWith("user=") && !parameter.startsWith("password=")) {
          kept.add(parameter);
        }
      }
    }
    return server + database + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
  }
}
