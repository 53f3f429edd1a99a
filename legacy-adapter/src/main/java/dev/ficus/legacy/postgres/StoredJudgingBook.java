package dev.ficus.legacy.postgres;

import dev.ficus.legacy.judging.JudgingBook;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedBatch;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Judge;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.LineDecision.ByUs;
import dev.ficus.legacy.parity.Verdict;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import dev.ficus.legacy.postgres.VerdictRows.JudgedLine;
import dev.ficus.legacy.postgres.VerdictRows.WrittenVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Book of what is to be judged, in PostgreSQL. */
@ApplicationScoped
class StoredJudgingBook implements JudgingBook {

  private static final String LOCK = "judging";

  /**
   * What the monolith first said about a call, by the answer to it if that was seen, and rather
   * than that it was carried out what was decided. What it tells later it decided no sooner than
   * the call came; only of the answer it is known when the call was sent.
   */
  private static final String SAID =
      """
      left join lateral (
        select taken, waits, day, ended_at,
          case when seen_in = 'answer' and said.correlation = call.correlation
            then began_at end as began_at
        from monolith_decision as said
        where said.sku = call.sku and said.shop = call.shop and said.number = call.number
          and said.lineid = call.lineid and said.ended_at >= call.received_at
        order by call.state = 'ordered' and said.taken and said.waits is null,
          said.correlation = call.correlation desc, said.id limit 1) as said on true
      """;

  private static final String OPEN =
      """
      select call.*, shadow.state as shadow_state, shadow.why, shadow.basing as basing_now,
        sku_route.wave, clock_timestamp() as now,
        case when judged.basing = call.basing and judged.diverged < call.id
          then judged.diverged end as diverged,
        case when judged.basing = call.basing and judged.broken < call.id
          then judged.broken end as lacking,
        (select min(earlier.id) from judged_call as earlier
         where earlier.sku = call.sku and earlier.judged_at is null) as first_open,
        not exists (select from shadow_change as coming
                    where coming.sku = call.sku and coming.received_at <= said.ended_at) as is_fed,
        exists (select from judged_call as later
                where later.sku = call.sku and later.shop = call.shop
                  and later.number = call.number and later.lineid = call.lineid
                  and later.id > call.id) as has_changed,
        (select heard_at from shadow_progress) as heard_at,
        exists (select from forward
                where forward.shop = call.shop and forward.number = call.number
                  and forward.given_up_at is null) as is_under_way,
        said.taken, said.waits, said.day, said.began_at, said.ended_at,
        then_said.taken as then_taken, then_said.waits as then_waits, then_said.day as then_day,
        done.state as done, done.eta,
        then_done.state as then_done, then_done.eta as then_eta,
        left_with.units as left_units
      from (select * from judged_call
            where judged_at is null and (sku, id) > (?, ?) order by sku, id limit ?) as call
        left join shadow_sku as shadow on shadow.sku = call.sku
        left join sku_route on sku_route.sku = call.sku
        left join judged_sku as judged on judged.sku = call.sku
      """
          + SAID
          + """
        left join lateral (
          select taken, waits, day from monolith_decision as said
          where call.looked_at is not null and said.sku = call.sku and said.shop = call.shop
            and said.number = call.number
            and said.lineid = call.lineid and said.ended_at >= call.received_at
          order by said.taken and said.waits is null, said.id desc limit 1) as then_said on true
        left join lateral (
          select state, eta from shadow_placement as done
          where done.sku = call.sku and done.shop = call.shop and done.number = call.number
            and done.lineid = call.lineid and done.at >= call.received_at
            and done.units = call.qty and done.state in ('allocated', 'backordered')
          order by done.sequence limit 1) as done on true
        left join lateral (
          select state, eta from shadow_placement as done
          where call.looked_at is not null and done.sku = call.sku and done.shop = call.shop
            and done.number = call.number
            and done.lineid = call.lineid and done.at >= call.received_at
            and done.units = call.qty and done.state in ('allocated', 'backordered')
          order by done.sequence desc limit 1) as then_done on true
        left join lateral (
          select units from shadow_placement as done
          where done.sku = call.sku and done.shop = call.shop and done.number = call.number
            and done.lineid = call.lineid and done.state = 'despatched'
          order by done.sequence desc limit 1) as left_with on call.state = 'despatched'
      order by call.sku, call.id
      """;

  private final Database database;
  private final RoundLocks locks;

  StoredJudgingBook(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  @Override
  public boolean alone(Runnable work) {
    return locks.alone(LOCK, work);
  }

  @Override
  public void requireAlone() {
    locks.requireHeld(LOCK);
  }

  @Override
  public List<IgnoreRule> rules() {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select * from parity_rule where ended_at is null and expires_at > now() order by id",
                StoredJudgingBook::rule));
  }

  static IgnoreRule rule(ResultSet row) throws SQLException {
    return new IgnoreRule(
        row.getLong("id"),
        Optional.ofNullable(row.getString("wave")),
        Optional.ofNullable(row.getString("sku")),
        Optional.ofNullable(row.getString("shop")),
        Aspect.of(row.getString("aspect")).orElseThrow(),
        VerdictWord.of(row.getString("verdict")).orElseThrow(),
        row.getString("owner"),
        row.getString("reason"),
        time(row, "expires_at").orElseThrow());
  }

  @Override
  public List<UnjudgedCall> open(Position after, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                OPEN,
                StoredJudgingBook::call,
                Sql.value(after.sku()),
                Sql.value(after.id()),
                Sql.value(most)));
  }

  /** At the second look what both have done since counts, unless the line has changed. */
  private static UnjudgedCall call(ResultSet row) throws SQLException {
    FedLine line = line(row);
    Optional<Instant> lookedAt = time(row, "looked_at");
    boolean since = lookedAt.isPresent() && !row.getBoolean("has_changed");
    return new UnjudgedCall(
        new Judge.Case(
            line,
            since
                ? said(row, "then_taken", "then_waits", "then_day")
                : said(row, "taken", "waits", "day"),
            since ? done(row, line, "then_done", "then_eta") : done(row, line, "done", "eta"),
            lookedAt,
            row.getBoolean("is_fed"),
            lost(row, line.basing()),
            number(row, "diverged"),
            number(row, "lacking"),
            day(line.receivedAt()),
            new IgnoreRule.Place(
                Optional.ofNullable(row.getString("wave")), line.sku(), line.order().shop()),
            time(row, "heard_at"),
            row.getBoolean("is_under_way")),
        times(row, line),
        Optional.ofNullable((Integer) row.getObject("left_units")),
        row.getLong("first_open"),
        time(row, "now").orElseThrow());
  }

  /** What is sent to the monolith was written down before. */
  private static Optional<CallTimes> times(ResultSet row, FedLine line) throws SQLException {
    Optional<Instant> began = time(row, "began_at").filter(line.receivedAt()::isBefore);
    return time(row, "ended_at")
        .map(ended -> new CallTimes(began.orElse(line.receivedAt()), ended));
  }

  /** Why what the shadow did in this basing counts for nothing. */
  static Optional<String> lost(ResultSet row, int basing) throws SQLException {
    String state = row.getString("shadow_state");
    if (state == null || row.getInt("basing_now") != basing) {
      return Optional.of("the SKU was shadowed once more meanwhile");
    }
    return state.equals("lost")
        ? Optional.of("the SKU is lost in shadow: " + row.getString("why"))
        : Optional.empty();
  }

  private static FedLine line(ResultSet row) throws SQLException {
    return new FedLine(
        row.getLong("id"),
        row.getInt("basing"),
        new OrderNumber(row.getString("shop"), row.getString("number")),
        new LineKey(row.getString("sku"), row.getString("lineid")),
        row.getInt("revision"),
        Math.toIntExact(row.getLong("qty")),
        FedState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("correlation"),
        time(row, "received_at").orElseThrow());
  }

  private static Optional<ByTheMonolith> said(ResultSet row, String taken, String waits, String day)
      throws SQLException {
    Boolean isTaken = (Boolean) row.getObject(taken);
    if (isTaken == null) {
      return Optional.empty();
    }
    return Optional.of(
        isTaken
            ? new ByTheMonolith(
                true,
                Optional.ofNullable((Boolean) row.getObject(waits)),
                Optional.ofNullable(row.getObject(day, LocalDate.class)))
            : ByTheMonolith.REFUSED);
  }

  private static Optional<ByUs> done(ResultSet row, FedLine line, String state, String eta)
      throws SQLException {
    String done = row.getString(state);
    return done == null
        ? Optional.empty()
        : Optional.of(
            new ByUs(
                done.equals("backordered"),
                line.quantity(),
                Optional.ofNullable(row.getObject(eta, LocalDate.class))));
  }

  @Override
  public SkuHistory history(String sku, int basing, Duration decidesWithin) {
    List<FedChange> changes = new ArrayList<>();
    Map<Long, SeenCall> seen = new HashMap<>();
    database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select call.*, said.taken, said.waits, said.day, said.began_at, said.ended_at
                from judged_call as call
                """
                    + SAID
                    + """
                where call.sku = ? and call.basing = ?
                order by call.id, call.kind desc
                """,
                row -> {
                  if (row.getString("kind").equals("batch")) {
                    return changes.add(batch(row));
                  }
                  FedLine line = line(row);
                  Optional<CallTimes> times = times(row, line);
                  if (times.isPresent()) {
                    seen.put(
                        line.id(),
                        new SeenCall(
                            times.get(),
                            line.state() == FedState.ORDERED
                                ? said(row, "taken", "waits", "day")
                                : Optional.empty()));
                  }
                  return changes.add(line);
                },
                Sql.value(sku),
                Sql.value(basing)));
    return new SkuHistory(changes, seen);
  }

  private static FedBatch batch(ResultSet row) throws SQLException {
    return new FedBatch(
        row.getLong("id"),
        row.getInt("basing"),
        row.getString("sku"),
        row.getString("batchref"),
        row.getLong("qty"),
        Optional.ofNullable(row.getObject("eta", LocalDate.class)),
        time(row, "received_at").orElseThrow());
  }

  @Override
  public void write(List<CallVerdicts> judged, List<UnjudgedCall> different) {
    database.inTransaction(
        connection -> {
          VerdictRows.write(
              connection,
              judged.stream()
                  .flatMap(
                      each ->
                          each.verdicts().stream().map(verdict -> written(each.call(), verdict)))
                  .toList());
          mark(connection, "judged_at", judged.stream().map(CallVerdicts::call).toList());
          mark(connection, "looked_at", different);
          return null;
        });
  }

  private static WrittenVerdict written(UnjudgedCall call, Verdict verdict) {
    FedLine line = call.known().call();
    return new WrittenVerdict(
        line.id(),
        line.basing(),
        call.known().place(),
        Optional.of(new JudgedLine(line.order(), line.line().lineid(), line.revision())),
        Optional.of(call.seen().map(CallTimes::began).orElse(line.receivedAt())),
        call.seen().map(CallTimes::ended),
        call.known().lookedAt(),
        verdict,
        isLacking(call, verdict));
  }

  /** Whether the shadow never did what it was fed. */
  private static boolean isLacking(UnjudgedCall call, Verdict verdict) {
    return verdict.word() == VerdictWord.UNJUDGED
        && call.known().call().state() == FedState.ORDERED
        && call.known().ours().isEmpty();
  }

  private static void mark(Connection connection, String column, List<UnjudgedCall> calls)
      throws SQLException {
    if (!calls.isEmpty()) {
      Sql.update(
          connection,
          """
          update judged_call as call set %s = clock_timestamp()
          from unnest(?, ?) as each (sku, id)
          where call.sku = each.sku and call.id = each.id and call.kind = 'line'
          """
              .formatted(column),
          Sql.column("text", calls, each -> each.known().call().sku()),
          Sql.column("int8", calls, each -> each.known().call().id()));
    }
  }

  private static LocalDate day(Instant time) {
    return time.atZone(ZoneId.systemDefault()).toLocalDate();
  }

  static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
