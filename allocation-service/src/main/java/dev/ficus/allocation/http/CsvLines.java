package dev.ficus.allocation.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.ficus.allocation.message.Malformed;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Commands as comma-separated values in UTF-8. The header line names the columns as the fields of
 * the JSON are named; other columns are ignored, and an empty field is an absent one. A line is
 * known by the number of the line of text on which it begins, the header being the first; blank
 * ones are skipped. What breaks the quoting ends the reading, because nobody knows where the next
 * line begins.
 */
final class CsvLines implements CommandLines {
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "create_batch", List.of("batchref", "sku", "qty"),
          "allocate", List.of("orderid", "sku", "qty"));
  private static final Set<String> NUMBERS = Set.of("qty", "revision");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final CsvFactory CSV = new CsvFactory();

  private final CommandReader reader;
  private final String command;
  private final Limited in;
  private final CsvParser parser;
  private final List<String> columns;
  private boolean ended;

  /**
   * Reads the header line.
   *
   * @throws Malformed when it is missing, or lacks a column that the command cannot do without
   */
  CsvLines(CommandReader reader, String command, InputStream text) throws IOException {
    this.reader = reader;
    this.command = command;
    this.in = new Limited(text);
    try {
      parser = CSV.createParser(in);
      columns = header();
    } catch (JsonProcessingException | CharConversionException | TooLong e) {
      throw new Malformed("header", "cannot be read: " + describe(e));
    }
  }

  private List<String> header() throws IOException {
    if (parser.nextToken() == null) {
      throw new Malformed("header", "is missing: the first line names the columns");
    }
    List<String> names =
        fields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw new Malformed(name, "is the name of two columns");
      }
    }
    for (String name : REQUIRED.get(command)) {
      if (!seen.contains(name)) {
        throw new Malformed(name, "is missing among the columns " + String.join(", ", names));
      }
    }
    return names;
  }

  @Override
  public Line next() throws IOException {
    while (!ended) {
      in.beginLine();
      int number = parser.currentLocation().getLineNr();
      try {
        ended = parser.nextToken() == null;
        List<String> fields = ended ? List.of() : fields();
        if (!isBlank(fields)) {
          return new Line(number, reader.read(command, object(fields)), null);
        }
      } catch (Malformed e) {
        return new Line(number, null, e);
      } catch (JsonProcessingException | CharConversionException | TooLong e) {
        ended = true;
        Malformed defect =
            new Malformed("line", "cannot be read, nor what follows it: " + describe(e));
        return new Line(number, null, reader.refused(command, defect));
      }
    }
    return null;
  }

  private static boolean isBlank(List<String> fields) {
    return fields.isEmpty() || fields.size() == 1 && fields.get(0).isBlank();
  }

  /** The fields of the line that has just begun. */
  private List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      fields.add(parser.getText());
    }
    return fields;
  }

  private ObjectNode object(List<String> fields) {
    if (fields.size() > columns.size()) {
      Malformed defect =
          new Malformed(
              "line", "has %d fields for %d columns".formatted(fields.size(), columns.size()));
      throw reader.refused(command, defect);
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      if (field == null || field.isEmpty()) {
        continue;
      }
      if (NUMBERS.contains(columns.get(i)) && WHOLE_NUMBER.matcher(field).matches()) {
        object.put(columns.get(i), Long.parseLong(field));
      } else {
        object.put(columns.get(i), field);
      }
    }
    return object;
  }

  private static String describe(IOException failure) {
    return failure instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : failure.getMessage();
  }

  private static final class TooLong extends IOException {
    TooLong() {
      super("it is longer than " + LONGEST + " bytes");
    }
  }

  /** Keeps a line that never ends, perhaps for want of a quote, out of memory. */
  private static final class Limited extends FilterInputStream {
    /** What the parser reads ahead counts too, hence twice. */
    private static final int MOST = 2 * LONGEST;

    private int sinceLine;

    Limited(InputStream in) {
      super(in);
    }

    void beginLine() {
      sinceLine = 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      sinceLine += Math.max(read, 0);
      if (sinceLine > MOST) {
        throw new TooLong();
      }
      return read;
    }
  }
}
