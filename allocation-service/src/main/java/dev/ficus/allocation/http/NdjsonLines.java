package dev.ficus.allocation.http;

import dev.ficus.allocation.message.Malformed;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Commands as newline-delimited JSON. Blank lines are counted and skipped. */
final class NdjsonLines implements CommandLines {
  private final CommandReader reader;
  private final String command;
  private final InputStream in;
  private int number;

  NdjsonLines(CommandReader reader, String command, InputStream text) {
    this.reader = reader;
    this.command = command;
    this.in = new BufferedInputStream(text, LONGEST);
  }

  @Override
  public InputLine next() throws IOException {
    byte[] line = readLine();
    while (line != null && isBlank(line)) {
      line = readLine();
    }
    return line == null ? null : read(line);
  }

  private InputLine read(byte[] line) {
    if (line.length > LONGEST) {
      Malformed defect = new Malformed("line", "is longer than " + LONGEST + " bytes");
      return new InputLine(number, null, reader.refused(command, defect));
    }
    try {
      return new InputLine(number, reader.read(command, line), null);
    } catch (Malformed e) {
      return new InputLine(number, null, e);
    }
  }

  /** The bytes up to the next line feed, at most one more than allowed; null at the end. */
  private byte[] readLine() throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() <= LONGEST) {
        line.write(next);
      }
    }
    return line.toByteArray();
  }

  private static boolean isBlank(byte[] line) {
    return new String(line, StandardCharsets.UTF_8).isBlank();
  }
}
