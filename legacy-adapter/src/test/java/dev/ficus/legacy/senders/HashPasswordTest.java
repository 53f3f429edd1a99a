package dev.ficus.legacy.senders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class HashPasswordTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void the_first_line_of_the_input_is_hashed() {
    assertEquals(0, run("grün 1\nand more"));
    assertEquals("", err.toString());
    assertTrue(PasswordHash.parse(out.toString()).isOf("grün 1"), out::toString);
  }

  @Test
  void no_password_is_no_hash() {
    assertEquals(2, run(""));
    assertEquals(2, run("\nlater"));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("is empty"), err::toString);
  }

  @Test
  void what_is_no_text_is_refused() {
    assertEquals(2, run(new byte[] {(byte) 0xFF}));
    assertTrue(err.toString().contains("UTF-8"), err::toString);
  }

  @Test
  void a_password_as_an_argument_is_refused_and_not_repeated() {
    assertEquals(2, run("x", "hunter2"));
    assertEquals(2, run("x", "--password=hunter2"));
    assertEquals("", out.toString());
    assertFalse(err.toString().contains("hunter2"), err::toString);
    assertTrue(err.toString().contains("standard input"), err::toString);
  }

  @Test
  void it_says_what_it_does() {
    assertEquals(0, run("x", "--help"));
    assertTrue(out.toString().contains("hash-password"), out::toString);
    assertFalse(out.toString().contains("pbkdf2-sha512:"), out::toString);
  }

  private int run(String input, String... arguments) {
    return run(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private int run(byte[] input, String... arguments) {
    return HashPassword.run(
        arguments,
        new ByteArrayInputStream(input),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }
}
