package dev.ficus.journeys;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must be the outcome of a feed, derived from the feed alone, row by row: what is to be
 * fulfilled and what is to wait in quarantine for which reason. It shares no code with the
 * services.
 *
 * @param orders the number of orders
 * @param stock the rows that order goods
 * @param refused all other rows
 */
record Recount(int orders, List<StockLine> stock, List<RefusedLine> refused) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?");
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final int MOST_BYTES = 255;

  /** A row that orders goods; {@code row} is its place in the feed. */
  record StockLine(long row, String order, String sku, int qty) {}

  /** A row that is not fulfilled, and why. */
  record RefusedLine(long row, String order, String sku, String qty, String reason) {}

  /** Goes through all rows. */
  static Recount of(List<Feed.Row> rows, ShopRules rules) {
    Map<String, List<Feed.Row>> orders = new LinkedHashMap<>();
    rows.forEach(row -> orders.computeIfAbsent(row.order(), id -> new ArrayList<>()).add(row));
    List<StockLine> stock = new ArrayList<>();
    List<RefusedLine> refused = new ArrayList<>();
    orders.forEach(
        (order, lines) -> {
          boolean isReturn =
              rules.returns().filter(pattern -> pattern.matcher(order).matches()).isPresent()
                  || lines.stream().allMatch(line -> sign(line) < 0);
          for (Feed.Row line : lines) {
            String reason = isReturn ? "return_without_order" : reason(line, rules);
            if (reason.isEmpty()) {
              int qty = number(line.qty()).orElseThrow().intValueExact();
              stock.add(new StockLine(line.number(), order, line.sku(), qty));
            } else {
              refused.add(new RefusedLine(line.number(), order, line.sku(), line.qty(), reason));
            }
          }
        });
    return new Recount(orders.size(), stock, refused);
  }

  /** The same orders, without the rows of some SKUs. */
  Recount without(Set<String> skus) {
    return new Recount(
        orders,
        stock.stream().filter(line -> !skus.contains(line.sku())).toList(),
        refused.stream().filter(line -> !skus.contains(line.sku())).toList());
  }

  /** The number of rows. */
  int lines() {
    return stock.size() + refused.size();
  }

  /** The numbers of the first orders of goods. */
  List<String> numbers(int most) {
    return stock.stream().map(StockLine::order).distinct().limit(most).toList();
  }

  /** Empty for a row that orders goods. */
  private static String reason(Feed.Row line, ShopRules rules) {
    Optional<BigDecimal> qty = number(line.qty());
    if (line.sku().isEmpty() || Feed.length(line.sku()) > MOST_BYTES) {
      return "unreadable_sku";
    } else if (rules.notStock().contains(line.sku())) {
      return "not_stock";
    } else if (qty.isEmpty()) {
      return "unreadable_quantity";
    } else if (qty.get().signum() < 0) {
      return "negative_quantity";
    } else if (qty.get().signum() == 0) {
      return "zero_quantity";
    }
    boolean countable =
        qty.get().stripTrailingZeros().scale() <= 0 && qty.get().compareTo(MOST) <= 0;
    return countable ? "" : "unreadable_quantity";
  }

  private static int sign(Feed.Row line) {
    return number(line.qty()).map(BigDecimal::signum).orElse(0);
  }

  /** The number that a text is, if it is one. */
  static Optional<BigDecimal> number(String text) {
    return Optional.ofNullable(text)
        .map(String::strip)
        .filter(written -> NUMBER.matcher(written).matches())
        .map(BigDecimal::new);
  }
}
