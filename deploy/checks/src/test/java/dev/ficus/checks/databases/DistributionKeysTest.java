package dev.ficus.checks.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The distribution keys of GROWING.md against the schemas as migrations make them: every table has
 * a row, and what has to be unique can be so on each machine alone.
 */
class DistributionKeysTest {
  private static final Path GROWING = Path.of("../GROWING.md");

  /** Unique keys, and unique indexes; a column that is an expression has no name. */
  private static final String UNIQUE =
      """
      select index.relname, owner.relname,
             array_agg(column_of.attname::text order by place.ordinality)
      from pg_index key
      join pg_class index on index.oid = key.indexrelid
      join pg_class owner on owner.oid = key.indrelid
      join pg_namespace home on home.oid = owner.relnamespace and home.nspname = 'public'
      cross join unnest(key.indkey) with ordinality place (number, ordinality)
      left join pg_attribute column_of
        on column_of.attrelid = owner.oid and column_of.attnum = place.number and place.number > 0
      where key.indisunique group by 1, 2
      """;

  private static final String FOREIGN =
      """
      select made.conname, owner.relname, other.relname,
             array_agg(own.attname::text order by place.ordinality),
             array_agg(theirs.attname::text order by place.ordinality)
      from pg_constraint made
      join pg_class owner on owner.oid = made.conrelid
      join pg_class other on other.oid = made.confrelid
      cross join unnest(made.conkey, made.confkey) with ordinality place (mine, its, ordinality)
      join pg_attribute own on own.attrelid = owner.oid and own.attnum = place.mine
      join pg_attribute theirs on theirs.attrelid = other.oid and theirs.attnum = place.its
      where made.contype = 'f' group by 1, 2, 3
      """;

  private static final String TABLES =
      "select table_name from information_schema.tables"
          + " where table_schema = 'public' and table_type = 'BASE TABLE'";

  /** How a table is spread; its key is empty unless it is distributed. */
  private record Spread(String kind, String key) {
    boolean isDistributed() {
      return kind.equals("distributed");
    }
  }

  /** A unique key or index. */
  private record UniqueKey(String name, String table, List<String> columns) {}

  /** A foreign key; columns of both sides, in the order in which they belong together. */
  private record ForeignKey(
      String name, String table, String other, List<String> own, List<String> theirs) {}

  /** A schema as far as spreading it is concerned. */
  private record Schema(Set<String> tables, List<UniqueKey> unique, List<ForeignKey> foreign) {}

  @ParameterizedTest
  @CsvSource({
    "allocation-service, allocation",
    "availability-service, availability",
    "legacy-adapter, legacy"
  })
  void every_table_has_a_key_that_all_its_unique_keys_carry(String service, String name)
      throws Exception {
    Map<String, Spread> page = page(name);
    Schema schema = migrated(service);
    assertEquals(schema.tables(), page.keySet(), "tables without a row, or rows without a table");
    assertEquals(List.of(), broken(page, schema));
  }

  @Test
  void a_key_that_a_unique_index_lacks_is_noticed() {
    Schema schema =
        new Schema(
            Set.of("line"),
            List.of(
                new UniqueKey("line_pkey", "line", List.of("orderid", "sku")),
                new UniqueKey("line_number", "line", List.of("number"))),
            List.of());
    assertEquals(
        List.of("line_number of line lacks sku"),
        broken(Map.of("line", new Spread("distributed", "sku")), schema));
    assertEquals(
        List.of("line_pkey of line lacks qty", "line_number of line lacks qty"),
        broken(Map.of("line", new Spread("distributed", "qty")), schema));
    assertEquals(List.of(), broken(Map.of("line", new Spread("local", "")), schema));
    assertFalse(broken(Map.of("line", new Spread("sharded", "sku")), schema).isEmpty());
  }

  @Test
  void a_foreign_key_that_leads_to_another_machine_is_noticed() {
    Schema schema =
        new Schema(
            Set.of("line", "batch"),
            List.of(),
            List.of(
                new ForeignKey(
                    "line_batch", "line", "batch", List.of("batchref"), List.of("batchref"))));
    Spread bySku = new Spread("distributed", "sku");
    assertEquals(
        List.of("line_batch of line leads to another machine"),
        broken(Map.of("line", bySku, "batch", bySku), schema));
    assertEquals(
        List.of("line_batch of line leads to a local table"),
        broken(Map.of("line", bySku, "batch", new Spread("local", "")), schema));
    assertEquals(
        List.of(), broken(Map.of("line", bySku, "batch", new Spread("reference", "")), schema));
  }

  private static List<String> broken(Map<String, Spread> spreads, Schema schema) {
    List<String> broken = new ArrayList<>();
    spreads.forEach(
        (table, spread) -> {
          if (!Set.of("distributed", "reference", "local").contains(spread.kind())
              || spread.isDistributed() == spread.key().isEmpty()) {
            broken.add("%s is %s".formatted(table, spread));
          }
        });
    for (UniqueKey key : schema.unique()) {
      Spread spread = spreads.get(key.table());
      if (spread.isDistributed() && !key.columns().contains(spread.key())) {
        broken.add("%s of %s lacks %s".formatted(key.name(), key.table(), spread.key()));
      }
    }
    for (ForeignKey key : schema.foreign()) {
      Spread own = spreads.get(key.table());
      Spread other = spreads.get(key.other());
      String what = key.name() + " of " + key.table();
      if (own.isDistributed() && other.isDistributed()) {
        int place = key.own().indexOf(own.key());
        if (place < 0 || !key.theirs().get(place).equals(other.key())) {
          broken.add(what + " leads to another machine");
        }
      } else if (other.isDistributed()) {
        broken.add(what + " leads from one table to many");
      } else if (other.kind().equals("local") && !own.kind().equals("local")) {
        broken.add(what + " leads to a local table");
      }
    }
    return broken;
  }

  private static Map<String, Spread> page(String name) throws IOException {
    Map<String, Spread> page = new TreeMap<>();
    for (List<String> row : PageTables.below(GROWING, "### " + name)) {
      page.put(row.get(0), new Spread(row.get(1), row.get(2)));
    }
    return page;
  }

  private static Schema migrated(String service) throws IOException, SQLException {
    Database database = LocalStack.shared().createDatabase("keys");
    try (Connection connection = DriverManager.getConnection(database.jdbcUrlWithCredentials());
        Statement statement = connection.createStatement()) {
      for (Path migration : migrations(service)) {
        statement.execute(Files.readString(migration));
      }
      Set<String> tables = new TreeSet<>();
      try (ResultSet rows = statement.executeQuery(TABLES)) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      List<UniqueKey> unique = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(UNIQUE)) {
        while (rows.next()) {
          unique.add(new UniqueKey(rows.getString(1), rows.getString(2), texts(rows, 3)));
        }
      }
      List<ForeignKey> foreign = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(FOREIGN)) {
        while (rows.next()) {
          foreign.add(
              new ForeignKey(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  texts(rows, 4),
                  texts(rows, 5)));
        }
      }
      return new Schema(tables, unique, foreign);
    }
  }

  private static List<String> texts(ResultSet rows, int column) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (String text : (String[]) rows.getArray(column).getArray()) {
      texts.add(String.valueOf(text));
    }
    return texts;
  }

  private static List<Path> migrations(String service) throws IOException {
    Path folder = Path.of("../..", service, "src/main/resources/db/migration");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparingInt(DistributionKeysTest::version)).toList();
    }
  }

  private static int version(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }
}
