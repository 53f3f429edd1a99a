package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionsTest {

  @Test
  void what_is_given_counts_and_the_rest_depends_on_small() {
    AvailabilityOptions options = new AvailabilityOptions();
    new CommandLine(options).parseArgs("--pairs", "3", "--small", "--only", "P5 steady");

    assertEquals(3, options.pairs());
    assertEquals(2, options.seconds());
    assertEquals(200, options.skus());
    assertTrue(options.wants("P5 "));
    assertTrue(options.wants("P5 steady 500/s"));
    assertFalse(options.wants("P5 full rate"));
  }

  @Test
  void a_wave_can_be_switched_over_a_ledger_with_any_number_of_older_lines() {
    StranglingOptions options = new StranglingOptions();
    new CommandLine(options).parseArgs("--older-lines", "0");
    StranglingOptions small = new StranglingOptions();
    new CommandLine(small).parseArgs("--small");

    assertEquals(0, options.olderLines());
    assertEquals(1_000, options.waveSkus());
    assertEquals(10_000, small.olderLines());
    assertEquals(100, small.waveSkus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--smal", "--pairs", "--pairs 0", "--pairs many", "--minutes 5"})
  void what_is_not_understood_is_named_and_ends_it_with_status_2(String words) {
    StringWriter errors = new StringWriter();
    int status =
        new CommandLine(new AllocationOptions())
            .setErr(new PrintWriter(errors))
            .execute(words.split(" "));
    assertEquals(2, status);
    String first = errors.toString().lines().findFirst().orElse("");
    assertTrue(first.contains(words.split(" ")[0]), errors::toString);
  }
}
