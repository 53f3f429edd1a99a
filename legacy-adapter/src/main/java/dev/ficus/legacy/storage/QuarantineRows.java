package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.RefusedLine;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ApplicationScoped
class QuarantineRows implements PanacheRepositoryBase<QuarantineRow, Long> {

  /** Longer than any identifier; what is longer still can be read in the call itself. */
  private static final int SHOWN = 300;

  /**
   * Keeps what is not kept yet, and the call it came in.
   *
   * @return what was not there before
   */
  List<RefusedLine> keep(
      String shop,
      Optional<OrderNumber> order,
      Arrival arrival,
      List<RefusedLine> refused,
      Instant now) {
    if (refused.isEmpty()) {
      return List.of();
    }
    byte[] document = sha256(arrival.document());
    insertDocument(document, arrival, now);
    List<RefusedLine> kept = new ArrayList<>();
    Map<RefusedLine, Integer> alike = new HashMap<>();
    for (RefusedLine line : refused) {
      int occurrence = alike.merge(line, 1, Integer::sum);
      byte[] fingerprint = fingerprint(shop, order, document, line, occurrence);
      if (insertEntry(fingerprint, shop, order, arrival, line, document, now)) {
        kept.add(line);
      }
    }
    return kept;
  }

  List<QuarantineRow> after(long id, Optional<String> shop, Optional<String> reason, int most) {
    return find(
            "id > ?1 and (?2 is null or shop = ?2) and (?3 is null or reason = ?3) order by id",
            id,
            shop.orElse(null),
            reason.orElse(null))
        .page(0, most)
        .list();
  }

  byte[] document(QuarantineRow row) {
    return (byte[])
        getEntityManager()
            .createNativeQuery(
                "select xml from quarantine_document where sha256 = :sha256", byte[].class)
            .setParameter("sha256", row.document)
            .getSingleResult();
  }

  private void insertDocument(byte[] sha256, Arrival arrival, Instant now) {
    getEntityManager()
        .createNativeQuery(
            "insert into quarantine_document (sha256, xml, received_at)"
                + " values (:sha256, :xml, :now) on conflict do nothing")
        .setParameter("sha256", sha256)
        .setParameter("xml", arrival.document())
        .setParameter("now", now)
        .executeUpdate();
  }

  private boolean insertEntry(
      byte[] fingerprint,
      String shop,
      Optional<OrderNumber> order,
      Arrival arrival,
      RefusedLine line,
      byte[] document,
      Instant now) {
    return getEntityManager()
            .createNativeQuery(
                "insert into quarantine_entry (fingerprint, shop, number, sku, lineid, qty, reason,"
                    + " feed, correlation, document, received_at) values (:fingerprint, :shop,"
                    + " cast(:number as text), cast(:sku as text), cast(:lineid as text),"
                    + " cast(:qty as text), :reason, :feed, :correlation, :document, :now)"
                    + " on conflict do nothing")
            .setParameter("fingerprint", fingerprint)
            .setParameter("shop", shop)
            .setParameter("number", order.map(OrderNumber::number).orElse(null))
            .setParameter("sku", shown(line.sku()))
            .setParameter("lineid", shown(line.lineid()))
            .setParameter("qty", shown(line.quantity()))
            .setParameter("reason", line.reason().code())
            .setParameter("feed", arrival.feed())
            .setParameter("correlation", arrival.correlation())
            .setParameter("document", document)
            .setParameter("now", now)
            .executeUpdate()
        == 1;
  }

  /** What belongs to no order is known again by the call it came in. */
  private static byte[] fingerprint(
      String shop, Optional<OrderNumber> order, byte[] document, RefusedLine line, int occurrence) {
    MessageDigest digest = newSha256();
    digest.update(order.isPresent() ? new byte[0] : document);
    add(digest, shop);
    add(digest, order.map(OrderNumber::number).orElse(null));
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

  private static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
