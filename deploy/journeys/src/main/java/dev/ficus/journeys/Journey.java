package dev.ficus.journeys;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The way of all orders of a feed from the old shop to availability, and the reckoning at its end.
 */
final class Journey implements DemoCourse {
  /** Calls that the shop makes at the same time. */
  private static final Shop.Pace PACE = new Shop.Pace(4, 0);

  private final Path feed;
  private final ShopRules rules;
  private final int broken;
  private final Shop.Pace pace;
  private final Terminal terminal;
  private final Recount recount;

  /**
   * Counts the feed; nothing else happens yet.
   *
   * @param broken plant a broken call before every so many orders; 0 for none
   * @throws DemoException when the feed cannot be used
   */
  Journey(Path feed, ShopRules rules, int broken, Terminal terminal) {
    this(feed, rules, broken, PACE, terminal);
  }

  /**
   * The same at another pace.
   *
   * @param pace of the shop's calls
   */
  Journey(Path feed, ShopRules rules, int broken, Shop.Pace pace, Terminal terminal) {
    this.feed = feed;
    this.rules = rules;
    this.broken = broken;
    this.pace = pace;
    this.terminal = terminal;
    this.recount = Recount.of(Feed.read(feed), rules);
  }

  /** How many orders the feed has. */
  int orders() {
    return recount.orders();
  }

  @Override
  public boolean make(Ficus ficus) {
    List<StockPlan.PlannedBatch> purchased = purchase(ficus);
    long begin = System.nanoTime();
    terminal.say("The old shop sends " + feed.getFileName());
    Sale sale =
        Shop.open(ficus.launcher(), feed, broken)
            .sell(
                ficus.url(Service.LEGACY).resolve(rules.path()), recount.orders(), pace, terminal);
    String sending = Terminal.seconds(begin);
    settle(ficus);
    terminal.say(
        "Everything sent after %s, everything settled after %s"
            .formatted(sending, Terminal.seconds(begin)));
    Reckoning.Result result = reckon(ficus, purchased, sale);
    terminal.say(summary(sale, result));
    if (result.differences().isEmpty()) {
      terminal.say("It adds up: every line of the feed is in exactly one place.");
      terminal.say("Two questions, for instance:");
      Questions.ask(ficus).forEach(line -> terminal.say("  " + line));
      return true;
    }
    terminal.say("It does NOT add up (%d differences):".formatted(result.differences().size()));
    result.differences().forEach(difference -> terminal.say("  " + difference));
    return false;
  }

  private List<StockPlan.PlannedBatch> purchase(Ficus ficus) {
    long begin = System.nanoTime();
    List<StockPlan.PlannedBatch> batches = StockPlan.of(recount, LocalDate.now());
    Purchase.of(batches, ficus.url(Service.ALLOCATION));
    terminal.say(
        String.format(
            Locale.ROOT,
            "Purchased %,d batches of %,d SKUs, %,d batches in the warehouse and %,d on their way, in %s",
            batches.size(),
            batches.stream().map(StockPlan.PlannedBatch::sku).distinct().count(),
            batches.stream().filter(batch -> batch.eta() == null).count(),
            batches.stream().filter(batch -> batch.eta() != null).count(),
            Terminal.seconds(begin)));
    return batches;
  }

  private void settle(Ficus ficus) {
    try {
      Settling.UnderWay left = new Settling(ficus).await();
      if (!left.isNothing()) {
        terminal.say("Nothing moves any more, but there are still " + left);
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", interruption);
    }
  }

  private Reckoning.Result reckon(Ficus ficus, List<StockPlan.PlannedBatch> purchased, Sale sale) {
    try {
      Books books =
          Books.read(
              ficus.database(Service.ALLOCATION),
              ficus.database(Service.AVAILABILITY),
              ficus.database(Service.LEGACY));
      return Reckoning.of(recount, purchased, sale, rules, books);
    } catch (SQLException failure) {
      throw new DemoException("the services' tables cannot be read", failure);
    }
  }

  private String summary(Sale sale, Reckoning.Result result) {
    Set<String> cancelled = sale.cancelled();
    long cancelledLines =
        recount.stock().stream().filter(line -> cancelled.contains(line.order())).count();
    Map<String, Long> refused =
        recount.refused().stream()
            .collect(Collectors.groupingBy(Recount.RefusedLine::reason, Collectors.counting()));
    Equation equation = result.equation();
    StringBuilder text = new StringBuilder();
    text.append("  %-38s %10s %10s%n".formatted("", "feed", "services"));
    text.append(row("orders sent", recount.orders(), sale.orders()));
    text.append(row("lines sent", recount.lines(), sale.lines()));
    text.append(row("lines allocated", null, equation.allocated()));
    text.append(row("lines backordered", null, equation.backordered()));
    text.append(
        row(
            "lines allocated or backordered",
            recount.stock().size() - cancelledLines,
            equation.allocated() + equation.backordered()));
    text.append(row("lines cancelled", cancelledLines, equation.cancelled()));
    Set<String> reasons = new TreeSet<>(refused.keySet());
    reasons.addAll(result.quarantined().keySet());
    for (String reason : reasons) {
      text.append(
          row(
              "lines in quarantine, " + reason,
              refused.getOrDefault(reason, 0L),
              result.quarantined().getOrDefault(reason, 0L)));
    }
    text.append(row("lines in all", recount.lines(), equation.lines()));
    text.append(row("units oversold", null, equation.oversold()));
    return text.toString().stripTrailing();
  }

  private static String row(String what, Number feed, Number services) {
    return String.format(
        Locale.ROOT,
        "  %-38s %10s %,10d%n",
        what,
        feed == null ? "" : String.format(Locale.ROOT, "%,d", feed.longValue()),
        services.longValue());
  }
}
