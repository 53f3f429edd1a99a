package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void what_is_said_counts_and_the_rest_depends_on_small() {
    AvailabilityOptions options =
        AvailabilityOptions.of(List.of("--pairs", "3", "--small", "--only", "P5 steady"));

    assertEquals(3, options.pairs());
    assertEquals(200, options.skus());
    assertTrue(options.wants("P5 "));
    assertTrue(options.wants("P5 steady 500/s"));
    assertFalse(options.wants("P5 full rate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--smal", "--pairs", "--pairs 0", "--pairs many", "--minutes 5"})
  void what_is_not_understood_is_refused(String words) {
    assertThrows(
        IllegalArgumentException.class, () -> AllocationOptions.of(List.of(words.split(" "))));
  }
}
