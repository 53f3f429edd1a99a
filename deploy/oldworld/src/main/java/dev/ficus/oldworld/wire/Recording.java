package dev.ficus.oldworld.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of everything that was received and answered, byte for byte as it went over the wire, one
 * exchange after the other, each in the order in which it was finished:
 *
 * <pre>
 * exchange request 532 answer 210⏎
 * the 532 bytes of the request⏎
 * the 210 bytes of the answer⏎
 * </pre>
 *
 * <p>The line break behind the bytes is not one of them. An answer of 0 bytes was a connection cut.
 */
public final class Recording implements AutoCloseable {
  private static final Pattern HEAD =
      Pattern.compile("exchange request ([0-9]{1,9}) answer ([0-9]{1,9})");

  private final OutputStream file;

  /**
   * Begins a recording; one that was there is overwritten.
   *
   * @throws IOException when the file cannot be written
   */
  public Recording(Path file) throws IOException {
    this.file =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /** What was received and what was answered; {@link Message#parse} takes either apart. */
  public record Exchange(byte[] request, byte[] answer) {}

  /** Appends an exchange; it is in the file when this returns. */
  public synchronized void add(Exchange exchange) throws IOException {
    String head =
        "exchange request %d answer %d\n"
            .formatted(exchange.request().length, exchange.answer().length);
    file.write(head.getBytes(StandardCharsets.US_ASCII));
    file.write(exchange.request());
    file.write('\n');
    file.write(exchange.answer());
    file.write('\n');
    file.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  /**
   * Reads a recording, also one that is still going on.
   *
   * @throws IOException when the file cannot be read or is no recording; an exchange that is only
   *     half there is left out
   */
  public static List<Exchange> read(Path file) throws IOException {
    List<Exchange> exchanges = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream bytes = new DataInputStream(in)) {
      for (String head = line(in); !head.isEmpty(); head = line(in)) {
        Matcher lengths = HEAD.matcher(head);
        if (!lengths.matches()) {
          throw new IOException(file + " is no recording: " + head);
        }
        byte[] request = bytes.readNBytes(Integer.parseInt(lengths.group(1)));
        bytes.read();
        byte[] answer = bytes.readNBytes(Integer.parseInt(lengths.group(2)));
        if (bytes.read() == '\n') {
          exchanges.add(new Exchange(request, answer));
        }
      }
    }
    return exchanges;
  }

  /** Up to the line's end; empty where a whole line is missing. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return "";
      }
      line.append((char) b);
    }
    return line.toString();
  }
}
