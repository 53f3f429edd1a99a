package dev.ficus.journeys;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what must be with what is: the recount of the feed, the purchased batches and what the
 * shop did on one side, the services' tables on the other. Every difference is named.
 */
final class Reckoning {
  private final Recount recount;
  private final List<StockPlan.PlannedBatch> purchased;
  private final Sale sale;
  private final ShopRules rules;
  private final Books books;
  private final List<String> differences = new ArrayList<>();

  private Reckoning(
      Recount recount,
      List<StockPlan.PlannedBatch> purchased,
      Sale sale,
      ShopRules rules,
      Books books) {
    this.recount = recount;
    this.purchased = purchased;
    this.sale = sale;
    this.rules = rules;
    this.books = books;
  }

  /**
   * What came of a feed.
   *
   * @param equation the lines by state, and the units
   * @param quarantined lines by reason, without the calls that were broken on purpose
   * @param differences everything that is not as it must be, in words; empty when all adds up
   */
  record Result(Equation equation, Map<String, Long> quarantined, List<String> differences) {}

  static Result of(
      Recount recount,
      List<StockPlan.PlannedBatch> purchased,
      Sale sale,
      ShopRules rules,
      Books books) {
    return new Reckoning(recount, purchased, sale, rules, books).result();
  }

  private Result result() {
    compareSale();
    compareLines();
    compareStates();
    compareQuarantine();
    new StockReckoning(purchased, books, differences).compare();
    Map<String, Long> quarantined =
        books.quarantine().stream()
            .filter(entry -> entry.order() != null)
            .collect(
                Collectors.groupingBy(
                    Books.Quarantined::reason, TreeMap::new, Collectors.counting()));
    Equation equation =
        books
            .equation()
            .withQuarantined(quarantined.values().stream().mapToLong(Long::longValue).sum());
    if (equation.lines() != recount.lines()) {
      differ("%d lines are accounted for, the feed has %d", equation.lines(), recount.lines());
    } else if (differences.isEmpty()) {
      // What was compared one by one is compared once more in all.
      differences.addAll(equation.differences(recount.lines()));
    }
    return new Result(equation, quarantined, differences);
  }

  private void differ(String text, Object... values) {
    differences.add(text.formatted(values));
  }

  private void compareSale() {
    sale.failures().forEach(failure -> differ("not taken: %s", failure));
    if (sale.orders() != recount.orders() || sale.lines() != recount.lines()) {
      differ(
          "the shop sent %d orders with %d lines, the feed has %d with %d",
          sale.orders(), sale.lines(), recount.orders(), recount.lines());
    }
    for (Books.SetAside command : books.commands()) {
      differ(
          "%s: a command %s for %s of order %s%s",
          command.state().equals("PARKED") ? "parked" : "still waiting",
          command.type(),
          command.sku(),
          command.orderid(),
          command.reason() == null ? "" : ": " + command.reason());
    }
  }

  /**
   * What distinguishes lines in the feed. Equal lines of an order are counted, not distinguished.
   */
  private record Ordered(String orderid, String sku, int qty) {
    @Override
    public String toString() {
      return "%d of %s in order %s".formatted(qty, sku, orderid);
    }
  }

  private void compareLines() {
    Map<Ordered, List<Recount.StockLine>> wanted =
        grouped(
            recount.stock(), line -> new Ordered(orderid(line.order()), line.sku(), line.qty()));
    Map<Ordered, List<Books.Line>> found =
        grouped(books.lines(), line -> new Ordered(line.orderid(), line.sku(), line.qty()));
    wanted.forEach(
        (line, rows) -> {
          int there = found.getOrDefault(line, List.of()).size();
          for (int i = there; i < rows.size(); i++) {
            differ("lost: %s (row %d of the feed)", line, rows.get(i).row());
          }
        });
    found.forEach(
        (line, rows) -> {
          int ordered = wanted.getOrDefault(line, List.of()).size();
          if (rows.size() > ordered && ordered > 0) {
            differ("doubled: %s is there %d times instead of %d", line, rows.size(), ordered);
          } else if (ordered == 0) {
            differ("nobody ordered: %s", line);
          }
        });
  }

  private String orderid(String order) {
    return rules.shop() + ":" + order;
  }

  private void compareStates() {
    Set<String> cancelled =
        sale.cancelled().stream().map(this::orderid).collect(Collectors.toSet());
    for (Books.Line line : books.lines()) {
      boolean isCancelled = line.state().equals("CANCELLED");
      if (isCancelled != cancelled.contains(line.orderid())) {
        differ(
            isCancelled ? "nobody cancelled: %s" : "not cancelled: %s",
            new Ordered(line.orderid(), line.sku(), line.qty()));
      }
    }
  }

  /** What distinguishes refused lines: two ways to write a number are the same. */
  private record Refused(String order, String sku, String qty, String reason) {
    static String same(String qty) {
      return Recount.number(qty)
          .map(BigDecimal::stripTrailingZeros)
          .map(BigDecimal::toPlainString)
          .orElse(qty);
    }

    @Override
    public String toString() {
      return order == null
          ? reason + ", a call without order"
          : "%s of %s in order %s as %s".formatted(qty, sku, order, reason);
    }
  }

  private void compareQuarantine() {
    Map<Refused, Long> wanted =
        counted(
            recount.refused(),
            line -> new Refused(line.order(), line.sku(), Refused.same(line.qty()), line.reason()));
    if (sale.nameless() > 0) {
      wanted.put(new Refused(null, null, null, "unreadable_order"), (long) sale.nameless());
    }
    Map<Refused, Long> found =
        counted(
            books.quarantine(),
            entry ->
                new Refused(entry.order(), entry.sku(), Refused.same(entry.qty()), entry.reason()));
    Set<Refused> all = new HashSet<>(wanted.keySet());
    all.addAll(found.keySet());
    for (Refused line : all) {
      long expected = wanted.getOrDefault(line, 0L);
      long there = found.getOrDefault(line, 0L);
      if (expected != there) {
        differ("quarantine: %s is there %d times instead of %d", line, there, expected);
      }
    }
  }

  private static <K, T> Map<K, List<T>> grouped(List<T> all, Function<T, K> key) {
    return all.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  private static <K, T> Map<K, Long> counted(List<T> all, Function<T, K> key) {
    return all.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.counting()));
  }
}
