package dev.ficus.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL alone can do: pgbench, 8 clients, the same rows, one call of a function. */
enum Floor {
  ONE_CALL_PER_LINE("one-call-per-line", 1),
  FIFTY_LINES("fifty-lines", 50),
  HOT_SKU("hot-sku", 1);

  static final String DATABASE = "floor";
  static final int CLIENTS = 8;
  private static final Pattern DONE = Pattern.compile("actually processed: (\\d+)");
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final String script;
  private final int linesPerCall;

  Floor(String script, int linesPerCall) {
    this.script = script + ".pgbench";
    this.linesPerCall = linesPerCall;
  }

  /** Begins with empty tables. */
  static void prepare(DurablePostgres postgres) throws SQLException {
    try (Connection connection = postgres.connect(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute(resource("floor.sql"));
      statement.execute("vacuum analyze product");
      statement.execute("vacuum analyze batch");
    }
  }

  Outcome run(DurablePostgres postgres, int seconds) throws IOException, InterruptedException {
    Path file = Files.createTempFile("ficus-bench-", script);
    try {
      Files.writeString(file, resource(script));
      ProcessBuilder builder =
          new ProcessBuilder(
              postgres.program("pgbench"),
              "--no-vacuum",
              "--protocol=prepared",
              "--client=" + CLIENTS,
              "--time=" + seconds,
              "--file=" + file,
              "--host=127.0.0.1",
              "--port=" + postgres.port(),
              "--username=postgres",
              DATABASE);
      builder.environment().put("PGPASSWORD", postgres.password());
      builder.environment().put("LC_ALL", "C");
      Process pgbench = builder.redirectErrorStream(true).start();
      String report = new String(pgbench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (pgbench.waitFor() != 0) {
        throw new IllegalStateException("pgbench failed:\n" + report);
      }
      long calls = Long.parseLong(find(DONE, report));
      double rate = Double.parseDouble(find(RATE, report));
      return new Outcome(
          calls * linesPerCall, 0, "", Duration.ofNanos((long) (calls / rate * 1e9)));
    } finally {
      Files.delete(file);
    }
  }

  private static String find(Pattern pattern, String report) {
    Matcher matcher = pattern.matcher(report);
    if (!matcher.find()) {
      throw new IllegalStateException("pgbench says something else:\n" + report);
    }
    return matcher.group(1);
  }

  private static String resource(String name) {
    try (InputStream resource = Floor.class.getResourceAsStream(name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
