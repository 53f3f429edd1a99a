package dev.ficus.legacy.opening;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads separated values as spreadsheets and programs write them, row by row.
 *
 * <p>The text is in UTF-8, unless a byte order mark, the bytes of UTF-16 or the caller say
 * otherwise. The first row that is not blank names the columns, in any order and in whatever case;
 * of comma, semicolon and tab it holds the one that separates them most often, unless a line such
 * as {@code sep=;} in front of it says. Columns of other names are passed over, and so are blank
 * rows. Spaces around a field do not belong to it, unless they are in quotes; an empty field is an
 * absent one. A row is known by the line of text on which it begins.
 *
 * <p>By hand: of these rules a library such as commons-csv takes over the splitting of a row into
 * its fields alone, which is a sixth of this.
 *
 * <p>Same rules as in allocation-service and availability-service; all three are held to the files
 * in {@code same-rules/csv-files.json}.
 */
public final class CsvReader {

  /** Characters that a row may have. */
  static final int LONGEST = 64 * 1024;

  private static final String SEPARATORS = ",;\t";
  private static final Pattern NAMED_SEPARATOR = Pattern.compile("\"?(?i:sep)=(.)\"?\\s*");
  private static final int END = -1;

  /**
   * A row.
   *
   * @param fields by the names of their columns; what is empty is absent
   */
  public record CsvRow(int line, Map<String, String> fields) {}

  /** What is wrong with a row, or with the file from there on. */
  public static final class CsvDefect extends Exception {
    private final int line;
    private final String field;

    private CsvDefect(int line, String field, String problem) {
      super(problem, null, false, false);
      this.line = line;
      this.field = field;
    }

    /** The line of text on which the row begins, the first being 1. */
    public int line() {
      return line;
    }

    /** The column; {@code header} or {@code line} when it is all of them. */
    public String field() {
      return field;
    }
  }

  private final CsvText text;
  private final List<String> columns;
  private final List<String> known;
  private char separator;
  private boolean ended;

  /**
   * Reads the header.
   *
   * @param given the charset that the caller names
   * @param needed columns that must be there
   * @param others columns that may be there
   * @throws Defect when the header is missing, or does not name each of these columns once
   */
  public CsvReader(
      InputStream bytes, Optional<Charset> given, List<String> needed, List<String> others)
      throws IOException, CsvDefect {
    text = new CsvText(bytes, given);
    known = new ArrayList<>(needed);
    known.addAll(others);
    columns = header(needed);
  }

  /** The charset of this name in a Content-Type; empty when there is none. */
  public static Optional<Charset> charset(String name) {
    try {
      return Optional.of(Charset.forName(name.replace("\"", "").strip()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  private List<String> header(List<String> needed) throws IOException, CsvDefect {
    List<String> names = names();
    if (names == null) {
      throw new CsvDefect(
          text.begun, "header", "is missing: a line must name the columns " + listed(known));
    }
    for (String column : known) {
      int found = Collections.frequency(names, column);
      if (found > 1 || found == 0 && needed.contains(column)) {
        throw new CsvDefect(
            text.begun,
            column,
            "must be the name of one column, not of %d; the columns are %s"
                .formatted(found, listed(names)));
      }
    }
    return names;
  }

  /** The names in the first row that is not blank; null when all are. */
  private List<String> names() throws IOException, CsvDefect {
    try {
      boolean named = false;
      while (true) {
        String row = text.peekRow();
        Matcher says = NAMED_SEPARATOR.matcher(row);
        boolean names = !named && says.matches();
        if (names) {
          separator = says.group(1).charAt(0);
          named = true;
        } else if (!named) {
          separator = mostFrequent(row);
        }
        List<String> fields = fields();
        if (fields == null) {
          return null;
        }
        if (!names && !isBlank(fields)) {
          return fields.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        }
      }
    } catch (Broken broken) {
      throw new CsvDefect(text.begun, "header", "cannot be read: " + broken.getMessage());
    }
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }

  private static char mostFrequent(String row) {
    int[] found = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (char letter : row.toCharArray()) {
      quoted ^= letter == '"';
      int which = quoted ? -1 : SEPARATORS.indexOf(letter);
      if (which >= 0) {
        found[which]++;
      }
    }
    int most = 0;
    for (int i = 1; i < found.length; i++) {
      most = found[i] > found[most] ? i : most;
    }
    return SEPARATORS.charAt(most);
  }

  /** The line of text on which the row begins that was read last. */
  int line() {
    return text.begun;
  }

  /**
   * The next row that is not blank; null at the end.
   *
   * @throws Defect when it cannot be understood; what follows it can be read, unless the next is
   *     null
   * @throws IOException when the bytes do not come
   */
  public CsvRow next() throws IOException, CsvDefect {
    while (!ended) {
      List<String> fields;
      try {
        fields = fields();
      } catch (Broken broken) {
        // Nobody knows where the next row begins.
        ended = true;
        throw new CsvDefect(
            text.begun, "line", "cannot be read, nor what follows it: " + broken.getMessage());
      }
      if (fields == null) {
        ended = true;
      } else if (!isBlank(fields)) {
        return row(fields);
      }
    }
    return null;
  }

  private CsvRow row(List<String> fields) throws CsvDefect {
    if (fields.size() > columns.size()) {
      throw new CsvDefect(
          text.begun,
          "line",
          "has %d fields for %d columns".formatted(fields.size(), columns.size()));
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).isEmpty() && known.contains(columns.get(i))) {
        named.put(columns.get(i), fields.get(i));
      }
    }
    return new CsvRow(text.begun, named);
  }

  private static boolean isBlank(List<String> fields) {
    return fields.stream().allMatch(String::isBlank);
  }

  /** The fields of the next row, blank or not; null at the end. */
  private List<String> fields() throws IOException, Broken {
    int next = text.beginRow();
    if (next == END) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    next = field(next, field, fields);
    while (next == separator) {
      next = field(text.next(), field, fields);
    }
    return fields;
  }

  /** Reads a field and answers what ended it. */
  private int field(int first, StringBuilder field, List<String> fields)
      throws IOException, Broken {
    field.setLength(0);
    int next = first;
    while (isSpace(next)) {
      field.append((char) next);
      next = text.next();
    }
    if (next == '"') {
      field.setLength(0);
      next = quoted(field);
      fields.add(field.toString());
      return next;
    }
    while (!endsField(next)) {
      field.append((char) next);
      next = text.next();
    }
    fields.add(field.toString().strip());
    return next;
  }

  private int quoted(StringBuilder field) throws IOException, Broken {
    while (true) {
      int next = text.next();
      if (next == END) {
        throw new Broken("a quote is not closed");
      }
      if (next == '"') {
        next = text.next();
        if (next != '"') {
          while (isSpace(next)) {
            next = text.next();
          }
          if (!endsField(next)) {
            throw new Broken("something follows a closing quote");
          }
          return next;
        }
      }
      field.append((char) next);
    }
  }

  private boolean isSpace(int letter) {
    return (letter == ' ' || letter == '\t') && letter != separator;
  }

  private boolean endsField(int letter) {
    return letter == separator || letter == '\n' || letter == END;
  }

  /** What makes it impossible to go on. */
  private static final class Broken extends Exception {
    Broken(String why) {
      super(why, null, false, false);
    }
  }

  /** The characters of the file; every kind of line end is a line feed. */
  private static final class CsvText {
    private static final int ROOM = 8 * 1024;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(ROOM);
    private final CharBuffer chars = CharBuffer.allocate(ROOM).flip();
    private final StringBuilder peeked = new StringBuilder();
    private int replayed;
    private boolean allRead;
    private boolean afterCarriageReturn;
    private int line = 1;
    private int begun = 1;
    private int length;

    CsvText(InputStream in, Optional<Charset> given) throws IOException {
      this.in = in;
      byte[] first = in.readNBytes(4);
      bytes.put(first).flip();
      decoder = charset(first, given).newDecoder();
      decoder.onMalformedInput(CodingErrorAction.REPORT);
      decoder.onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** By the byte order mark, which is passed over; by the zeros of UTF-16; as given. */
    private Charset charset(byte[] first, Optional<Charset> given) {
      for (Mark mark : Mark.values()) {
        if (first.length >= mark.bytes.length
            && Arrays.equals(mark.bytes, Arrays.copyOf(first, mark.bytes.length))) {
          bytes.position(mark.bytes.length);
          return Charset.forName(mark.charset);
        }
      }
      if (first.length == 4 && first[1] == 0 && first[3] == 0 && first[0] != 0) {
        return StandardCharsets.UTF_16LE;
      }
      if (first.length == 4 && first[0] == 0 && first[2] == 0 && first[1] != 0) {
        return StandardCharsets.UTF_16BE;
      }
      return given.orElse(StandardCharsets.UTF_8);
    }

    /** The next row as it is written, which is read again. */
    String peekRow() throws IOException, Broken {
      peeked.setLength(0);
      replayed = 0;
      boolean quoted = false;
      for (int next = decoded(); next != END; next = decoded()) {
        peeked.append((char) next);
        quoted ^= next == '"';
        if (next == '\n' && !quoted || peeked.length() > LONGEST) {
          break;
        }
      }
      return peeked.toString();
    }

    int beginRow() throws IOException, Broken {
      begun = line;
      length = 0;
      return next();
    }

    int next() throws IOException, Broken {
      int next = replayed < peeked.length() ? peeked.charAt(replayed++) : decoded();
      if (++length > LONGEST) {
        throw new Broken("it is longer than " + LONGEST + " characters");
      }
      line += next == '\n' ? 1 : 0;
      return next;
    }

    private int decoded() throws IOException, Broken {
      int next = character();
      if (afterCarriageReturn && next == '\n') {
        next = character();
      }
      afterCarriageReturn = next == '\r';
      return afterCarriageReturn ? '\n' : next;
    }

    private int character() throws IOException, Broken {
      while (!chars.hasRemaining()) {
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, allRead);
        chars.flip();
        if (chars.hasRemaining()) {
          break;
        }
        if (result.isError()) {
          throw new Broken("it is not " + decoder.charset().name());
        }
        if (allRead) {
          return END;
        }
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        allRead = read < 0;
        bytes.position(bytes.position() + Math.max(read, 0)).flip();
      }
      return chars.get();
    }
  }

  /** Byte order marks, the longer ones first. */
  private enum Mark {
    UTF_32LE("UTF-32LE", 0xFF, 0xFE, 0, 0),
    UTF_32BE("UTF-32BE", 0, 0, 0xFE, 0xFF),
    UTF_8("UTF-8", 0xEF, 0xBB, 0xBF),
    UTF_16LE("UTF-16LE", 0xFF, 0xFE),
    UTF_16BE("UTF-16BE", 0xFE, 0xFF);

    private final String charset;
    private final byte[] bytes;

    Mark(String charset, int... bytes) {
      this.charset = charset;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }
  }
}
