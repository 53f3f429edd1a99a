package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * New entry with its identity, by which quarantine recognizes the same rejection when it comes
 * again: the entry is counted then, not kept twice.
 *
 * @param identity SHA-256 of what distinguishes the rejection from others
 */
public record IdentifiedEntry(NewEntry entry, ByteBuffer identity, KeptDocument document) {

  /** The call an entry came in, with its digest. */
  public record KeptDocument(byte[] sha256, byte[] bytes) {}

  /** These entries with their identities; the document of one arrival is digested once. */
  public static List<IdentifiedEntry> of(List<NewEntry> entries) {
    Map<Arrival, KeptDocument> documents = new IdentityHashMap<>();
    Map<Integer, Map<Rejection, Integer>> alike = new HashMap<>();
    List<IdentifiedEntry> identified = new ArrayList<>();
    for (NewEntry entry : entries) {
      KeptDocument document = documents.computeIfAbsent(entry.arrival(), IdentifiedEntry::document);
      int occurrence =
          alike
              .computeIfAbsent(entry.place(), any -> new HashMap<>())
              .merge(entry.rejection().withoutPlace(), 1, Integer::sum);
      byte[] identity = identity(entry, document.sha256(), occurrence);
      identified.add(new IdentifiedEntry(entry, ByteBuffer.wrap(identity), document));
    }
    return identified;
  }

  private static KeptDocument document(Arrival arrival) {
    byte[] bytes = arrival.document().get();
    return new KeptDocument(newSha256().digest(bytes), bytes);
  }

  /** What names nothing is identified by the call it came in, and by its place in that. */
  private static byte[] identity(NewEntry entry, byte[] document, int occurrence) {
    Rejection rejection = entry.rejection();
    MessageDigest digest = newSha256();
    boolean named = isNamed(entry);
    digest.update(named ? new byte[0] : document);
    add(digest, entry.shop());
    add(digest, entry.number().map(OrderNumber::number).orElse(null));
    add(digest, rejection.sku());
    add(digest, rejection.lineid());
    add(digest, rejection.quantity());
    add(digest, rejection.reason().code());
    add(digest, Integer.toString(occurrence));
    Optional<String> within = entry.within().filter(place -> !named);
    if (entry.stockCall().isPresent()) {
      add(digest, entry.stockCall().get().kind().name());
      add(digest, within.orElse(null));
    } else {
      within.filter(place -> !place.isEmpty()).ifPresent(place -> add(digest, place));
    }
    return digest.digest();
  }

  /** A batch is named by its reference, not by its SKU, of which there may be others. */
  private static boolean isNamed(NewEntry entry) {
    Rejection rejection = entry.rejection();
    if (entry.stockCall().isEmpty()) {
      return entry.number().isPresent() || rejection.sku() != null || rejection.lineid() != null;
    }
    String name = entry.stockCall().get().kind().isOfSku() ? rejection.sku() : rejection.lineid();
    return name != null && !name.isEmpty();
  }

  private static void add(MessageDigest digest, String part) {
    String measured = part == null ? "-;" : part.length() + ":" + part + ";";
    digest.update(measured.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
