package dev.ficus.legacy.senders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The program that makes the hash of a sender's password, for the setting of its user. The password
 * is the first line of standard input: an argument would be seen by everybody on the machine. It
 * ends with status 2 when it is misused.
 */
public final class HashPassword {

  /** The argument by which the adapter is this program instead. */
  public static final String NAME = "hash-password";

  private HashPassword() {}

  /**
   * Runs it.
   *
   * @param arguments those after its name
   * @return the status to end with
   */
  public static int run(String[] arguments, InputStream in, PrintWriter out, PrintWriter err) {
    // Described by hand rather than by annotations, which executables could not read.
    CommandSpec spec = CommandSpec.create().name(NAME);
    spec.usageMessage()
        .description(
            "Reads a password, the first line of standard input, and prints its hash for"
                + " ficus.legacy.feeds.NAME.users.USER.");
    spec.addOption(
        CommandLine.Model.OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("show this and end")
            .build());
    return new CommandLine(spec)
        .setOut(out)
        .setErr(err)
        .setExecutionStrategy(parsed -> printed(parsed, in, out, err))
        .setParameterExceptionHandler((misuse, given) -> refused(misuse.getCommandLine()))
        .execute(arguments);
  }

  private static int printed(
      CommandLine.ParseResult parsed, InputStream in, PrintWriter out, PrintWriter err)
      throws CommandLine.ExecutionException {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    try {
      String password = firstLine(in);
      if (password == null || password.isEmpty()) {
        err.println(NAME + ": standard input is empty, and should be a password");
        return CommandLine.ExitCode.USAGE;
      }
      out.println(PasswordHash.of(password));
      return CommandLine.ExitCode.OK;
    } catch (CharacterCodingException notText) {
      err.println(NAME + ": standard input is not text in UTF-8");
      return CommandLine.ExitCode.USAGE;
    } catch (IOException unreadable) {
      err.println(NAME + ": standard input cannot be read: " + unreadable.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))
        .readLine();
  }

  /** What was given may be the password, and is not repeated. */
  private static int refused(CommandLine command) {
    command
        .getErr()
        .println(NAME + " takes no arguments: the password is read from standard input");
    return CommandLine.ExitCode.USAGE;
  }
}
