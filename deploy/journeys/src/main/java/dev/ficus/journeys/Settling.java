package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Waits until nothing moves any more: what the shop sent has arrived everywhere it should. */
final class Settling {
  /** So long nothing may change before it counts as stuck. A service may be restarted meanwhile. */
  private static final Duration STUCK = Duration.ofMinutes(3);

  private static final long PAUSE_MILLIS = 100;

  private final Database allocation;
  private final Database availability;
  private final Database legacy;

  Settling(Ficus ficus) {
    this(
        ficus.database(Service.ALLOCATION),
        ficus.database(Service.AVAILABILITY),
        ficus.database(Service.LEGACY));
  }

  Settling(Database allocation, Database availability, Database legacy) {
    this.allocation = allocation;
    this.availability = availability;
    this.legacy = legacy;
  }

  /**
   * What is still under way.
   *
   * @param unconfirmed lines whose command the broker has not confirmed to the adapter
   * @param notTaken lines whose command allocation-service has not taken from the queue
   * @param unpublished events that are only in allocation-service's outbox
   * @param behind products that availability-service does not know as allocation-service does
   */
  record UnderWay(long unconfirmed, long notTaken, long unpublished, long behind) {
    boolean isNothing() {
      return unconfirmed + notTaken + unpublished + behind == 0;
    }

    @Override
    public String toString() {
      return "%d lines not confirmed by the broker, %d commands not taken by allocation-service, %d events not published, %d products behind in availability-service"
          .formatted(unconfirmed, notTaken, unpublished, behind);
    }
  }

  /** Returns nothing under way, or what was still under way when nothing moved for long. */
  UnderWay await() throws InterruptedException {
    UnderWay last = null;
    long lastMoved = System.nanoTime();
    while (true) {
      long begin = System.nanoTime();
      UnderWay now = look();
      if (now.isNothing()) {
        return now;
      }
      if (!now.equals(last)) {
        lastMoved = begin;
        last = now;
      } else if (begin - lastMoved > STUCK.toNanos()) {
        return now;
      }
      // Looking costs; not more than half of the time is spent on it.
      Thread.sleep(Math.max(PAUSE_MILLIS, (System.nanoTime() - begin) / 1_000_000));
    }
  }

  private UnderWay look() {
    try (Query adapter = new Query(legacy);
        Query stock = new Query(allocation);
        Query views = new Query(availability)) {
      return new UnderWay(
          adapter.count(
              """
              select count(*) from ledger_line join ledger_order using (shop, number)
              where sent_with > confirmed
              """),
          notTaken(adapter, stock),
          stock.count("select count(*) from outbox where published_at is null"),
          behind(stock, views));
    } catch (SQLException away) {
      throw new DemoException("cannot read the services' tables: " + away.getMessage(), away);
    }
  }

  private record Revision(Books.LineKey line, long number) {}

  private static long notTaken(Query adapter, Query stock) throws SQLException {
    List<Revision> sent =
        adapter.list(
            """
            select shop || ':' || number, sku, lineid, revision from ledger_line
            where owner = 'new' and sent_with > 0
            """,
            Settling::revision);
    // A command that was set aside was taken too; what is wrong with it is not a matter of time.
    List<Revision> taken =
        stock.list(
            """
            select orderid, sku, lineid,
              greatest(wanted_revision, cancelled_revision, despatched_revision)
            from order_line
            union all
            select orderid, sku, lineid, 9223372036854775807 from inbox
            where state <> 'APPLIED' and orderid is not null
            """,
            Settling::revision);
    Map<Books.LineKey, Long> known = new HashMap<>();
    taken.forEach(line -> known.merge(line.line(), line.number(), Math::max));
    return sent.stream()
        .filter(line -> known.getOrDefault(line.line(), 0L) < line.number())
        .count();
  }

  private static Revision revision(java.sql.ResultSet row) throws SQLException {
    return new Revision(
        new Books.LineKey(row.getString(1), row.getString(2), row.getString(3)), row.getLong(4));
  }

  private static long behind(Query stock, Query views) throws SQLException {
    List<Books.Product> products = Books.products(stock, "product");
    Map<String, Long> known = new HashMap<>();
    Books.products(views, "product_view")
        .forEach(product -> known.put(product.sku(), product.sequence()));
    return products.stream()
        .filter(product -> known.getOrDefault(product.sku(), 0L) < product.sequence())
        .count();
  }
}
