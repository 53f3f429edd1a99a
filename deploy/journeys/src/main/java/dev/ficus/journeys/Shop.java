package dev.ficus.journeys;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/** Sends the demo's orders: the old shop as a process of its own, and what it reports. */
final class Shop {
  private static final int CANCEL_EVERY = 10;

  private static final int PATIENCE_SECONDS = 300;
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final OldWorldProcess process;

  /**
   * How fast it sends.
   *
   * @param atOnce calls at the same time
   * @param pauseMillis between a call and the next
   */
  record Pace(int atOnce, int pauseMillis) {}

  private Shop(OldWorldProcess process) {
    this.process = process;
  }

  /**
   * Opens a shop that has these orders; it stays until the launcher ends, as shops do.
   *
   * @param broken plant a broken call before every so many orders; 0 for none
   * @throws DemoException when it does not open
   */
  static Shop open(Launcher launcher, Path feed, int broken) {
    List<String> options =
        List.of(
            "--orders", feed.toAbsolutePath().toString(),
            "--as-written", "yes",
            "--cancel-every", String.valueOf(CANCEL_EVERY),
            "--broken", String.valueOf(broken));
    try {
      return new Shop(OldWorldProcess.shop(launcher, SMALL, options));
    } catch (IOException failure) {
      throw cannotRun(failure);
    }
  }

  /**
   * Sends all orders and cancels some of them.
   *
   * @param to where the calls are taken
   * @param expected how many orders there are
   * @throws DemoException when the shop does not come to its end
   */
  Sale sell(URI to, int expected, Pace pace, Terminal terminal) {
    SaleHeard heard = new SaleHeard(expected, terminal);
    try {
      // A first answer takes long in a young process; from here on events are heard at once.
      process.table("sending");
      process.act(
          "sending?to=%s&at-once=%d&patience=%d&pause=%d"
              .formatted(
                  Http.encode(to.toString()), pace.atOnce(), PATIENCE_SECONDS, pace.pauseMillis()));
      int events = 0;
      List<CSVRecord> news = process.table("sending/events?from=0");
      while (!news.isEmpty()) {
        news.forEach(heard::hear);
        events += news.size();
        news = process.table("sending/events?from=" + events);
      }
      terminal.done();
    } catch (IOException failure) {
      throw cannotRun(failure);
    }
    return heard.end();
  }

  /** How many of the orders that are being sent have been accepted. */
  int accepted() {
    try {
      return OldWorldProcess.number(process.table("sending").get(0), "accepted");
    } catch (IOException failure) {
      throw cannotRun(failure);
    }
  }

  private static DemoException cannotRun(IOException failure) {
    return new DemoException("the old shop cannot be run: " + failure.getMessage(), failure);
  }
}
