package dev.ficus.journeys;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Where the demo speaks to whoever started it: lines, and while something takes long, how far it
 * is. On a terminal that is a bar which moves; elsewhere now and then a line.
 */
final class Terminal {
  private static final int WIDTH = 30;
  private static final int LINES_PER_BAR = 10;
  private static final String CLEAR_LINE = "\r\u001B[K";

  private final PrintStream out;
  private final boolean moving;
  private String bar = "";
  private long printed;

  /**
   * @param moving whether what was written can be written over
   */
  Terminal(PrintStream out, boolean moving) {
    this.out = out;
    this.moving = moving;
  }

  /** The time that has passed since this moment of {@link System#nanoTime()}. */
  static String seconds(long begin) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
  }

  /** Standard output. */
  static Terminal here() {
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return new Terminal(System.out, !dumb && isTerminal());
  }

  /** For what nobody is to be told of. */
  static Terminal silent() {
    return new Terminal(new PrintStream(OutputStream.nullOutputStream()), false);
  }

  /** Java itself knows only from release 22 on. */
  private static boolean isTerminal() {
    try {
      return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes lines. */
  synchronized void say(String lines) {
    out.print((moving && !bar.isEmpty() ? CLEAR_LINE : "") + lines + "\n");
    redraw();
  }

  /**
   * Shows how far something is.
   *
   * @param what what is being done
   * @param done so much of {@code total}
   * @param detail said behind the bar
   */
  synchronized void progress(String what, long done, long total, String detail) {
    double part = total == 0 ? 1 : (double) done / total;
    if (moving) {
      int full = (int) (part * WIDTH);
      bar =
          String.format(
              Locale.ROOT,
              "%s [%s%s] %3.0f %%  %s",
              what,
              "#".repeat(full),
              ".".repeat(WIDTH - full),
              part * 100,
              detail);
      out.print(CLEAR_LINE);
      redraw();
    } else if ((long) (part * LINES_PER_BAR) > printed) {
      printed = (long) (part * LINES_PER_BAR);
      out.print(String.format(Locale.ROOT, "%s %3.0f %%  %s%n", what, part * 100, detail));
      out.flush();
    }
  }

  /** What was in progress is done. */
  synchronized void done() {
    if (moving && !bar.isEmpty()) {
      out.print("\n");
      out.flush();
    }
    bar = "";
    printed = 0;
  }

  private void redraw() {
    if (moving) {
      out.print(bar);
    }
    out.flush();
  }
}
