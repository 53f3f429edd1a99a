package dev.ficus.legacy.serving;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Remembers the bytes that are read through it, up to a limit: what cannot be translated is kept as
 * it came.
 */
final class Recording extends FilterInputStream {

  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream(1024);
  private final long limit;
  private boolean beyond;

  Recording(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** Whether nothing was left out for being too much. */
  boolean isWhole() {
    return !beyond;
  }

  byte[] bytes() {
    return recorded.toByteArray();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int got = super.read(target, offset, length);
    beyond |= recorded.size() + got > limit;
    if (got > 0 && !beyond) {
      recorded.write(target, offset, got);
    }
    return got;
  }
}
