package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.xmlrpc.XmlRpcException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that remembers the bytes that are read through it: what cannot be translated is kept as
 * it came. More than the limit cannot be read: a document may be compressed so that it is longer
 * than what it holds.
 */
final class Recording extends FilterInputStream {

  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream(1024);
  private final long limit;

  Recording(InputStream in, long limit) {
    super(in);
    this.limit = limit;
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
    if (recorded.size() + got > limit) {
      throw new XmlRpcException(XmlRpcException.DocumentRefusal.TOO_LARGE);
    }
    if (got > 0) {
      recorded.write(target, offset, got);
    }
    return got;
  }
}
