package dev.ficus.legacy.operators;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Table as CSV: a header line, fields in quotes where they need them, lines end with LF. */
final class CsvTable {

  static final String TYPE = "text/csv";

  private final StringBuilder text = new StringBuilder();

  private CsvTable() {}

  static CsvTable of(String... names) {
    return new CsvTable().row((Object[]) names);
  }

  /** One more row; what is null is empty. */
  CsvTable row(Object... fields) {
    text.append(Arrays.stream(fields).map(CsvTable::field).collect(Collectors.joining(",")))
        .append('\n');
    return this;
  }

  /** Whether who asks wants a table before anything else. */
  static boolean isWanted(HttpHeaders headers) {
    return headers.getAcceptableMediaTypes().stream()
        .findFirst()
        .filter(type -> TYPE.equals(type.getType() + "/" + type.getSubtype()))
        .isPresent();
  }

  Response answer() {
    return Response.ok(text.toString(), TYPE + ";charset=UTF-8").build();
  }

  private static String field(Object value) {
    String written = value == null ? "" : value.toString();
    return List.of(",", "\"", "\n", "\r").stream().anyMatch(written::contains)
        ? '"' + written.replace("\"", "\"\"") + '"'
        : written;
  }
}
