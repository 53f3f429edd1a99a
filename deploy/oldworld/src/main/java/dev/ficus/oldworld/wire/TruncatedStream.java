package dev.ficus.oldworld.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes on so many bytes at most, and never the last few: whatever is written, its end is missing.
 */
public final class TruncatedStream extends OutputStream {
  private final OutputStream out;
  private final byte[] heldBack = new byte[20];
  private long written;
  private long left;

  public TruncatedStream(OutputStream out, int most) {
    this.out = out;
    this.left = most;
  }

  @Override
  public void write(int b) throws IOException {
    int place = (int) (written % heldBack.length);
    if (written >= heldBack.length && left > 0) {
      left--;
      out.write(heldBack[place]);
    }
    heldBack[place] = (byte) b;
    written++;
  }
}
