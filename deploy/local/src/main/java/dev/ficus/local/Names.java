package dev.ficus.local;

import java.security.SecureRandom;
import java.util.Locale;

/** Names nobody else has, and secrets nobody else knows. */
final class Names {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

  /** What PostgreSQL keeps of a name is 63 bytes; this leaves room for the suffix. */
  private static final int LONGEST_STEM = 48;

  private Names() {}

  /**
   * The wished name in small letters, digits and underscores, with a random suffix: {@code
   * stock_k3f9x0a2b1}.
   */
  static String unique(String wish) {
    String stem = wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    if (stem.isEmpty() || !Character.isLetter(stem.charAt(0))) {
      stem = "x" + stem;
    }
    return stem.substring(0, Math.min(stem.length(), LONGEST_STEM)) + "_" + random(10);
  }

  static String secret() {
    return random(24);
  }

  static String random(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
