package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.journeys.PackagedService.Form;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {

  @Test
  void without_options_the_demo_runs_and_stays() {
    DemoOptions options = parse();
    assertFalse(options.once() || options.noOrders());
    assertEquals(Form.JAR, options.form());
    assertEquals(Optional.empty(), options.orders());
  }

  @Test
  void options_may_come_in_any_order() {
    DemoOptions options = parse("--addresses", "a b", "--native", "--orders", "o", "--once");
    assertTrue(options.once());
    assertEquals(Form.NATIVE, options.form());
    assertEquals(Optional.of(Path.of("a b")), options.addresses());
    assertEquals(Optional.of(Path.of("o")), options.orders());
  }

  @Test
  void the_monolith_can_be_strangled() {
    assertFalse(parse("--once").strangling());
    assertTrue(parse("--strangling", "--once", "--orders", "o", "--native").strangling());
  }

  @Test
  void what_is_wrong_is_named_and_ends_it_with_status_2() {
    assertRefused("Unknown option: '--twice'", "--twice");
    assertRefused("Missing required parameter for option '--orders' (FILE)", "--once", "--orders");
    assertRefused(
        "Invalid value for option '--broken': it needs a whole number from 1, not some",
        "--broken",
        "some");
    assertRefused(
        "--no-orders cannot be combined with --once, --orders or --broken",
        "--no-orders",
        "--once");
    assertRefused(
        "--strangling cannot be combined with --no-orders or --broken",
        "--strangling",
        "--no-orders");
    assertRefused(
        "--strangling cannot be combined with --no-orders or --broken",
        "--broken",
        "10",
        "--strangling");
  }

  @Test
  void help_names_every_option() {
    StringWriter text = new StringWriter();
    assertEquals(
        0, new DemoOptions().commandLine().setOut(new PrintWriter(text)).execute("--help"));
    for (String option : new DemoOptions().commandLine().getCommandSpec().optionsMap().keySet()) {
      assertTrue(text.toString().contains(option), option);
    }
  }

  private static DemoOptions parse(String... arguments) {
    DemoOptions options = new DemoOptions();
    options.commandLine().parseArgs(arguments);
    return options;
  }

  private static void assertRefused(String message, String... arguments) {
    StringWriter errors = new StringWriter();
    int status = new DemoOptions().commandLine().setErr(new PrintWriter(errors)).execute(arguments);
    assertEquals(2, status);
    assertEquals(message, errors.toString().lines().findFirst().orElse(""));
  }
}
