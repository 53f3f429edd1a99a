package dev.ficus.legacy.postgres;

import dev.ficus.legacy.judging.FigureBook;
import dev.ficus.legacy.parity.FedChange.FedFigure;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Judge.FigureCase;
import dev.ficus.legacy.parity.Judge.Rest;
import dev.ficus.legacy.parity.Verdict;
import dev.ficus.legacy.postgres.VerdictRows.WrittenVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Book of the figures that are to be judged, in PostgreSQL. */
@ApplicationScoped
class StoredFigureBook implements FigureBook {

  /** What lines hold is added up only where it is compared now: that is the most work. */
  private static final String OPEN =
      """
      select figure.*, shadow.state as shadow_state, shadow.why, shadow.basing as basing_now,
        sku_route.wave, clock_timestamp() as now, since.*,
        case when judged.basing = figure.basing and judged.diverged < figure.id
          then judged.diverged end as diverged,
        case when judged.basing = figure.basing and judged.broken < figure.id
          then judged.broken end as lacking,
        not seen.is_open and not seen.is_early as is_due, seen.is_overtaken, seen.is_coming,
        calls.last_call_at, calls.is_late, calls.is_unseen, lines.units, lines.is_undecided
      from (select distinct on (sku) * from judged_figure
            where judged_at is null and sku > ? order by sku, id desc limit ?) as figure
        left join shadow_sku as shadow on shadow.sku = figure.sku
        left join sku_route on sku_route.sku = figure.sku
        left join judged_sku as judged on judged.sku = figure.sku
        left join compared_figure as compared
          on compared.sku = figure.sku and compared.basing = figure.basing
        cross join lateral (
          select coalesce(compared.id, 0) as since_id,
            coalesce(compared.figure, shadow.figure_at_base, 0) as since_figure,
            coalesce(compared.held, 0) as since_held,
            coalesce(compared.at, shadow.based_at, figure.received_at) as since_at,
            compared.differs_since) as since
        cross join lateral (
          select
            exists (select from judged_call as earlier
                    where earlier.sku = figure.sku and earlier.id < figure.id
                      and earlier.judged_at is null) as is_open,
            exists (select from judged_call as later
                    where later.sku = figure.sku and later.id > figure.id
                      and later.kind = 'line') as is_overtaken,
            exists (select from shadow_change as coming
                    where coming.sku = figure.sku) as is_coming,
            coalesce(since.differs_since > clock_timestamp() - ? * interval '1 ms', false)
              as is_early
          offset 0) as seen
        cross join lateral (
          select max(call.received_at) as last_call_at,
            coalesce(bool_or(answered.at > figure.received_at), false) as is_late,
            coalesce(bool_or(answered.at is null), false) as is_unseen
          from judged_call as call
            cross join lateral (
              select min(said.ended_at) as at from monolith_decision as said
              where said.sku = call.sku and said.shop = call.shop and said.number = call.number
                and said.lineid = call.lineid and said.ended_at >= call.received_at) as answered
          where not (is_open or is_overtaken or is_coming or is_early)
            and call.sku = figure.sku and call.kind = 'line' and call.basing = figure.basing
            and call.id > since.since_id and call.id < figure.id) as calls
        cross join lateral (
          select coalesce(sum(line.units) filter (
              where line.state <> 'cancelled'
                and line.placement in ('allocated', 'despatched')), 0) as units,
            coalesce(bool_or(line.decided is distinct from line.fed), false) as is_undecided
          from shadow_line as line
          where not (is_open or is_overtaken or is_coming or is_early)
            and line.sku = figure.sku and line.basing = figure.basing) as lines
      order by figure.sku
      """;

  private final Database database;

  StoredFigureBook(Database database) {
    this.database = database;
  }

  @Override
  public List<UnjudgedFigure> open(String afterSku, Duration secondLook, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                OPEN,
                StoredFigureBook::figure,
                Sql.value(afterSku),
                Sql.value(most),
                Sql.value(secondLook.toMillis())));
  }

  private static UnjudgedFigure figure(ResultSet row) throws SQLException {
    FedFigure figure =
        new FedFigure(
            row.getLong("id"),
            row.getInt("basing"),
            row.getString("sku"),
            row.getLong("figure"),
            StoredJudgingBook.time(row, "received_at").orElseThrow());
    long held = row.getLong("units");
    return new UnjudgedFigure(
        new FigureCase(
            figure,
            row.getLong("since_id"),
            StoredJudgingBook.time(row, "since_at").orElseThrow(),
            row.getLong("since_figure") - (held - row.getLong("since_held")),
            rest(row),
            StoredJudgingBook.time(row, "last_call_at"),
            StoredJudgingBook.time(row, "differs_since"),
            row.getBoolean("is_due"),
            StoredJudgingBook.lost(row, figure.basing()),
            StoredJudgingBook.number(row, "diverged"),
            StoredJudgingBook.number(row, "lacking"),
            new IgnoreRule.Place(Optional.ofNullable(row.getString("wave")), figure.sku(), "")),
        held,
        StoredJudgingBook.time(row, "now").orElseThrow());
  }

  private static Rest rest(ResultSet row) throws SQLException {
    if (row.getBoolean("is_overtaken") || row.getBoolean("is_late")) {
      return Rest.NOT_AT_REST;
    }
    return row.getBoolean("is_coming")
            || row.getBoolean("is_unseen")
            || row.getBoolean("is_undecided")
        ? Rest.NOT_KNOWN
        : Rest.AT_REST;
  }

  @Override
  public void write(
      List<FigureVerdicts> judged,
      List<UnjudgedFigure> passedOver,
      List<UnjudgedFigure> different) {
    database.inTransaction(
        connection -> {
          VerdictRows.write(
              connection,
              judged.stream()
                  .flatMap(each -> each.verdicts().stream().map(verdict -> written(each, verdict)))
                  .toList());
          begin(
              connection,
              Stream.concat(
                      judged.stream()
                          .map(FigureVerdicts::figure)
                          .filter(each -> each.known().rest() == Rest.AT_REST)
                          .map(StoredFigureBook::next),
                      different.stream().map(StoredFigureBook::same))
                  .toList());
          close(
              connection,
              Stream.concat(judged.stream().map(FigureVerdicts::figure), passedOver.stream())
                  .toList());
          return null;
        });
  }

  private static WrittenVerdict written(FigureVerdicts of, Verdict verdict) {
    FigureCase known = of.figure().known();
    return new WrittenVerdict(
        known.figure().id(),
        known.figure().basing(),
        known.place(),
        Optional.empty(),
        Optional.of(known.since()),
        Optional.of(known.figure().receivedAt()),
        known.differsSince(),
        verdict,
        false);
  }

  /**
   * Interval that the next figure has to show.
   *
   * @param figure what it would be now if nothing came any more
   * @param held units that lines have in the shadow now
   * @param differs whether a figure of it was seen to differ
   */
  private record FigureInterval(
      FedFigure of, long id, long figure, long held, Instant since, boolean differs) {}

  private static FigureInterval next(UnjudgedFigure each) {
    FedFigure figure = each.known().figure();
    return new FigureInterval(
        figure, figure.id(), figure.units(), each.held(), figure.receivedAt(), false);
  }

  private static FigureInterval same(UnjudgedFigure each) {
    FigureCase known = each.known();
    return new FigureInterval(
        known.figure(), known.sinceCall(), known.expected(), each.held(), known.since(), true);
  }

  private static void begin(Connection connection, List<FigureInterval> intervals)
      throws SQLException {
    if (intervals.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into compared_figure (sku, basing, id, figure, held, at, differs_since)
        select sku, basing, id, figure, held, at, case when differs then clock_timestamp() end
        from unnest(?, ?, ?, ?, ?, ?, ?)
          as each (sku, basing, id, figure, held, at, differs)
        order by sku collate "C"
        on conflict (sku) do update
        set basing = excluded.basing, id = excluded.id, figure = excluded.figure,
            held = excluded.held, at = excluded.at, differs_since = excluded.differs_since
        where compared_figure.basing <= excluded.basing
        """,
        Sql.column("text", intervals, each -> each.of().sku()),
        Sql.column("int4", intervals, each -> each.of().basing()),
        Sql.column("int8", intervals, FigureInterval::id),
        Sql.column("int8", intervals, FigureInterval::figure),
        Sql.column("int8", intervals, FigureInterval::held),
        Sql.column("timestamptz", intervals, each -> each.since().atOffset(ZoneOffset.UTC)),
        Sql.column("bool", intervals, FigureInterval::differs));
  }

  /** With all before them, which they make up for. */
  private static void close(Connection connection, List<UnjudgedFigure> figures)
      throws SQLException {
    if (figures.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        update judged_figure as figure set judged_at = clock_timestamp()
        from unnest(?, ?) as each (sku, id)
        where figure.sku = each.sku and figure.id <= each.id and figure.judged_at is null
        """,
        Sql.column("text", figures, each -> each.known().figure().sku()),
        Sql.column("int8", figures, each -> each.known().figure().id()));
  }
}
