package dev.ficus.legacy.switching;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Certificate of a switch: what was compared, who asked for it, and the hash of the certificate
 * before it. So none can be changed, taken out or put in afterwards without breaking the chain.
 *
 * @param id its number in the chain, from 1
 * @param previous the hash of the one before; {@link #NONE_BEFORE} for the first
 * @param document its content, its number and {@code previous} as {@link CanonicalJson}
 * @param hash SHA-256 of the document
 */
public record Certificate(int id, String previous, String document, String hash) {

  /** What the first certificate has as {@code previous}. */
  public static final String NONE_BEFORE = "0".repeat(64);

  /** Of the document: readers of a later form find by it what they read. */
  private static final int FORM = 1;

  /** Certificate with the lists whose digests it has, by their names. */
  public record WithLists(Certificate certificate, Map<String, CertifiedList> lists) {}

  /** The first certificate of a chain. */
  public static WithLists first(CertificateContent content) {
    return following(0, NONE_BEFORE, content);
  }

  /** The certificate that follows this one. */
  public WithLists next(CertificateContent content) {
    return following(id, hash, content);
  }

  /**
   * The members of the document.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Map<String, Object> members() {
    return CanonicalJson.read(document);
  }

  private static WithLists following(int lastId, String lastHash, CertificateContent content) {
    Map<String, CertifiedList> lists = new LinkedHashMap<>();
    lists.put("monolith", CertifiedList.ofBatches(content.monolith()));
    lists.put("ledger", CertifiedList.ofBatches(content.ledger()));
    lists.put("allocation", CertifiedList.ofBatches(content.allocation()));
    lists.put("skus", CertifiedList.ofSkus(content.skus()));
    Map<String, Object> members = new HashMap<>();
    members.put("form", FORM);
    members.put("id", lastId + 1);
    members.put("previous", lastHash);
    members.put("cut_over", content.cutOver());
    members.put("wave", content.wave());
    members.put("direction", content.direction().code());
    members.put("at", content.at().toString());
    members.put("by", content.by());
    members.put("reason", content.reason());
    members.put("open_lines", content.openLines());
    members.put("open_units", content.openUnits());
    Map<String, Object> digests = new HashMap<>();
    lists.forEach((name, list) -> digests.put(name, digest(list)));
    members.put("lists", digests);
    members.put("not_seen", content.notSeen());
    members.put(
        "checks",
        content.checks().stream()
            .map(
                each -> Map.of("check", each.check(), "value", each.value(), "limit", each.limit()))
            .toList());
    content.compared().ifPresent(json -> members.put("compared", CanonicalJson.read(json)));
    String document = CanonicalJson.of(members);
    return new WithLists(
        new Certificate(lastId + 1, lastHash, document, Sha256.of(document)), lists);
  }

  private static Map<String, Object> digest(CertifiedList list) {
    return Map.of("rows", list.rows(), "units", list.units(), "sha256", Sha256.of(list.text()));
  }
}
