package dev.ficus.allocation.outbox;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Spreads subjects over a fixed number of shards, alike in every release: the numbers are stored.
 */
final class Shards {
  static final int COUNT = 64;

  private Shards() {}

  static short of(String subject) {
    CRC32 hash = new CRC32();
    hash.update(subject.getBytes(StandardCharsets.UTF_8));
    return (short) (hash.getValue() % COUNT);
  }
}
