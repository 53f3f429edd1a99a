package dev.ficus.journeys;

import dev.ficus.oldworld.OldShop;
import dev.ficus.oldworld.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The old shop as a process of its own, and what it tells. */
final class Shop {
  private static final int CANCEL_EVERY = 10;

  private final Terminal terminal;
  private final Set<String> cancelled = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private int orders;
  private int lines;
  private int allOrders;
  private int nameless;
  private int repeated;
  private boolean closed;

  private Shop(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Sends all orders of a feed and cancels some of them.
   *
   * @param adapter where the adapter takes the shop's calls
   * @param broken plant a broken call before every so many orders; 0 for none
   * @throws DemoException when the shop does not come to its end
   */
  static Sale sell(Ficus ficus, Path feed, URI adapter, int broken, Terminal terminal) {
    Shop shop = new Shop(terminal);
    List<String> arguments =
        List.of(
            "--orders", feed.toAbsolutePath().toString(),
            "--adapter", adapter.toString(),
            "--cancel-every", String.valueOf(CANCEL_EVERY),
            "--broken", String.valueOf(broken));
    try {
      Process process = ficus.startJava(OldShop.class.getName(), arguments);
      try (BufferedReader reports = process.inputReader(StandardCharsets.UTF_8)) {
        reports.lines().map(Report::parse).forEach(report -> report.ifPresent(shop::hear));
      }
      int status = process.waitFor();
      terminal.done();
      if (!shop.closed) {
        throw new DemoException("the old shop ended with status %d".formatted(status));
      }
    } catch (IOException failure) {
      throw new DemoException("the old shop cannot be run: " + failure.getMessage(), failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", interruption);
    }
    terminal.say(
        "  %d of these orders cancelled, %d calls repeated"
            .formatted(shop.cancelled.size(), shop.repeated));
    return new Sale(shop.orders, shop.lines, shop.cancelled, shop.nameless, shop.failures);
  }

  private void hear(Report report) {
    switch (report.what()) {
      case OPENED -> allOrders = Integer.parseInt(report.detail());
      case ACCEPTED -> {
        orders++;
        lines += report.lines();
      }
      case CANCELLED -> cancelled.add(report.order());
      case REFUSED, NOT_CANCELLED ->
          failures.add(
              "%s order %s: %s"
                  .formatted(
                      report.what().name().toLowerCase(Locale.ROOT),
                      report.order(),
                      report.detail()));
      case NAMELESS -> {
        nameless++;
        terminal.say("  a call with an order without number was answered by " + report.detail());
      }
      case CUT_OFF ->
          terminal.say("  a call that ended in the middle was answered by " + report.detail());
      case REPEATING -> repeated++;
      case CLOSED -> closed = true;
    }
    terminal.progress(
        "  orders",
        orders,
        allOrders,
        String.format(Locale.ROOT, "%,d orders, %,d lines", orders, lines));
  }
}
