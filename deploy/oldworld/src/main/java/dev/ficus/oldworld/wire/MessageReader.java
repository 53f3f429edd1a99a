package dev.ficus.oldworld.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one HTTP message after the other and keeps the bytes of the last, exactly as they came. */
final class MessageReader {
  private static final int LONGEST_LINE = 65_536;
  private static final int LARGEST_BODY = 256 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private int position;
  private int limit;

  MessageReader(InputStream in) {
    this.in = in;
  }

  /** Answers a sender that asks whether it may send the body. */
  interface Continuing {
    void goOn() throws IOException;
  }

  /** The next message; empty when none comes. */
  Optional<Message> next() throws IOException {
    return next(() -> {});
  }

  Optional<Message> next(Continuing continuing) throws IOException {
    raw.reset();
    if (position == limit && !fill()) {
      return Optional.empty();
    }
    String start = line();
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    Message head = new Message(start, Message.headers(lines), new byte[0]);
    if (head.says("Expect", "100-continue")) {
      continuing.goOn();
    }
    return Optional.of(new Message(start, head.headers(), body(head)));
  }

  /** The last message, byte for byte. */
  byte[] raw() {
    return raw.toByteArray();
  }

  private byte[] body(Message head) throws IOException {
    if (head.says("Transfer-Encoding", "chunked")) {
      return chunks();
    }
    String length = head.header("Content-Length").orElse("0");
    return bytes(number(length, 10));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      if (body.size() > LARGEST_BODY - size) {
        throw new IOException("the message is too long");
      }
      body.write(bytes(size));
      line();
    }
    while (!line().isEmpty()) {
      // What trails behind the last chunk says nothing to us.
    }
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return number(line().split(";", 2)[0].strip(), 16);
  }

  private static int number(String digits, int radix) throws IOException {
    try {
      int number = Integer.parseInt(digits, radix);
      if (number >= 0 && number <= LARGEST_BODY) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Told below, like a length that cannot be.
    }
    throw new IOException("the message has a length of " + digits);
  }

  private String line() throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    for (int b = read(); b != '\n'; b = read()) {
      if (length == line.length) {
        if (length == LONGEST_LINE) {
          throw new IOException("the message has a line that is too long");
        }
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) b;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  private int read() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("the message is cut off");
    }
    int b = buffer[position++] & 0xFF;
    raw.write(b);
    return b;
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int done = 0; done < count; ) {
      if (position == limit && !fill()) {
        throw new EOFException("the message is cut off");
      }
      int some = Math.min(count - done, limit - position);
      System.arraycopy(buffer, position, bytes, done, some);
      position += some;
      done += some;
    }
    raw.write(bytes);
    return bytes;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer);
    position = 0;
    limit = Math.max(read, 0);
    return read > 0;
  }
}
