package dev.ficus.legacy.feed.captured;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM: 12 bytes drawn for each document, then the bytes and a tag of 16. */
final class Encryption {

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @throws IllegalArgumentException if this is not base64 of 32 bytes
   */
  Encryption(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64.strip());
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes");
    }
    key = new SecretKeySpec(bytes, "AES");
  }

  /**
   * @param header precedes it in the file, and cannot be changed without notice
   */
  byte[] encrypt(byte[] document, String header) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    sealed.writeBytes(nonce);
    sealed.writeBytes(carryOut(Cipher.ENCRYPT_MODE, nonce, document, 0, header));
    return sealed.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if it was written with another key, or changed since
   */
  byte[] decrypt(byte[] sealed, String header) {
    if (sealed.length < NONCE_BYTES) {
      throw new IllegalArgumentException("too short to be encrypted");
    }
    return carryOut(Cipher.DECRYPT_MODE, sealed, sealed, NONCE_BYTES, header);
  }

  private byte[] carryOut(int mode, byte[] nonce, byte[] text, int from, String header) {
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
      cipher.updateAAD(header.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text, from, text.length - from);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not encrypted with this key", e);
    }
  }
}
