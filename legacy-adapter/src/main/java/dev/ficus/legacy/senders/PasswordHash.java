package dev.ficus.legacy.senders;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: {@code pbkdf2-sha512:ROUNDS:SALT:HASH}, the latter two in base64. It
 * takes a third of a second to compare one, on purpose.
 */
public final class PasswordHash {

  /** As many rounds as OWASP recommends for PBKDF2 with HMAC-SHA-512; fewer are not accepted. */
  public static final int ROUNDS = 210_000;

  private static final int MOST_ROUNDS = 10_000_000;
  private static final String ALGORITHM = "pbkdf2-sha512";
  private static final int PARTS = 4;
  private static final int SALT_BYTES = 16;
  private static final int LEAST_SALT_BYTES = 8;
  private static final int HASH_BYTES = 64;
  private static final int LEAST_HASH_BYTES = 32;

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none; the message does not repeat it
   */
  public static PasswordHash parse(String text) {
    String[] parts = text.strip().split(":", -1);
    if (parts.length != PARTS || !parts[0].equals(ALGORITHM)) {
      throw new IllegalArgumentException("not of the form " + ALGORITHM + ":ROUNDS:SALT:HASH");
    }
    int rounds = Integer.parseInt(parts[1]);
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] hash = Base64.getDecoder().decode(parts[3]);
    if (rounds < ROUNDS || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "rounds are to be from %d to %d".formatted(ROUNDS, MOST_ROUNDS));
    }
    if (salt.length < LEAST_SALT_BYTES
        || hash.length < LEAST_HASH_BYTES
        || hash.length > HASH_BYTES) {
      throw new IllegalArgumentException(
          "a salt has %d bytes or more, a hash from %d to %d"
              .formatted(LEAST_SALT_BYTES, LEAST_HASH_BYTES, HASH_BYTES));
    }
    return new PasswordHash(rounds, salt, hash);
  }

  /** A new one of this password, with a salt of its own. */
  public static PasswordHash of(String password) {
    return of(password, ROUNDS);
  }

  /** One that fewer rounds may have made, for tests of what does not depend on them. */
  static PasswordHash of(String password, int rounds) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(rounds, salt, derived(password, salt, rounds, HASH_BYTES));
  }

  /** Whether it is of this password; takes as long whether or not it is. */
  boolean isOf(String password) {
    return MessageDigest.isEqual(hash, derived(password, salt, rounds, hash.length));
  }

  int rounds() {
    return rounds;
  }

  /** Takes as long as to compare a password for so many rounds. */
  static void spend(String password, int rounds) {
    derived(password, new byte[SALT_BYTES], rounds, HASH_BYTES);
  }

  private static byte[] derived(String password, byte[] salt, int rounds, int bytes) {
    char[] characters = password.toCharArray();
    PBEKeySpec spec = new PBEKeySpec(characters, salt, rounds, bytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    } finally {
      spec.clearPassword();
      Arrays.fill(characters, ' ');
    }
  }

  /** As it is kept. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s:%d:%s:%s"
        .formatted(ALGORITHM, rounds, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
