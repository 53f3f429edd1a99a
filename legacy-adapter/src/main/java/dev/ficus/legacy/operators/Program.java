package dev.ficus.legacy.operators;

import dev.ficus.legacy.senders.HashPassword;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The adapter as a program; with {@code hash-password} as its first argument it hashes a password
 * instead, so that this needs nothing but what is installed anyway.
 */
@QuarkusMain
public final class Program {

  private Program() {}

  /** Runs until it is asked to stop. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(HashPassword.NAME)) {
      System.exit(
          HashPassword.run(
              Arrays.copyOfRange(arguments, 1, arguments.length),
              System.in,
              new PrintWriter(System.out, true, StandardCharsets.UTF_8),
              new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }
    Quarkus.run(arguments);
  }
}
