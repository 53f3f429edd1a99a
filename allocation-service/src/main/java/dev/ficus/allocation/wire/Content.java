package dev.ficus.allocation.wire;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Digest of what a command says, as understood: the order of keys, spaces and unknown fields do not
 * count. 128 bits of a SHA-256, which a database keeps as one small value.
 */
public final class Content {
  private static final byte UNDERSTOOD = 1;
  private static final byte AS_IT_CAME = 2;

  private Content() {}

  /** Digest of a command that was understood. */
  public static UUID of(Command command) {
    return digest(UNDERSTOOD, Names.of(command), CommandJson.write(command));
  }

  /**
   * Digest of a message that was not understood: its bytes.
   *
   * @param type routing key
   */
  public static UUID ofMalformed(String type, byte[] body) {
    return digest(AS_IT_CAME, type, body);
  }

  private static UUID digest(byte kind, String type, byte[] body) {
    MessageDigest sha = sha256();
    sha.update(kind);
    sha.update(type.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    ByteBuffer digest = ByteBuffer.wrap(sha.digest(body));
    return new UUID(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
