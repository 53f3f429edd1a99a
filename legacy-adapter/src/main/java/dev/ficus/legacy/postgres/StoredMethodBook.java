package dev.ficus.legacy.postgres;

import dev.ficus.legacy.feed.methods.CallTotals;
import dev.ficus.legacy.feed.methods.MethodBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The method log in PostgreSQL, by whose clock it is. */
@ApplicationScoped
class StoredMethodBook implements MethodBook {

  private static final String OTHERS = "";

  private final Database database;

  StoredMethodBook(Database database) {
    this.database = database;
  }

  @Override
  public Map<String, Set<String>> add(List<FeedCalls> feeds, Duration longestGap, int most) {
    if (feeds.isEmpty()) {
      return Map.of();
    }
    return database.inTransaction(
        connection -> {
          watch(connection, feeds, longestGap);
          Map<String, Set<String>> withRows = withRows(connection, feeds);
          add(connection, rows(feeds, withRows, most));
          return withRows;
        });
  }

  /**
   * Holds the rows of the feeds until the end, so that one instance at a time decides which methods
   * have rows. Every instance takes the feeds in the same order, so none waits for one that waits
   * for it.
   */
  private static void watch(Connection connection, List<FeedCalls> feeds, Duration longestGap)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into method_watch as known (feed, since, until)
        select feed, now() - watched * interval '1 microsecond', now()
        from unnest(?, ?) as new (feed, watched)
        order by feed collate "C"
        on conflict (feed) do update set
          since =
            case
              when known.until < excluded.since - ? * interval '1 microsecond'
              then excluded.since
              else least(known.since, excluded.since)
            end,
          until = greatest(known.until, excluded.until)
        """,
        Sql.column("text", feeds, FeedCalls::feed),
        Sql.column("int8", feeds, feed -> micros(feed.watchedFor())),
        Sql.value(micros(longestGap)));
  }

  private static Map<String, Set<String>> withRows(Connection connection, List<FeedCalls> feeds)
      throws SQLException {
    Map<String, Set<String>> methods = new TreeMap<>();
    feeds.forEach(feed -> methods.put(feed.feed(), new HashSet<>()));
    Sql.query(
        connection,
        "select feed, method from method_log where feed = any(?) and method <> ''",
        row -> methods.get(row.getString("feed")).add(row.getString("method")),
        Sql.column("text", feeds, FeedCalls::feed));
    return methods;
  }

  /** What is added to one row. */
  private record Added(
      String feed, String method, long sinceFirst, long sinceLast, CallTotals totals) {}

  /** The additions by row; methods that are to have rows are put with those that have. */
  private static List<Added> rows(
      List<FeedCalls> feeds, Map<String, Set<String>> withRows, int most) {
    List<Added> rows = new ArrayList<>();
    for (FeedCalls feed : feeds) {
      Set<String> known = withRows.get(feed.feed());
      List<NewCalls> others = new ArrayList<>(feed.others().stream().toList());
      for (NewCalls calls : feed.methods()) {
        if (known.contains(calls.method()) || calls.configured() || known.size() < most) {
          known.add(calls.method());
          rows.add(added(feed.feed(), calls.method(), calls));
        } else {
          others.add(calls);
        }
      }
      others.stream()
          .map(calls -> added(feed.feed(), OTHERS, calls))
          .reduce(StoredMethodBook::together)
          .ifPresent(rows::add);
    }
    return rows;
  }

  private static Added added(String feed, String method, NewCalls calls) {
    return new Added(
        feed, method, micros(calls.sinceFirst()), micros(calls.sinceLast()), calls.totals());
  }

  private static Added together(Added one, Added other) {
    return new Added(
        one.feed(),
        one.method(),
        Math.max(one.sinceFirst(), other.sinceFirst()),
        Math.min(one.sinceLast(), other.sinceLast()),
        one.totals().and(other.totals()));
  }

  private static void add(Connection connection, List<Added> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into method_log as known
          (feed, method, first_seen, last_seen, by_us, by_upstream, by_both, faults)
        select feed, method, now() - since_first * interval '1 microsecond',
          now() - since_last * interval '1 microsecond', by_us, by_upstream, by_both, faults
        from unnest(?, ?, ?, ?, ?, ?, ?, ?)
          as new (feed, method, since_first, since_last, by_us, by_upstream, by_both, faults)
        order by feed collate "C", method collate "C"
        on conflict (feed, method) do update set
          first_seen = least(known.first_seen, excluded.first_seen),
          last_seen = greatest(known.last_seen, excluded.last_seen),
          by_us = known.by_us + excluded.by_us,
          by_upstream = known.by_upstream + excluded.by_upstream,
          by_both = known.by_both + excluded.by_both,
          faults = known.faults + excluded.faults
        """,
        Sql.column("text", rows, Added::feed),
        Sql.column("text", rows, Added::method),
        Sql.column("int8", rows, Added::sinceFirst),
        Sql.column("int8", rows, Added::sinceLast),
        Sql.column("int8", rows, row -> row.totals().us()),
        Sql.column("int8", rows, row -> row.totals().upstream()),
        Sql.column("int8", rows, row -> row.totals().both()),
        Sql.column("int8", rows, row -> row.totals().fault()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private record WatchRow(String feed, Instant since, Instant until) {}

  private record LogRow(String feed, LoggedMethod method) {}

  @Override
  public WrittenLog read() {
    return database.connected(
        connection -> {
          // Not the other way round: a call that is written down meanwhile would be missing up to
          // a time that is later than it.
          Instant now =
              Sql.query(connection, "select now() as now", row -> instant(row, "now")).get(0);
          List<WatchRow> feeds =
              Sql.query(
                  connection,
                  "select feed, since, until from method_watch order by feed",
                  StoredMethodBook::watch);
          Map<String, List<LoggedMethod>> methods =
              Sql.query(
                      connection,
                      "select * from method_log order by feed, method",
                      StoredMethodBook::logged)
                  .stream()
                  .collect(
                      Collectors.groupingBy(
                          LogRow::feed, Collectors.mapping(LogRow::method, Collectors.toList())));
          return new WrittenLog(
              now,
              feeds.stream()
                  .map(feed -> feed(feed, methods.getOrDefault(feed.feed(), List.of())))
                  .toList());
        });
  }

  private static WatchedFeed feed(WatchRow watch, List<LoggedMethod> methods) {
    Map<Boolean, List<LoggedMethod>> named =
        methods.stream().collect(Collectors.partitioningBy(each -> !each.method().equals(OTHERS)));
    return new WatchedFeed(
        watch.feed(),
        watch.since(),
        watch.until(),
        named.get(true),
        named.get(false).stream().findFirst());
  }

  private static WatchRow watch(ResultSet row) throws SQLException {
    return new WatchRow(row.getString("feed"), instant(row, "since"), instant(row, "until"));
  }

  private static LogRow logged(ResultSet row) throws SQLException {
    return new LogRow(
        row.getString("feed"),
        new LoggedMethod(
            row.getString("method"),
            instant(row, "first_seen"),
            instant(row, "last_seen"),
            new CallTotals(
                row.getLong("by_us"),
                row.getLong("by_upstream"),
                row.getLong("by_both"),
                row.getLong("faults"))));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
