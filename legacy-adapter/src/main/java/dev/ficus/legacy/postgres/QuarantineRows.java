package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.stock.OldStock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes what is refused, each thing once, with the call it came in. */
final class QuarantineRows {

  /** Longer than any identifier; what is longer still can be read in the call itself. */
  private static final int SHOWN = 300;

  private QuarantineRows() {}

  /**
   * Something that is refused.
   *
   * @param place whose it is among those it is written with
   * @param number empty when it belongs to no order that can be told from others
   * @param fingerprint what the order says; empty where the ledger does not know it
   * @param within which of the calls in the call it is; empty where an order is found by its number
   * @param ofStock empty when it is of an order
   */
  record Refusal(
      int place,
      String shop,
      Optional<OrderNumber> number,
      Optional<String> fingerprint,
      Optional<String> within,
      Optional<OfStock> ofStock,
      Arrival arrival,
      RefusedLine line) {

    Refusal {
      if (!line.reason().isOf(subject(ofStock, line))) {
        throw new IllegalArgumentException(line.reason() + " is said of " + subject(ofStock, line));
      }
    }

    /** Something of an order with a number. */
    Refusal(
        int place,
        String shop,
        Optional<OrderNumber> number,
        Optional<String> fingerprint,
        Arrival arrival,
        RefusedLine line) {
      this(place, shop, number, fingerprint, Optional.empty(), Optional.empty(), arrival, line);
    }

    Subject subject() {
      return subject(ofStock, line);
    }

    private static Subject subject(Optional<OfStock> ofStock, RefusedLine line) {
      return ofStock.isPresent() ? Subject.STOCK : line.subject();
    }

    boolean is(OrderNumber other) {
      return number.filter(other::equals).isPresent();
    }
  }

  /**
   * What is particular to something said of stock.
   *
   * @param called its number among all that calls say of stock
   */
  record OfStock(OldStock.Kind kind, long called) {}

  /**
   * An entry that is there.
   *
   * @param same whether the call that is kept with it is of the same image
   */
  private record Known(boolean redriven, boolean same) {}

  /** The bytes something came in, with their digest. */
  private record Document(byte[] sha256, byte[] bytes) {}

  /** A refusal as it is written. */
  private record Row(Refusal refusal, byte[] fingerprint, Document document) {
    String orderNumber() {
      return refusal.number().map(OrderNumber::number).orElse(null);
    }

    String orderFingerprint() {
      return refusal.fingerprint().orElse(null);
    }

    String within() {
      return refusal.within().orElse(null);
    }

    long called() {
      return refusal.ofStock().map(OfStock::called).orElse(0L);
    }
  }

  /**
   * Keeps what is not kept yet, and counts what is.
   *
   * @return what was not waiting before, nor discarded, by whose it is
   */
  static Map<Integer, List<RefusedLine>> keep(Connection connection, List<Refusal> refusals)
      throws SQLException {
    if (refusals.isEmpty()) {
      return Map.of();
    }
    // Of two that are the same in one group the later one counts: it shows the order's last image.
    Map<ByteBuffer, Row> rows = new LinkedHashMap<>();
    rows(refusals).forEach(row -> rows.put(ByteBuffer.wrap(row.fingerprint()), row));
    Map<ByteBuffer, Known> known = known(connection, rows.values());
    Map<Boolean, List<Row>> bySame =
        rows.entrySet().stream()
            .collect(
                Collectors.partitioningBy(
                    each ->
                        each.getValue().refusal().ofStock().isEmpty()
                            && Optional.ofNullable(known.get(each.getKey()))
                                .filter(Known::same)
                                .isPresent(),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    countAgain(connection, bySame.get(true));
    store(connection, bySame.get(false));
    Map<Integer, List<RefusedLine>> news = new HashMap<>();
    rows.forEach(
        (fingerprint, row) -> {
          if (!known.containsKey(fingerprint) || known.get(fingerprint).redriven()) {
            news.computeIfAbsent(row.refusal().place(), any -> new ArrayList<>())
                .add(row.refusal().line());
          }
        });
    return news;
  }

  private static List<Row> rows(List<Refusal> refusals) {
    Map<Arrival, Document> documents = new IdentityHashMap<>();
    Map<Integer, Map<RefusedLine, Integer>> alike = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (Refusal refusal : refusals) {
      Document document = documents.computeIfAbsent(refusal.arrival(), QuarantineRows::document);
      int occurrence =
          alike
              .computeIfAbsent(refusal.place(), any -> new HashMap<>())
              .merge(refusal.line().anywhere(), 1, Integer::sum);
      rows.add(new Row(refusal, fingerprint(refusal, document.sha256(), occurrence), document));
    }
    return rows;
  }

  private static Document document(Arrival arrival) {
    byte[] bytes = arrival.document().get();
    return new Document(newSha256().digest(bytes), bytes);
  }

  /** What is there already, by fingerprint. */
  private static Map<ByteBuffer, Known> known(Connection connection, Collection<Row> rows)
      throws SQLException {
    Map<ByteBuffer, Known> known = new HashMap<>();
    Sql.query(
        connection,
        """
        select fingerprint, entry.state = 'redriven' as redriven,
          entry.image is not distinct from each.image and entry.document is not null as same
        from unnest(?, ?) as each (fingerprint, image)
          join quarantine_entry as entry using (fingerprint)
        """,
        row ->
            known.put(
                ByteBuffer.wrap(row.getBytes("fingerprint")),
                new Known(row.getBoolean("redriven"), row.getBoolean("same"))),
        Sql.bytes(rows, Row::fingerprint),
        Sql.column("text", rows, Row::orderFingerprint));
    return known;
  }

  /** In an order that says what it said before: the call that is kept already tells it all. */
  private static void countAgain(Connection connection, Collection<Row> rows) throws SQLException {
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
        Sql.bytes(rows, Row::fingerprint));
  }

  private static void store(Connection connection, Collection<Row> rows) throws SQLException {
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
        Sql.bytes(rows, Row::fingerprint),
        Sql.column("text", rows, row -> row.refusal().shop()),
        Sql.column("text", rows, Row::orderNumber),
        Sql.column("text", rows, row -> shown(row.refusal().line().sku())),
        Sql.column("text", rows, row -> shown(row.refusal().line().lineid())),
        Sql.column("text", rows, row -> shown(row.refusal().line().quantity())),
        Sql.column("text", rows, row -> row.refusal().subject().code()),
        Sql.column("text", rows, row -> row.refusal().line().reason().code()),
        Sql.column("int4", rows, row -> row.refusal().line().place()),
        Sql.column("bool", rows, row -> row.refusal().line().holds()),
        Sql.column("text", rows, Row::orderFingerprint),
        Sql.column("int8", rows, Row::called),
        Sql.column("text", rows, Row::within),
        Sql.column("text", rows, row -> row.refusal().arrival().feed()),
        Sql.column("text", rows, row -> row.refusal().arrival().correlation()),
        Sql.bytes(rows, row -> row.document().sha256()));
  }

  /** One that is there already is written to all the same, lest it be deleted for its age now. */
  private static void storeDocuments(Connection connection, Collection<Row> rows)
      throws SQLException {
    Map<ByteBuffer, Row> documents = new HashMap<>();
    rows.forEach(row -> documents.putIfAbsent(ByteBuffer.wrap(row.document().sha256()), row));
    Collection<Row> each = documents.values();
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

  /** What names nothing is known again by the call it came in, and where it stands in that. */
  private static byte[] fingerprint(Refusal refusal, byte[] document, int occurrence) {
    RefusedLine line = refusal.line();
    MessageDigest digest = newSha256();
    boolean named = isNamed(refusal);
    digest.update(named ? new byte[0] : document);
    add(digest, refusal.shop());
    add(digest, refusal.number().map(OrderNumber::number).orElse(null));
    add(digest, line.sku());
    add(digest, line.lineid());
    add(digest, line.quantity());
    add(digest, line.reason().code());
    add(digest, Integer.toString(occurrence));
    Optional<String> within = refusal.within().filter(place -> !named);
    if (refusal.ofStock().isPresent()) {
      add(digest, refusal.ofStock().get().kind().name());
      add(digest, within.orElse(null));
    } else {
      within.filter(place -> !place.isEmpty()).ifPresent(place -> add(digest, place));
    }
    return digest.digest();
  }

  /** A batch is named by its reference, not by its SKU, of which there may be others. */
  private static boolean isNamed(Refusal refusal) {
    RefusedLine line = refusal.line();
    if (refusal.ofStock().isEmpty()) {
      return refusal.number().isPresent() || line.sku() != null || line.lineid() != null;
    }
    String name = refusal.ofStock().get().kind().isOfSku() ? line.sku() : line.lineid();
    return name != null && !name.isEmpty();
  }

  private static void add(MessageDigest digest, String part) {
    String measured = part == null ? "-;" : part.length() + ":" + part + ";";
    digest.update(measured.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(String text) {
    if (text == null || text.length() <= SHOWN) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return text.substring(0, end);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
