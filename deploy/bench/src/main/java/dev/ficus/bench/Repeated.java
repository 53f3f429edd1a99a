package dev.ficus.bench;

import java.io.InputStream;

/** A document that is long because its middle comes again and again; it is never held. */
final class Repeated extends InputStream {
  private final byte[] middle;
  private final byte[] end;
  private byte[] piece;
  private int position;
  private long left;

  /**
   * @param times how often the middle comes
   */
  Repeated(byte[] start, byte[] middle, long times, byte[] end) {
    this.piece = start;
    this.middle = middle;
    this.left = times;
    this.end = end;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int written = 0;
    while (written < length && (position < piece.length || next())) {
      int more = Math.min(length - written, piece.length - position);
      System.arraycopy(piece, position, target, offset + written, more);
      position += more;
      written += more;
    }
    return written == 0 && length > 0 ? -1 : written;
  }

  private boolean next() {
    if (piece == end) {
      return false;
    }
    position = 0;
    piece = left-- > 0 ? middle : end;
    return true;
  }
}
