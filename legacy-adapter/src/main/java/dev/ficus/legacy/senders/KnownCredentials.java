package dev.ficus.legacy.senders;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were found to be right lately. What is kept of them is of no use to anybody: a
 * keyed hash, whose key is made anew with each process.
 */
final class KnownCredentials {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final long nanoseconds;
  private final LongSupplier clock;
  private final Map<String, Long> until = new ConcurrentHashMap<>();

  /**
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  KnownCredentials(Duration remembered, LongSupplier clock) {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, ALGORITHM);
    this.nanoseconds = remembered.toNanos();
    this.clock = clock;
  }

  /** What is remembered of credentials, and by which simultaneous checks of them are one. */
  String digest(String feed, Credentials given) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : new String[] {feed, given.user()}) {
        mac.update(part.getBytes(StandardCharsets.UTF_8));
        // In no name, and in no header.
        mac.update((byte) 0);
      }
      byte[] digest = mac.doFinal(given.password().getBytes(StandardCharsets.UTF_8));
      return new String(digest, StandardCharsets.ISO_8859_1);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  boolean include(String digest) {
    Long end = until.get(digest);
    return end != null && clock.getAsLong() - end < 0;
  }

  void add(String digest) {
    long now = clock.getAsLong();
    // As many as there are passwords, so this takes no time.
    until.values().removeIf(end -> now - end >= 0);
    until.put(digest, now + nanoseconds);
  }
}
