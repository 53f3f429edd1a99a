package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A feed whose lines have owners, the monolith or us, derived from the feed and the routes alone:
 * goods by the route of their SKU, charges with the goods of their order.
 *
 * @param lines all lines, in the order of the file
 * @param ours what is ours of it
 */
record OwnedFeed(List<SentLine> lines, Recount ours) {
  private static final String CHARGE = "not_stock";

  /**
   * A line that the shop has sent.
   *
   * @param item its id: where in its order it is, from 1
   * @param qty as written
   */
  record SentLine(String order, String item, String sku, String qty, boolean isOurs) {
    @Override
    public String toString() {
      return "line %s (%s) of order %s".formatted(item, sku, order);
    }
  }

  private record FeedLine(long row, String order, String sku, String qty, String reason) {
    boolean isCharge() {
      return reason.equals(CHARGE);
    }
  }

  /**
   * Goes through all lines.
   *
   * @param isNew whether we fulfil a SKU
   */
  static OwnedFeed of(Recount recount, Predicate<String> isNew) {
    List<FeedLine> all = new ArrayList<>();
    recount
        .stock()
        .forEach(
            line ->
                all.add(new FeedLine(line.row(), line.order(), line.sku(), "" + line.qty(), "")));
    recount
        .refused()
        .forEach(
            line ->
                all.add(
                    new FeedLine(line.row(), line.order(), line.sku(), line.qty(), line.reason())));
    all.sort((one, other) -> Long.compare(one.row(), other.row()));
    Map<String, List<FeedLine>> orders = new LinkedHashMap<>();
    all.forEach(line -> orders.computeIfAbsent(line.order(), any -> new ArrayList<>()).add(line));
    Set<String> oursAlone = new HashSet<>();
    orders.forEach(
        (order, lines) -> {
          List<FeedLine> goods = lines.stream().filter(line -> !line.isCharge()).toList();
          if (!goods.isEmpty() && goods.stream().allMatch(line -> isNew.test(line.sku()))) {
            oursAlone.add(order);
          }
        });
    Predicate<FeedLine> isOurs =
        line -> line.isCharge() ? oursAlone.contains(line.order()) : isNew.test(line.sku());
    Map<String, Integer> items = new HashMap<>();
    List<SentLine> sent = new ArrayList<>();
    Set<Long> ours = new HashSet<>();
    Set<String> oursToo = new HashSet<>();
    for (FeedLine line : all) {
      int item = items.merge(line.order(), 1, Integer::sum);
      boolean own = isOurs.test(line);
      sent.add(new SentLine(line.order(), "" + item, line.sku(), line.qty(), own));
      if (own) {
        ours.add(line.row());
        oursToo.add(line.order());
      }
    }
    return new OwnedFeed(
        sent,
        new Recount(
            oursToo.size(),
            recount.stock().stream().filter(line -> ours.contains(line.row())).toList(),
            recount.refused().stream().filter(line -> ours.contains(line.row())).toList()));
  }
}
