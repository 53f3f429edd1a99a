package dev.ficus.legacy.feed.captured;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads what was captured, one document after the other: a capture file, or XML-RPC documents one
 * after another in any other file. Of the latter neither feed nor time is known.
 */
public final class CaptureReader {

  private static final int LONGEST_HEADER = 1000;
  private static final byte[] CALL_END = "</methodCall".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER_END = "</methodResponse".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final int mostBytes;
  private final Optional<Encryption> encryption;
  private boolean torn;

  CaptureReader(InputStream in, int mostBytes, Optional<Encryption> encryption) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.mostBytes = mostBytes;
    this.encryption = encryption;
  }

  /** One document, or why there is none in its place. */
  public record Item(Optional<Captured> captured, String why) {
    private static Item of(Captured captured) {
      return new Item(Optional.of(captured), "");
    }

    private static Item none(String why) {
      return new Item(Optional.empty(), why);
    }
  }

  /** Whether the last document was cut off, as a crash leaves it; it is not among the items. */
  public boolean isTorn() {
    return torn;
  }

  /** The next one; empty at the end of what is whole. */
  public Optional<Item> next() throws IOException {
    skipSpace();
    in.mark(Header.START.length());
    byte[] start = in.readNBytes(Header.START.length());
    in.reset();
    if (start.length == 0) {
      return Optional.empty();
    }
    boolean headed = new String(start, StandardCharsets.US_ASCII).equals(Header.START);
    return headed ? headed() : plain();
  }

  private void skipSpace() throws IOException {
    int next;
    do {
      in.mark(1);
      next = in.read();
    } while (next == ' ' || next == '\n' || next == '\r' || next == '\t');
    if (next >= 0) {
      in.reset();
    }
  }

  private Optional<Item> headed() throws IOException {
    Optional<String> line = line();
    if (line.isEmpty()) {
      return tornOff();
    }
    Header header;
    try {
      header = Header.parse(line.get());
    } catch (IllegalArgumentException damaged) {
      return tornOff();
    }
    if (header.length() > mostBytes) {
      in.skipNBytes(header.length());
      return end(Item.none("longer than ficus.legacy.xml.max-bytes"));
    }
    byte[] written = in.readNBytes(header.length());
    if (written.length < header.length()) {
      return tornOff();
    }
    return end(opened(header, written));
  }

  private Item opened(Header header, byte[] written) {
    byte[] document = written;
    if (header.encrypted()) {
      if (encryption.isEmpty()) {
        return Item.none("encrypted, and ficus.legacy.capture.key is not set");
      }
      try {
        document = encryption.get().decrypt(written, header.about());
      } catch (IllegalArgumentException otherKey) {
        return Item.none(otherKey.getMessage());
      }
    }
    return Item.of(
        new Captured(
            Optional.of(header.at()), Optional.of(header.feed()), header.kind(), document));
  }

  private Optional<Item> end(Item item) throws IOException {
    return in.read() == '\n' ? Optional.of(item) : tornOff();
  }

  private Optional<Item> tornOff() {
    torn = true;
    return Optional.empty();
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() == LONGEST_HEADER) {
        return Optional.empty();
      }
      line.write(next);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /** Up to the end tag: nothing in a text can look like one. */
  private Optional<Item> plain() throws IOException {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    int call = 0;
    int answer = 0;
    long length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (++length <= mostBytes) {
        document.write(next);
      }
      boolean ended = call == CALL_END.length || answer == ANSWER_END.length;
      if (ended && next == '>') {
        Captured.DocumentKind kind =
            call == CALL_END.length ? Captured.DocumentKind.CALL : Captured.DocumentKind.ANSWER;
        return Optional.of(
            length > mostBytes
                ? Item.none("longer than ficus.legacy.xml.max-bytes")
                : Item.of(
                    new Captured(
                        Optional.empty(), Optional.empty(), kind, document.toByteArray())));
      }
      if (!ended) {
        call = matched(CALL_END, call, next);
        answer = matched(ANSWER_END, answer, next);
      }
    }
    return tornOff();
  }

  /** How much of the tag has been seen; it begins with the only &lt; in it. */
  private static int matched(byte[] tag, int before, int next) {
    return tag[before] == next ? before + 1 : next == '<' ? 1 : 0;
  }
}
