package dev.ficus.legacy.postgres;

import dev.ficus.legacy.shadow.ShadowBook;
import dev.ficus.legacy.shadow.ShadowState;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.switching.LegacyEvent.LegacyEventType;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Book of the SKUs in the shadow, in PostgreSQL. */
@ApplicationScoped
class StoredShadowBook implements ShadowBook {

  private final Database database;
  private final PromisingSources promising;

  StoredShadowBook(Database database, PromisingSources promising) {
    this.database = database;
    this.promising = promising;
  }

  /**
   * Nobody writes a figure meanwhile: so each that is reported later is fed, and each before is in
   * the one that the SKU is based on. A line may be written meanwhile, and not be fed, if its
   * transaction began before; then it is one from before the basing.
   */
  @Override
  public Optional<ShadowDecision> base(String wave, String by, String reason) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          BatchStore.lock(connection);
          if (!isThere(connection, wave)) {
            return Optional.empty();
          }
          // A nested loop would read all figures once for each SKU.
          Sql.update(connection, "set local enable_hashjoin = on");
          List<RefusedSku> refused = refused(connection, wave);
          if (!refused.isEmpty()) {
            return Optional.of(new ShadowDecision(0, refused));
          }
          List<String> based = base(connection, wave, by, reason);
          StoredLegacyEvents.shadowed(connection, LegacyEventType.SKU_SHADOWED, based);
          note(connection, "shadow", wave, by, reason);
          return Optional.of(new ShadowDecision(based.size(), List.of()));
        });
  }

  private static boolean isThere(Connection connection, String wave) throws SQLException {
    return Sql.query(
            connection,
            "select exists (select from wave where name = ?)",
            row -> row.getBoolean(1),
            Sql.value(wave))
        .get(0);
  }

  private List<RefusedSku> refused(Connection connection, String wave) throws SQLException {
    return Sql.query(
        connection,
        """
        select * from (
          select sku, case
            when route = 'new' then 'ours'
            when is_gross then 'named_batches'
            when sources > 1 then 'several_sources'
            when promises_of is not null and promises_of <> all(?) then 'promises_without_orders'
            when exists (select from looked_sku as looked
                         where looked.sku = each.sku and looked.source = promises_of
                           and (unclear is not null or called > looked)) then 'batches_unclear'
            end as refusal
          from sku_route as each
            left join (
              select sku, count(distinct figure_source(source)) as sources
              from figure_in_force group by sku) as reported using (sku)
            left join (
              select sku, max(promises_of) as promises_of, bool_or(promises_of is null) as is_gross
              from ledger_batch where not figure group by sku) as named using (sku)
          where wave = ?) as judged
        where refusal is not null order by sku
        """,
        row ->
            new RefusedSku(
                row.getString("sku"),
                ShadowRefusal.valueOf(row.getString("refusal").toUpperCase(Locale.ROOT))),
        Sql.column("text", promising.namingOrders(), source -> source),
        Sql.value(wave));
  }

  private static List<String> base(Connection connection, String wave, String by, String reason)
      throws SQLException {
    return Sql.query(
        connection,
        """
        with based as (
          insert into shadow_sku as shadow
            (sku, basing, state, wave, source, figure_at_base, figure, done_by, reason)
          select sku, 1, 'based', wave, source, coalesce(figure, 0), coalesce(figure, 0), ?, ?
          from sku_route left join (
              select sku, min(figure_source(source)) as source, cast(sum(figure) as bigint) as figure
              from (select sku, source, min(qty) as figure
                    from figure_in_force group by sku, source) as each
              group by sku)
            as known using (sku)
          where wave = ? order by sku
          on conflict (sku) do update
          set basing = shadow.basing + 1, state = 'based', why = '', wave = excluded.wave,
              source = excluded.source, figure_at_base = excluded.figure_at_base,
              figure = excluded.figure, held = 0, uncounted = 0, figure_at = null,
              shown_at = null, despatched = 0,
              based_at = clock_timestamp(), changed_at = clock_timestamp(),
              done_by = excluded.done_by, reason = excluded.reason
          returning sku, basing)
        insert into shadow_change (kind, sku, basing, batchrefs, figures, etas)
        select 'based', sku, basing, batchrefs, figures, etas
        from based left join (
            select figure.sku, array_agg(batch.batchref order by batch.batchref) as batchrefs,
              array_agg(figure.qty order by batch.batchref) as figures,
              array_agg(batch.eta order by batch.batchref) as etas
            from figure_in_force as figure
              join ledger_batch as batch
                on batch.batchref = figure_batch(figure.source, figure.sku) and not batch.figure
            group by figure.sku)
          as named using (sku)
        order by sku
        returning sku
        """,
        row -> row.getString(1),
        Sql.value(by),
        Sql.value(reason),
        Sql.value(wave));
  }

  @Override
  public Optional<ShadowDecision> end(String wave, String by, String reason) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          if (!isThere(connection, wave)) {
            return Optional.empty();
          }
          List<String> ended =
              Sql.query(
                  connection,
                  """
                  update shadow_sku as shadow
                  set state = 'ended', why = 'somebody has ended it',
                      changed_at = clock_timestamp(), done_by = ?, reason = ?
                  from (select sku from shadow_sku as each join sku_route using (sku)
                        where sku_route.wave = ? and state <> 'ended'
                        order by sku for no key update of each) as found
                  where shadow.sku = found.sku
                  returning shadow.sku
                  """,
                  row -> row.getString(1),
                  Sql.value(by),
                  Sql.value(reason),
                  Sql.value(wave));
          if (!ended.isEmpty()) {
            StoredLegacyEvents.shadowed(connection, LegacyEventType.SKU_UNSHADOWED, ended);
            note(connection, "unshadow", wave, by, reason);
          }
          return Optional.of(new ShadowDecision(ended.size(), List.of()));
        });
  }

  private static void note(
      Connection connection, String what, String wave, String by, String reason)
      throws SQLException {
    Sql.update(
        connection,
        "insert into strangling_log (what, done_by, reason, wave) values (?, ?, ?, ?)",
        Sql.value(what),
        Sql.value(by),
        Sql.value(reason),
        Sql.value(wave));
  }

  @Override
  public List<ShadowedSku> skus(String wave, String after, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, state, why, basing, based_at, figure, batch
                from sku_route left join shadow_sku using (sku)
                where sku_route.wave = ? and sku > ? order by sku limit ?
                """,
                row ->
                    new ShadowedSku(
                        row.getString("sku"),
                        Optional.ofNullable(row.getString("state")).map(ShadowState::of),
                        Optional.ofNullable(row.getString("why")).orElse(""),
                        row.getInt("basing"),
                        time(row, "based_at"),
                        units(row, "figure"),
                        units(row, "batch")),
                Sql.value(wave),
                Sql.value(after),
                Sql.value(most)));
  }

  private static OptionalLong units(ResultSet row, String column) throws SQLException {
    long units = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(units);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public ShadowProgress progress() {
    return database.inSnapshot(
        connection -> {
          Map<ShadowState, Long> skus = new EnumMap<>(ShadowState.class);
          Sql.query(
              connection,
              "select state, count(*) as n from shadow_sku group by state",
              row -> skus.put(ShadowState.of(row.getString("state")), row.getLong("n")));
          return Sql.query(
                  connection,
                  """
                  select (select count(*) from shadow_change) as waiting,
                    (select at from shadow_change order by id limit 1) as waiting_since,
                    undecided, undecided_since, unjudged, unjudged_since,
                    fed_at, latest, heard_at
                  from shadow_progress,
                    (select count(*) as undecided, min(fed_at) as undecided_since
                     from shadow_line where decided is distinct from fed
                       -- Goods that leave before they are there are despatched when they come.
                       and (state <> 'despatched' or placement is distinct from 'backordered'))
                      as fed_lines,
                    (select count(*) as unjudged, min(fed_at) as unjudged_since
                     from judged_call where judged_at is null) as calls
                  """,
                  row ->
                      new ShadowProgress(
                          skus,
                          row.getLong("waiting"),
                          time(row, "waiting_since"),
                          row.getLong("undecided"),
                          time(row, "undecided_since"),
                          row.getLong("unjudged"),
                          time(row, "unjudged_since"),
                          time(row, "fed_at"),
                          time(row, "latest"),
                          time(row, "heard_at")))
              .get(0);
        });
  }

  @Override
  public List<LostSku> lost(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, wave, why, changed_at from shadow_sku where state = 'lost'
                order by changed_at desc, sku limit ?
                """,
                row ->
                    new LostSku(
                        row.getString("sku"),
                        row.getString("wave"),
                        row.getString("why"),
                        time(row, "changed_at").orElseThrow()),
                Sql.value(most)));
  }
}
