package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.RefusedLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   */
  record Refusal(
      int place, String shop, Optional<OrderNumber> number, Arrival arrival, RefusedLine line) {}

  /** The bytes something came in, with their digest. */
  private record Document(byte[] sha256, byte[] bytes) {}

  /** A refusal as it is written. */
  private record Row(Refusal refusal, byte[] fingerprint, Document document) {
    String orderNumber() {
      return refusal.number().map(OrderNumber::number).orElse(null);
    }
  }

  /**
   * Keeps what is not kept yet.
   *
   * @return what was not there before, by whose it is
   */
  static Map<Integer, List<RefusedLine>> keep(Connection connection, List<Refusal> refusals)
      throws SQLException {
    if (refusals.isEmpty()) {
      return Map.of();
    }
    List<Row> rows = rows(refusals);
    storeDocuments(connection, rows);
    Set<ByteBuffer> kept = storeEntries(connection, rows);
    Map<Integer, List<RefusedLine>> news = new HashMap<>();
    for (Row row : rows) {
      // Of two that are the same in one group the first is new, and only that.
      if (kept.remove(ByteBuffer.wrap(row.fingerprint()))) {
        news.computeIfAbsent(row.refusal().place(), any -> new ArrayList<>())
            .add(row.refusal().line());
      }
    }
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
              .merge(refusal.line(), 1, Integer::sum);
      rows.add(new Row(refusal, fingerprint(refusal, document.sha256(), occurrence), document));
    }
    return rows;
  }

  private static Document document(Arrival arrival) {
    byte[] bytes = arrival.document().get();
    return new Document(newSha256().digest(bytes), bytes);
  }

  private static void storeDocuments(Connection connection, List<Row> rows) throws SQLException {
    Map<ByteBuffer, Row> documents = new HashMap<>();
    rows.forEach(row -> documents.putIfAbsent(ByteBuffer.wrap(row.document().sha256()), row));
    Collection<Row> each = documents.values();
    Sql.update(
        connection,
        """
        insert into quarantine_document (sha256, xml, received_at)
        select sha256, xml, now() from unnest(?, ?) as each (sha256, xml)
        order by sha256 on conflict do nothing
        """,
        Sql.bytes(each, row -> row.document().sha256()),
        Sql.bytes(each, row -> row.document().bytes()));
  }

  private static Set<ByteBuffer> storeEntries(Connection connection, List<Row> rows)
      throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection,
            """
            insert into quarantine_entry
              (fingerprint, shop, number, sku, lineid, qty, reason, feed, correlation, document,
               received_at)
            select fingerprint, shop, number, sku, lineid, qty, reason, feed, correlation, document,
              now()
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as each (fingerprint, shop, number, sku, lineid, qty, reason, feed, correlation,
                document)
            on conflict do nothing
            returning fingerprint
            """,
            row -> ByteBuffer.wrap(row.getBytes(1)),
            Sql.bytes(rows, Row::fingerprint),
            Sql.column("text", rows, row -> row.refusal().shop()),
            Sql.column("text", rows, Row::orderNumber),
            Sql.column("text", rows, row -> shown(row.refusal().line().sku())),
            Sql.column("text", rows, row -> shown(row.refusal().line().lineid())),
            Sql.column("text", rows, row -> shown(row.refusal().line().quantity())),
            Sql.column("text", rows, row -> row.refusal().line().reason().code()),
            Sql.column("text", rows, row -> row.refusal().arrival().feed()),
            Sql.column("text", rows, row -> row.refusal().arrival().correlation()),
            Sql.bytes(rows, row -> row.document().sha256())));
  }

  /** What belongs to no order is known again by the call it came in. */
  private static byte[] fingerprint(Refusal refusal, byte[] document, int occurrence) {
    RefusedLine line = refusal.line();
    MessageDigest digest = newSha256();
    digest.update(refusal.number().isPresent() ? new byte[0] : document);
    add(digest, refusal.shop());
    add(digest, refusal.number().map(OrderNumber::number).orElse(null));
    add(digest, line.sku());
    add(digest, line.lineid());
    add(digest, line.quantity());
    add(digest, line.reason().code());
    add(digest, Integer.toString(occurrence));
    return digest.digest();
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
