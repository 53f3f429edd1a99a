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
 * A feed whose lines have owners, the monolith or us: charges go with the goods of their order.
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

  /** Whether a line of goods is ours. */
  interface Ownership {
    boolean isOurs(String order, String item, String sku);
  }

  private record FeedLine(
      long row, String order, String item, String sku, String qty, String reason) {
    boolean isCharge() {
      return reason.equals(CHARGE);
    }

    FeedLine numbered(int number) {
      return new FeedLine(row, order, String.valueOf(number), sku, qty, reason);
    }
  }

  /**
   * Goes through all lines.
   *
   * @param goods whose they are
   */
  static OwnedFeed of(Recount recount, Ownership goods) {
    List<FeedLine> all = inOrder(recount);
    Predicate<FeedLine> isNew = line -> goods.isOurs(line.order(), line.item(), line.sku());
    Map<String, List<FeedLine>> orders = new LinkedHashMap<>();
    all.forEach(line -> orders.computeIfAbsent(line.order(), any -> new ArrayList<>()).add(line));
    Set<String> oursAlone = new HashSet<>();
    orders.forEach(
        (order, lines) -> {
          List<FeedLine> stock = lines.stream().filter(line -> !line.isCharge()).toList();
          if (!stock.isEmpty() && stock.stream().allMatch(isNew)) {
            oursAlone.add(order);
          }
        });
    Predicate<FeedLine> isOurs =
        line -> line.isCharge() ? oursAlone.contains(line.order()) : isNew.test(line);
    List<SentLine> sent = new ArrayList<>();
    Set<Long> ours = new HashSet<>();
    Set<String> oursToo = new HashSet<>();
    for (FeedLine line : all) {
      boolean own = isOurs.test(line);
      sent.add(new SentLine(line.order(), line.item(), line.sku(), line.qty(), own));
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

  private static List<FeedLine> inOrder(Recount recount) {
    List<FeedLine> all = new ArrayList<>();
    recount
        .stock()
        .forEach(
            line ->
                all.add(
                    new FeedLine(line.row(), line.order(), "", line.sku(), "" + line.qty(), "")));
    recount
        .refused()
        .forEach(
            line ->
                all.add(
                    new FeedLine(
                        line.row(), line.order(), "", line.sku(), line.qty(), line.reason())));
    all.sort((one, other) -> Long.compare(one.row(), other.row()));
    Map<String, Integer> items = new HashMap<>();
    return all.stream()
        .map(line -> line.numbered(items.merge(line.order(), 1, Integer::sum)))
        .toList();
  }
}
