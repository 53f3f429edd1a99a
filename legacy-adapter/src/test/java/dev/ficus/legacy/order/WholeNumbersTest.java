package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of whole numbers that all three services are held to. */
class WholeNumbersTest {

  /**
   * @param number what it is as text, in CSV as in XML-RPC
   */
  record WrittenNumber(String text, Optional<Long> number) {

    static WrittenNumber of(String line) {
      String[] columns = line.split("\t");
      return new WrittenNumber(
          columns[0],
          columns[1].equals("-") ? Optional.empty() : Optional.of(Long.valueOf(columns[1])));
    }
  }

  static Stream<WrittenNumber> table() throws IOException {
    InputStream table = WholeNumbersTest.class.getResourceAsStream("/same-rules/whole-numbers.tsv");
    return new String(table.readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(WrittenNumber::of);
  }

  @ParameterizedTest
  @MethodSource("table")
  void it_is_read_from_its_text(WrittenNumber written) {
    assertEquals(written.number(), WholeNumber.of(written.text()));
    assertEquals(written.number(), WholeNumber.of(" " + written.text() + "\t"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_quantity_of_old_senders_is_one(WrittenNumber written) {
    Optional<Integer> units =
        written
            .number()
            .filter(number -> number >= 0 && number <= Integer.MAX_VALUE)
            .map(Long::intValue);
    assertEquals(units.isEmpty(), WrittenQuantity.rejection(written.text()).isPresent());
    units.ifPresent(number -> assertEquals(number, WrittenQuantity.units(written.text())));
  }
}
