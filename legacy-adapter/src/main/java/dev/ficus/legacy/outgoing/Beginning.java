package dev.ficus.legacy.outgoing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A stream that remembers how it begins, to be shown where it is not what it should be. */
final class Beginning extends FilterInputStream {

  private static final int SPAN = 2048;
  private static final int SHOWN = 160;
  private static final String ANSWER = "<methodResponse";

  private final byte[] first = new byte[SPAN];
  private int kept;
  private long count;

  Beginning(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int octet = in.read();
    if (octet >= 0) {
      keep(new byte[] {(byte) octet}, 0, 1);
    }
    return octet;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int got = in.read(target, offset, length);
    if (got > 0) {
      keep(target, offset, got);
    }
    return got;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void keep(byte[] source, int offset, int length) {
    count += length;
    if (kept < SPAN) {
      int more = Math.min(length, SPAN - kept);
      System.arraycopy(source, offset, first, kept, more);
      kept += more;
    }
  }

  /**
   * How it begins, on one line. Of an answer that begins as it should only how much of it came:
   * what is in it is nobody's business.
   */
  String description() {
    if (count == 0) {
      return "nothing came";
    }
    if (isAnswer()) {
      return "it begins as an answer should, %d bytes of it came".formatted(count);
    }
    String text = text();
    int answer = text.indexOf(ANSWER);
    return "it begins: " + oneLine(answer >= 0 ? text.substring(0, answer) : text);
  }

  /** Whether an answer begins, with nothing but a declaration or a byte order mark before it. */
  boolean isAnswer() {
    String text = text();
    int answer = text.indexOf(ANSWER);
    return answer >= 0 && text.substring(0, answer).matches("(?s)\\W*(<\\?xml.*)?");
  }

  private String text() {
    return new String(first, 0, kept, StandardCharsets.UTF_8);
  }

  /** The same of a stream that nobody has read. */
  String describedAfterReading() {
    try {
      readNBytes(SPAN);
    } catch (IOException broken) {
      // What came until then is what can be shown.
    }
    return description();
  }

  /** Shortened, and without what could not be shown in a line. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s\\uFFFD]+", " ").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + " …" : line;
  }
}
