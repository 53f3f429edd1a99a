package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/** What an old shop reports of its sending, as it goes. */
final class SaleHeard {
  private final int expected;
  private final Terminal terminal;
  private final Set<String> cancelled = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private int orders;
  private int lines;
  private int nameless;
  private int repeated;

  /**
   * @param expected how many orders are sent
   */
  SaleHeard(int expected, Terminal terminal) {
    this.expected = expected;
    this.terminal = terminal;
  }

  /** All of it. */
  Sale end() {
    terminal.say(
        "  %d of these orders cancelled, %d calls repeated".formatted(cancelled.size(), repeated));
    return new Sale(orders, lines, cancelled, nameless, failures);
  }

  /** One event. */
  void hear(CSVRecord event) {
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
