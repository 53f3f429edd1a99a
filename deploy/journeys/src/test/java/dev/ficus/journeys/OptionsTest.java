package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void without_options_the_demo_runs_and_stays() {
    Options options = Options.parse();
    assertFalse(options.once() || options.noOrders() || options.nativeExecutables());
    assertEquals(Optional.empty(), options.orders());
  }

  @Test
  void options_may_come_in_any_order() {
    Options options = Options.parse("--addresses", "a b", "--native", "--orders", "o", "--once");
    assertTrue(options.once() && options.nativeExecutables());
    assertEquals(Optional.of(Path.of("a b")), options.addresses());
    assertEquals(Optional.of(Path.of("o")), options.orders());
  }

  @Test
  void what_cannot_be_understood_is_named() {
    assertMessage("there is no option --twice", "--twice");
    assertMessage("--orders needs a value", "--once", "--orders");
    assertMessage("--broken needs a whole number from 1, not some", "--broken", "some");
    assertMessage(
        "--no-orders cannot be combined with --once, --orders or --broken",
        "--no-orders",
        "--once");
  }

  private static void assertMessage(String message, String... arguments) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Options.parse(arguments)).getMessage());
  }
}
