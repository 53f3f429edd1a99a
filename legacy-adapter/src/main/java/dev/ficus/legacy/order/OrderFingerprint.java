package dev.ficus.legacy.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Fingerprint of an order as it is shown: SHA-256 in hexadecimal digits.
 *
 * <p>It is taken from the meaning, not from the bytes, so that the same order looks the same on
 * every path: "2" is "2.0000", and the lines' order does not matter.
 */
final class OrderFingerprint {

  private OrderFingerprint() {}

  static String of(Translation translation) {
    MessageDigest sha256 = sha256();
    Stream<String> ordered = translation.lines().stream().map(OrderFingerprint::joined);
    Stream<String> refused = translation.refused().stream().map(OrderFingerprint::joined);
    add(sha256, translation.cancelled() ? "cancelled" : "stands");
    Stream.concat(ordered, refused).sorted().forEach(line -> add(sha256, line));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static String joined(Translation.TranslatedLine line) {
    String key = joined(line.key().sku(), line.key().lineid(), "" + line.quantity());
    return key
        + (line.despatched() ? "despatched" : "")
        + (line.returned() > 0 ? "returned " + line.returned() : "");
  }

  private static String joined(Rejection line) {
    return joined(line.sku(), line.lineid(), line.quantity(), line.reason().code());
  }

  /** Each part with its length before it, since a refused line's may hold any character. */
  private static String joined(String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      joined.append(part == null ? "-" : part.length() + ":" + part).append(';');
    }
    return joined.toString();
  }

  private static void add(MessageDigest digest, String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
