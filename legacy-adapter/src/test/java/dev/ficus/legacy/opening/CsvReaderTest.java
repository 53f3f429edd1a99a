package dev.ficus.legacy.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of files that all three services are held to. */
class CsvReaderTest {

  record Sample(JsonNode json) {

    byte[] bytes() {
      String text = json.get("text").textValue().replace("@LONG@", "y".repeat(70_000));
      return text.getBytes(Charset.forName(json.path("encoding").asText("UTF-8")));
    }

    Optional<Charset> charset() {
      return Optional.ofNullable(json.path("charset").textValue())
          .map(name -> CsvReader.charset(name).orElseThrow());
    }

    @Override
    public String toString() {
      return json.get("name").textValue();
    }
  }

  static Stream<Sample> samples() throws IOException {
    InputStream table = CsvReaderTest.class.getResourceAsStream("/same-rules/csv-files.json");
    JsonNode samples = new ObjectMapper().readTree(table);
    return StreamSupport.stream(samples.spliterator(), false).map(Sample::new);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_file_is_read_as_the_table_says(Sample sample) throws IOException {
    assertRead(sample, new ByteArrayInputStream(sample.bytes()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void it_is_read_alike_when_it_comes_byte_by_byte(Sample sample) throws IOException {
    InputStream dribbling =
        new ByteArrayInputStream(sample.bytes()) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1));
          }
        };
    assertRead(sample, dribbling);
  }

  @Test
  void a_row_is_there_before_the_next_one_comes() throws Exception {
    InputStream twoRows =
        new ByteArrayInputStream("sku,qty\nA,10\n".getBytes()) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            int read = super.read(into, offset, length);
            assertTrue(read >= 0, "nothing more is asked for");
            return read;
          }
        };
    CsvReader reader = new CsvReader(twoRows, Optional.empty(), List.of("sku", "qty"), List.of());
    assertEquals(Map.of("sku", "A", "qty", "10"), reader.next().fields());
  }

  @Test
  void a_charset_that_is_none_is_not_found() {
    for (String name : List.of("morse", "", " ", "utf-8;x", "\u0000")) {
      assertEquals(Optional.empty(), CsvReader.charset(name), name);
    }
  }

  private static void assertRead(Sample sample, InputStream file) throws IOException {
    List<String> rows = new ArrayList<>();
    List<CsvReader.CsvDefect> defects = new ArrayList<>();
    try {
      CsvReader reader =
          new CsvReader(file, sample.charset(), List.of("sku", "qty"), List.of("note"));
      boolean more = true;
      while (more) {
        try {
          CsvReader.CsvRow row = reader.next();
          more = row != null;
          if (more) {
            rows.add(written(row));
          }
        } catch (CsvReader.CsvDefect defect) {
          defects.add(defect);
        }
      }
    } catch (CsvReader.CsvDefect header) {
      defects.add(header);
    }
    assertEquals(texts(sample.json().path("rows")), rows);
    JsonNode expected = sample.json().path("defects");
    assertEquals(expected.size(), defects.size(), defects.toString());
    for (int i = 0; i < defects.size(); i++) {
      CsvReader.CsvDefect defect = defects.get(i);
      assertEquals(expected.get(i).get(0).intValue(), defect.line());
      assertEquals(expected.get(i).get(1).textValue(), defect.field());
      String reason = expected.get(i).get(2).textValue();
      assertTrue(defect.getMessage().contains(reason), defect.getMessage());
    }
  }

  /** Spaces as underscores, line ends as slashes, and what is absent as a dash. */
  private static String written(CsvReader.CsvRow row) {
    return "%d: %s %s %s"
        .formatted(row.line(), field(row, "sku"), field(row, "note"), field(row, "qty"));
  }

  private static String field(CsvReader.CsvRow row, String column) {
    return row.fields().getOrDefault(column, "-").replace(' ', '_').replace('\n', '/');
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
