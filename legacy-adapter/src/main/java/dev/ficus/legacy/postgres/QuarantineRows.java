package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.quarantine.IdentifiedEntry;
import dev.ficus.legacy.quarantine.NewEntry;
import dev.ficus.legacy.quarantine.NewEntry.StockCall;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL of the quarantine: writes each rejection once, with the call it came in. */
final class QuarantineRows {

  /** Longer than any identifier; what is longer still can be read in the call itself. */
  private static final int SHOWN = 300;

  private QuarantineRows() {}

  /**
   * State of an entry that is in quarantine already.
   *
   * @param same whether its order is as it was when the call that is kept came
   */
  private record Present(boolean redriven, boolean same) {}

  /**
   * Keeps what is not kept yet, and counts what is.
   *
   * @return what was not waiting before, nor discarded, by the place of its change or report
   */
  static Map<Integer, List<Rejection>> keep(Connection connection, List<NewEntry> entries)
      throws SQLException {
    if (entries.isEmpty()) {
      return Map.of();
    }
    // Of two that are the same in one group the later one counts: its order is the last one.
    Map<ByteBuffer, IdentifiedEntry> rows = new LinkedHashMap<>();
    IdentifiedEntry.of(entries).forEach(row -> rows.put(row.identity(), row));
    Map<ByteBuffer, Present> present = present(connection, rows.values());
    Map<Boolean, List<IdentifiedEntry>> bySame =
        rows.values().stream()
            .collect(
                Collectors.partitioningBy(
                    row ->
                        row.entry().stockCall().isEmpty()
                            && Optional.ofNullable(present.get(row.identity()))
                                .filter(Present::same)
                                .isPresent()));
    countAgain(connection, bySame.get(true));
    store(connection, bySame.get(false));
    Map<Integer, List<Rejection>> added = new HashMap<>();
    rows.forEach(
        (identity, row) -> {
          if (!present.containsKey(identity) || present.get(identity).redriven()) {
            added
                .computeIfAbsent(row.entry().place(), any -> new ArrayList<>())
                .add(row.entry().rejection());
          }
        });
    return added;
  }

  /**
   * Fingerprints of these orders when something was refused that holds them and waits: see {@link
   * OrderRules#isHeld}.
   */
  static Map<OrderNumber, Set<String>> holding(Connection connection, List<KnownOrder> orders)
      throws SQLException {
    Map<OrderNumber, Set<String>> fingerprints = new HashMap<>();
    if (orders.isEmpty()) {
      return fingerprints;
    }
    Sql.query(
        connection,
        """
        select distinct shop, number, entry.image
        from unnest(?, ?) as each (shop, number)
          join quarantine_entry as entry using (shop, number)
        where entry.state = 'waiting' and entry.holds and entry.image is not null
        """,
        row ->
            fingerprints
                .computeIfAbsent(LedgerRows.number(row), any -> new HashSet<>())
                .add(row.getString("image")),
        LedgerRows.shops(orders, KnownOrder::number),
        LedgerRows.numbers(orders, KnownOrder::number));
    return fingerprints;
  }

  /** What is in quarantine already, by identity. */
  private static Map<ByteBuffer, Present> present(
      Connection connection, Collection<IdentifiedEntry> rows) throws SQLException {
    Map<ByteBuffer, Present> present = new HashMap<>();
    Sql.query(
        connection,
        """
        select fingerprint, entry.state = 'redriven' as redriven,
          entry.image is not distinct from each.image and entry.document is not null as same
        from unnest(?, ?) as each (fingerprint, image)
          join quarantine_entry as entry using (fingerprint)
        """,
        row ->
            present.put(
                ByteBuffer.wrap(row.getBytes("fingerprint")),
                new Present(row.getBoolean("redriven"), row.getBoolean("same"))),
        Sql.bytes(rows, row -> row.identity().array()),
        Sql.column("text", rows, row -> row.entry().fingerprint().orElse(null)));
    return present;
  }

  /** Counts rejections of orders that are as they were: the call that is kept holds it all. */
  private static void countAgain(Connection connection, Collection<IdentifiedEntry> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        update quarantine_entry
        set seen = seen + 1, last_seen_at = now(),
            state = case state when 'redriven' then 'waiting' else state end,
            settled_at = case state when 'redriven' then null else settled_at end
        from unnest(?) as each (fingerprint)
        where quarantine_entry.fingerprint = each.fingerprint
        """,
        Sql.bytes(rows, row -> row.identity().array()));
  }

  private static void store(Connection connection, Collection<IdentifiedEntry> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    storeDocuments(connection, rows);
    Sql.update(
        connection,
        """
        insert into quarantine_entry
          (fingerprint, shop, number, sku, lineid, qty, subject, reason, place, holds, image,
           called, within, feed, correlation, document, received_at, last_seen_at)
        select fingerprint, shop, number, sku, lineid, qty, subject, reason, place, holds, image,
          called, within, feed, correlation, document, now(), now()
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (fingerprint, shop, number, sku, lineid, qty, subject, reason, place, holds,
            image, called, within, feed, correlation, document)
        on conflict (fingerprint) do update
        set seen = quarantine_entry.seen + 1, last_seen_at = excluded.last_seen_at,
            place = excluded.place, holds = excluded.holds, image = excluded.image,
            called = excluded.called, within = excluded.within,
            feed = excluded.feed, correlation = excluded.correlation,
            document = excluded.document,
            state =
              case quarantine_entry.state
                when 'redriven' then 'waiting' else quarantine_entry.state end,
            settled_at =
              case quarantine_entry.state
                when 'redriven' then null else quarantine_entry.settled_at end
        """,
        Sql.bytes(rows, row -> row.identity().array()),
        Sql.column("text", rows, row -> row.entry().shop()),
        Sql.column("text", rows, row -> row.entry().number().map(OrderNumber::number).orElse(null)),
        Sql.column("text", rows, row -> shown(row.entry().rejection().sku())),
        Sql.column("text", rows, row -> shown(row.entry().rejection().lineid())),
        Sql.column("text", rows, row -> shown(row.entry().rejection().quantity())),
        Sql.column("text", rows, row -> row.entry().rejection().subject().code()),
        Sql.column("text", rows, row -> row.entry().rejection().reason().code()),
        Sql.column("int4", rows, row -> row.entry().rejection().place()),
        Sql.column("bool", rows, row -> row.entry().rejection().holds()),
        Sql.column("text", rows, row -> row.entry().fingerprint().orElse(null)),
        Sql.column("int8", rows, row -> row.entry().stockCall().map(StockCall::called).orElse(0L)),
        Sql.column("text", rows, row -> row.entry().within().orElse(null)),
        Sql.column("text", rows, row -> row.entry().arrival().feed()),
        Sql.column("text", rows, row -> row.entry().arrival().correlation()),
        Sql.bytes(rows, row -> row.document().sha256()));
  }

  /** A document that is there already is dated again, lest it be deleted for its age now. */
  private static void storeDocuments(Connection connection, Collection<IdentifiedEntry> rows)
      throws SQLException {
    Map<ByteBuffer, IdentifiedEntry> documents = new HashMap<>();
    rows.forEach(row -> documents.putIfAbsent(ByteBuffer.wrap(row.document().sha256()), row));
    Collection<IdentifiedEntry> each = documents.values();
    Sql.update(
        connection,
        """
        insert into quarantine_document (sha256, xml, received_at)
        select sha256, xml, now() from unnest(?, ?) as each (sha256, xml)
        order by sha256
        on conflict (sha256) do update set received_at = excluded.received_at
        """,
        Sql.bytes(each, row -> row.document().sha256()),
        Sql.bytes(each, row -> row.document().bytes()));
  }

  private static String shown(String text) {
    if (text == null || text.length() <= SHOWN) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return text.substring(0, end);
  }
}
