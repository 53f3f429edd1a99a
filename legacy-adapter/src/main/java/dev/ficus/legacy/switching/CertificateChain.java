package dev.ficus.legacy.switching;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chain of certificates, walked from the first to the last: each has its number, the hash of its
 * own content and that of the one before, and its lists are those that it was written with.
 */
public final class CertificateChain {

  private static final int AT_A_TIME = 100;

  private final Certificates certificates;

  public CertificateChain(Certificates certificates) {
    this.certificates = certificates;
  }

  /**
   * What a walk has found.
   *
   * @param certificates how many follow each other from the first on
   * @param last the hash of the last of these
   * @param broken the first that does not follow; empty when the chain is whole
   */
  public record ChainResult(int certificates, String last, Optional<BrokenLink> broken) {}

  /**
   * Certificate that does not follow the one before.
   *
   * @param why in words
   */
  public record BrokenLink(int id, String why) {}

  /** Walks to the end, or to the first that does not follow. */
  public ChainResult verify() {
    int last = 0;
    String hash = Certificate.NONE_BEFORE;
    List<Certificate> page = certificates.after(last, AT_A_TIME);
    while (!page.isEmpty()) {
      for (Certificate each : page) {
        Optional<String> why = why(each, last, hash);
        if (why.isPresent()) {
          return new ChainResult(last, hash, Optional.of(new BrokenLink(last + 1, why.get())));
        }
        last = each.id();
        hash = each.hash();
      }
      page = certificates.after(last, AT_A_TIME);
    }
    return new ChainResult(last, hash, Optional.empty());
  }

  private Optional<String> why(Certificate certificate, int lastId, String lastHash) {
    if (certificate.id() != lastId + 1) {
      return Optional.of("it is not there, and certificate %d is".formatted(certificate.id()));
    }
    if (!Sha256.of(certificate.document()).equals(certificate.hash())) {
      return Optional.of("its hash is not that of its content");
    }
    Map<String, Object> members;
    try {
      members = certificate.members();
      if (!CanonicalJson.of(members).equals(certificate.document())) {
        return Optional.of("its content is not in canonical form");
      }
    } catch (IllegalArgumentException unreadable) {
      return Optional.of("its content cannot be read");
    }
    if (!Integer.valueOf(certificate.id()).equals(members.get("id"))) {
      return Optional.of("its content has another number");
    }
    if (!lastHash.equals(certificate.previous()) || !lastHash.equals(members.get("previous"))) {
      return Optional.of("it has not the hash of the one before");
    }
    return otherList(certificate.id(), members)
        .map("the list %s is not the one it was written with"::formatted);
  }

  private Optional<String> otherList(int id, Map<String, Object> members) {
    Map<String, String> kept = certificates.lists(id);
    return members.get("lists") instanceof Map<?, ?> digests
        ? digests.entrySet().stream()
            .filter(each -> !isOf(each.getValue(), kept.get((String) each.getKey())))
            .map(each -> (String) each.getKey())
            .findFirst()
        : Optional.of("of each side");
  }

  private static boolean isOf(Object digest, String text) {
    return text != null
        && digest instanceof Map<?, ?> members
        && Sha256.of(text).equals(members.get("sha256"));
  }
}
