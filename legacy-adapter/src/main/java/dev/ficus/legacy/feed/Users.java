package dev.ficus.legacy.feed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Who may call, by HTTP Basic (RFC 7617). */
public final class Users {

  private static final String SCHEME = "basic ";

  private final Map<String, String> passwords;

  /**
   * @param passwords by name; without any everybody may
   */
  Users(Map<String, String> passwords) {
    this.passwords = Map.copyOf(passwords);
  }

  /** Whether anybody may. */
  public boolean areEverybody() {
    return passwords.isEmpty();
  }

  /**
   * @param authorization the header; null when there was none
   */
  public boolean include(String authorization) {
    if (areEverybody()) {
      return true;
    }
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    byte[] given;
    try {
      given = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    boolean found = false;
    for (Map.Entry<String, String> user : passwords.entrySet()) {
      byte[] right = (user.getKey() + ":" + user.getValue()).getBytes(StandardCharsets.UTF_8);
      // All are compared, each in the same time, so that the time betrays nothing.
      found |= MessageDigest.isEqual(right, given);
    }
    return found;
  }
}
