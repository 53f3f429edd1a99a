package dev.ficus.journeys;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/** Sends the demo's orders: the old shop as a process of its own, and what it reports. */
final class Shop {
  private static final int CANCEL_EVERY = 10;

  private static final int AT_ONCE = 4;
  private static final int PATIENCE_SECONDS = 120;
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Terminal terminal;
  private final int expected;
  private final Set<String> cancelled = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private int orders;
  private int lines;
  private int nameless;
  private int repeated;

  private Shop(Terminal terminal, int expected) {
    this.terminal = terminal;
    this.expected = expected;
  }

  /**
   * Sends all orders of a feed and cancels some of them.
   *
   * @param expected how many orders it has
   * @param adapter where the adapter takes the shop's calls
   * @param broken plant a broken call before every so many orders; 0 for none
   * @throws DemoException when the shop does not come to its end
   */
  static Sale sell(
      Ficus ficus, Path feed, int expected, URI adapter, int broken, Terminal terminal) {
    Shop shop = new Shop(terminal, expected);
    List<String> options =
        List.of(
            "--orders", feed.toAbsolutePath().toString(),
            "--as-written", "yes",
            "--cancel-every", String.valueOf(CANCEL_EVERY),
            "--broken", String.valueOf(broken));
    try {
      // It stays until all ends, as shops do.
      OldWorldProcess process = OldWorldProcess.shop(ficus.launcher(), SMALL, options);
      // A first answer takes long in a young process; from here on events are heard at once.
      process.table("sending");
      process.act(
          "sending?to=%s&at-once=%d&patience=%d"
              .formatted(Http.encode(adapter.toString()), AT_ONCE, PATIENCE_SECONDS));
      int heard = 0;
      List<CSVRecord> events = process.table("sending/events?from=0");
      while (!events.isEmpty()) {
        events.forEach(shop::hear);
        heard += events.size();
        events = process.table("sending/events?from=" + heard);
      }
      terminal.done();
    } catch (IOException failure) {
      throw new DemoException("the old shop cannot be run: " + failure.getMessage(), failure);
    }
    terminal.say(
        "  %d of these orders cancelled, %d calls repeated"
            .formatted(shop.cancelled.size(), shop.repeated));
    return new Sale(shop.orders, shop.lines, shop.cancelled, shop.nameless, shop.failures);
  }

  private void hear(CSVRecord event) {
    String order = event.get("order");
    String detail = event.get("detail");
    switch (event.get("outcome")) {
      case "accepted" -> {
        orders++;
        lines += OldWorldProcess.number(event, "lines");
      }
      case "cancelled" -> cancelled.add(order);
      case "refused", "not_cancelled" ->
          failures.add("%s order %s: %s".formatted(event.get("outcome"), order, detail));
      case "nameless" -> {
        nameless++;
        terminal.say("  a call with an order without number was answered by " + detail);
      }
      case "cut_off" -> terminal.say("  a call that ended in the middle was answered by " + detail);
      case "repeating" -> repeated++;
      default -> throw new DemoException("the old shop reports " + event);
    }
    terminal.progress(
        "  orders",
        orders,
        expected,
        String.format(Locale.ROOT, "%,d orders, %,d lines", orders, lines));
  }
}
