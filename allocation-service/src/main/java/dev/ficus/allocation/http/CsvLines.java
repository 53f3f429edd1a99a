package dev.ficus.allocation.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.wire.WholeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Commands as {@link CsvReader} reads them. The header names the columns as the fields of the JSON
 * are named. What breaks the quoting ends the reading, because nobody knows where the next line
 * begins.
 */
final class CsvLines implements CommandLines {
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "create_batch", List.of("batchref", "sku", "qty"),
          "allocate", List.of("orderid", "sku", "qty"));
  private static final Map<String, List<String>> OTHERS =
      Map.of("create_batch", List.of("eta"), "allocate", List.of("lineid", "revision"));
  private static final Set<String> NUMBERS = Set.of("qty", "revision");

  private final CommandReader reader;
  private final String command;
  private final CsvReader rows;

  /**
   * Reads the header line.
   *
   * @param charset that the caller names
   * @throws Malformed when it is missing, or lacks a column that the command cannot do without
   */
  CsvLines(CommandReader reader, String command, InputStream text, Optional<Charset> charset)
      throws IOException {
    this.reader = reader;
    this.command = command;
    try {
      rows = new CsvReader(text, charset, NEEDED.get(command), OTHERS.get(command));
    } catch (CsvReader.Defect defect) {
      throw new Malformed(defect.field(), defect.getMessage());
    }
  }

  @Override
  public InputLine next() throws IOException {
    try {
      CsvReader.CsvRow row = rows.next();
      return row == null ? null : read(row);
    } catch (CsvReader.Defect defect) {
      Malformed malformed = new Malformed(defect.field(), defect.getMessage());
      return new InputLine(defect.line(), null, reader.refused(command, malformed));
    }
  }

  private InputLine read(CsvReader.CsvRow row) {
    try {
      return new InputLine(row.line(), reader.read(command, object(row.fields())), null);
    } catch (Malformed e) {
      return new InputLine(row.line(), null, e);
    }
  }

  /** Text that is no number stays text, for the reader of commands to refuse. */
  private static ObjectNode object(Map<String, String> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields.forEach(
        (name, field) -> {
          Optional<Long> number = NUMBERS.contains(name) ? WholeNumber.of(field) : Optional.empty();
          number.ifPresentOrElse(whole -> object.put(name, whole), () -> object.put(name, field));
        });
    return object;
  }
}
