package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.CertificateContent;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.LegacyEvent;
import dev.ficus.legacy.switching.LegacyEvent.EventContent;
import dev.ficus.legacy.switching.LegacyEvent.LegacyEventType;
import dev.ficus.legacy.switching.LegacyEvent.RouteChanged;
import dev.ficus.legacy.switching.LegacyEvent.ShadowChanged;
import dev.ficus.legacy.switching.LegacyEvents;
import dev.ficus.legacy.switching.SwitchedSku;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Events about routes in PostgreSQL: an outbox whose rows are kept. */
@ApplicationScoped
class StoredLegacyEvents implements LegacyEvents {

  private final Database database;

  StoredLegacyEvents(Database database) {
    this.database = database;
  }

  /** Writes with a switch that the epochs of its SKUs have begun. */
  static void switched(Connection connection, Certificate certificate, CertificateContent content)
      throws SQLException {
    Direction direction = content.direction();
    LegacyEventType type =
        direction == Direction.CUT_OVER
            ? LegacyEventType.SKU_CUT_OVER
            : LegacyEventType.SKU_ROLLED_BACK;
    Sql.update(
        connection,
        """
        insert into legacy_event
          (type, sku, sequence, from_route, to_route, epoch, wave, certificate, at)
        select ?, sku,
          (select coalesce(max(sequence), 0) + 1 from legacy_event as before
           where before.sku = each.sku),
          ?, ?, epoch, ?, ?, ?
        from unnest(?, ?) as each (sku, epoch) order by sku collate "C"
        """,
        Sql.value(type.code()),
        Sql.value(direction.from().code()),
        Sql.value(direction.to().code()),
        Sql.value(content.wave()),
        Sql.value(certificate.id()),
        Sql.value(content.at().atOffset(ZoneOffset.UTC)),
        Sql.column("text", content.skus(), SwitchedSku::sku),
        Sql.column("int4", content.skus(), SwitchedSku::epoch));
  }

  /**
   * Writes that nothing of the owner before is under way any more of these SKUs, in the epoch that
   * began last; of each epoch once, and not of a SKU whose route was never changed.
   *
   * <p>In a transaction that shares the {@link Barrier}, so that no epoch begins meanwhile.
   *
   * @return of how many SKUs it was written
   */
  static int settled(Connection connection, Collection<String> skus) throws SQLException {
    return Sql.update(
        connection,
        """
        insert into legacy_event
          (type, sku, sequence, from_route, to_route, epoch, wave, certificate, at)
        select 'sku_settled', sku,
          (select max(sequence) + 1 from legacy_event as any_of where any_of.sku = asked),
          from_route, to_route, epoch, wave, certificate, date_trunc('milliseconds', now())
        from unnest(?) as each (asked)
        join lateral (
          select * from legacy_event where sku = asked and basing is null
          order by sequence desc limit 1) as last
          on true
        where type <> 'sku_settled' order by sku collate "C"
        on conflict (sku, epoch) where type = 'sku_settled' do nothing
        """,
        Sql.column("text", skus, sku -> sku));
  }

  /**
   * Writes that the shadow of SKUs has begun, or has ended, in a transaction that shares the {@link
   * Barrier}.
   */
  static void shadowed(Connection connection, LegacyEventType type, Collection<String> skus)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into legacy_event (type, sku, sequence, basing, wave, at)
        select ?, sku,
          (select coalesce(max(sequence), 0) + 1 from legacy_event as before
           where before.sku = shadow.sku),
          basing, wave, date_trunc('milliseconds', now())
        from unnest(?) as each (sku) join shadow_sku as shadow using (sku)
        order by sku collate "C"
        """,
        Sql.value(type.code()),
        Sql.column("text", skus, sku -> sku));
  }

  @Override
  public List<LegacyEvent> unconfirmed(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select distinct on (sku) type, sku, sequence, from_route, to_route, epoch, wave,
                  certificate.hash, basing, at
                from legacy_event
                  left join certificate on certificate.id = legacy_event.certificate
                where confirmed_at is null order by sku, sequence limit ?
                """,
                StoredLegacyEvents::event,
                Sql.value(most)));
  }

  @Override
  public void confirm(List<LegacyEvent> events) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update legacy_event set confirmed_at = now()
                from (select * from unnest(?, ?) as each (sku, sequence) order by sku collate "C") as sent
                where legacy_event.sku = sent.sku and legacy_event.sequence = sent.sequence
                  and confirmed_at is null
                """,
                Sql.column("text", events, LegacyEvent::sku),
                Sql.column("int4", events, LegacyEvent::sequence)));
  }

  private static LegacyEvent event(ResultSet row) throws SQLException {
    int basing = row.getInt("basing");
    EventContent about = row.wasNull() ? route(row) : new ShadowChanged(basing);
    return new LegacyEvent(
        LegacyEventType.of(row.getString("type")),
        row.getString("sku"),
        row.getInt("sequence"),
        about,
        row.getString("wave"),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static RouteChanged route(ResultSet row) throws SQLException {
    return new RouteChanged(
        Route.of(row.getString("from_route")).orElseThrow(),
        Route.of(row.getString("to_route")).orElseThrow(),
        row.getInt("epoch"),
        row.getString("hash"));
  }
}
