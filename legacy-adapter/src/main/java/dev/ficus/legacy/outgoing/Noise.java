package dev.ficus.legacy.outgoing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** What old shops put before their XML, such as the notices of PHP: it ends where XML begins. */
final class Noise {

  private static final int GLANCE = 512;
  private static final int MOST = 1 << 16;

  /** That of UTF-8, which counts more than what follows. */
  private static final String MARK = "\u00EF\u00BB\u00BF";

  private Noise() {}

  /** The answer from where its document begins; from its first byte, where that is not found. */
  static InputStream skipped(InputStream answer) throws IOException {
    byte[] seen = answer.readNBytes(GLANCE);
    int begin = begin(seen);
    if (begin < 0 && seen.length == GLANCE) {
      byte[] more = answer.readNBytes(MOST - GLANCE);
      byte[] both = new byte[seen.length + more.length];
      System.arraycopy(seen, 0, both, 0, seen.length);
      System.arraycopy(more, 0, both, seen.length, more.length);
      seen = both;
      begin = begin(seen);
    }
    int from = Math.max(begin, 0);
    return new SequenceInputStream(
        new ByteArrayInputStream(seen, from, seen.length - from), answer);
  }

  /** Negative when it is not there, as in a document of two-byte characters. */
  private static int begin(byte[] seen) {
    String text = new String(seen, StandardCharsets.ISO_8859_1);
    int declaration = text.indexOf("<?xml");
    int root = text.indexOf("<methodResponse");
    int begin = declaration < 0 || root >= 0 && root < declaration ? root : declaration;
    return text.startsWith(MARK, begin - MARK.length()) ? begin - MARK.length() : begin;
  }
}
