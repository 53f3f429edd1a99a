package dev.ficus.legacy.senders;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** A user's name and password as a sender gives them, by HTTP Basic (RFC 7617). */
public final class Credentials {

  private static final String SCHEME = "basic ";

  private final String user;
  private final String password;

  private Credentials(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /**
   * Those of this header.
   *
   * @param authorization null when there was none
   * @return empty when it is not HTTP Basic
   */
  public static Optional<Credentials> of(String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    byte[] given;
    try {
      given = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    String both = text(given);
    int colon = both.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(new Credentials(both.substring(0, colon), both.substring(colon + 1)));
  }

  /** In UTF-8, as we ask for it; in what old senders write where it is no UTF-8. */
  private static String text(byte[] given) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(given)).toString();
    } catch (CharacterCodingException olderThanThat) {
      return new String(given, StandardCharsets.ISO_8859_1);
    }
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }
}
