package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A server of the old world as a program, with the options that all of them have: it prints its
 * port as the first line of standard output and serves until it is ended. Wrong options are named
 * on standard error, with the status 2.
 */
public abstract class Program implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--port", paramLabel = "N", description = "where it listens; 0 for any port")
  private int port;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "the address it listens on; 0.0.0.0 for all (the loopback)")
  private InetAddress address = InetAddress.getLoopbackAddress();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "what all chance comes from (${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "write every byte received and answered to FILE")
  private Path record;

  @Option(
      names = "--ends-with-input",
      paramLabel = "yes|no",
      description = "end when standard input ends: the pipe of a parent that died (no)")
  private YesOrNo endsWithInput = YesOrNo.NO;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this and end")
  private boolean help;

  /** What an option that is on or off may say. */
  public enum YesOrNo {
    YES,
    NO
  }

  /**
   * Begins to serve, as the options say.
   *
   * @throws IllegalArgumentException when the options do not go together
   * @throws IOException when the orders cannot be read, or the port is taken
   */
  public abstract WebServer open() throws IOException;

  public final int port() {
    return port;
  }

  /** The address it listens on. */
  public final InetAddress address() {
    return address;
  }

  public final Seed seed() {
    return new Seed(seed);
  }

  /** Where it records, if it does. */
  public final Optional<Recording> recording() throws IOException {
    return recording(record);
  }

  /** The file in which it records, if it does. */
  public final Optional<Path> recordingFile() {
    return Optional.ofNullable(record);
  }

  /** A recording in this file; none where there is no file. */
  protected static Optional<Recording> recording(Path file) throws IOException {
    return file == null ? Optional.empty() : Optional.of(new Recording(file));
  }

  @Override
  public Integer call() throws InterruptedException {
    try (WebServer server = open()) {
      System.out.println(server.port());
      if (endsWithInput == YesOrNo.YES) {
        System.in.transferTo(OutputStream.nullOutputStream());
      } else {
        Thread.currentThread().join();
      }
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException | IOException misuse) {
      throw new ParameterException(spec.commandLine(), misuse.getMessage(), misuse);
    }
  }

  /** What reads its options, and runs it. */
  public final CommandLine commandLine() {
    return new CommandLine(this)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(int.class, new WholeNumber.FromZero());
  }

  /** Something that happens by itself, again and again. */
  public interface Happening {
    void happen() throws InterruptedException;
  }

  /**
   * Lets things happen by themselves from now on, as long as the program runs.
   *
   * @param perSecond how many; 0 for none
   */
  public static void goOn(Happening happening, int perSecond) {
    if (perSecond > 0) {
      goOnEvery(happening, Duration.ofSeconds(1).dividedBy(perSecond));
    }
  }

  /**
   * Lets something happen again and again from now on, as long as the program runs.
   *
   * @param millis how often; 0 for never
   */
  public static void goOnEvery(Happening happening, int millis) {
    if (millis > 0) {
      goOnEvery(happening, Duration.ofMillis(millis));
    }
  }

  private static void goOnEvery(Happening happening, Duration pause) {
    ScheduledExecutorService days =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "happening");
              thread.setDaemon(true);
              return thread;
            });
    long nanos = pause.toNanos();
    days.scheduleAtFixedRate(() -> happen(happening), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static void happen(Happening happening) {
    try {
      happening.happen();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      // Thrown on, it would silently be the last time that anything happens.
      defect.printStackTrace();
    }
  }
}
