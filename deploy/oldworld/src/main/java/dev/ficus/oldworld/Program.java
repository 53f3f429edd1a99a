package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the programs of the old world that are called have in common. */
public final class Program {
  /**
   * The option with which a program ends as soon as its standard input does: the operating system
   * sees to that when its parent dies. Whoever gives it none to read does not say so.
   */
  public static final String ENDS_WITH_INPUT = "--ends-with-input";

  private static final int UNUSABLE = 2;

  private Program() {}

  /** Begins to serve, as the options say. */
  public interface Opening {
    WebServer open(String... arguments) throws IOException;
  }

  /**
   * Prints the port as the first line of standard output and serves until it is ended. A misuse is
   * told on standard error with the status 2.
   *
   * @param name what it calls itself
   */
  public static void run(String name, String usage, Opening opening, String... arguments)
      throws InterruptedException {
    try (WebServer server = opening.open(arguments)) {
      System.out.println(server.port());
      if (endsWithInput(arguments)) {
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
      }
      Thread.currentThread().join();
    } catch (IllegalArgumentException | IOException misuse) {
      System.err.println(name + ": " + misuse.getMessage());
      System.err.print(usage);
      System.exit(UNUSABLE);
    }
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
    if (perSecond == 0) {
      return;
    }
    ScheduledExecutorService days =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "happening");
              thread.setDaemon(true);
              return thread;
            });
    long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
    days.scheduleAtFixedRate(() -> happen(happening), pause, pause, TimeUnit.NANOSECONDS);
  }

  private static void happen(Happening happening) {
    try {
      happening.happen();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean endsWithInput(String... arguments) {
    int place = List.of(arguments).indexOf(ENDS_WITH_INPUT);
    return place >= 0 && arguments[place + 1].equals("yes");
  }
}
