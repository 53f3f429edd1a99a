package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The reckoning of strangling: what must hold while some SKUs are the monolith's and some are ours,
 * compared with the books of both worlds. Of what is ours {@link Reckoning} compares all the rest.
 * Each difference is named, after the invariant that it is against:
 *
 * <ul>
 *   <li>I1 each line that the shop sent is in one place: the monolith's orders, allocation's lines
 *       or the quarantine
 *   <li>I2 units promised by the monolith and held by our lines are not more than there are
 *   <li>I3 units are conserved
 *   <li>I6 the route of a SKU has changed as often as log and events say
 *   <li>I7 a forwarded document is the same bytes, a cut one differs by the cut alone
 *   <li>I8 a line has the owner that the route of its SKU gave it when it was first seen, and keeps
 *       it
 *   <li>I9 after a rollback the monolith's figure is that at the cut-over, and its receipts, less
 *       the debt ({@link RollBackReckoning}); and it has set aside what it was told to, less what
 *       it gave back
 *   <li>I10 the shop is shown no more than the owner of a SKU has free
 * </ul>
 */
final class StranglingReckoning {
  private static final String OURS = "new";

  private final Recount recount;
  private final Sale sale;
  private final ShopRules rules;
  private final TwoWorlds worlds;
  private final OwnedFeed feed;
  private final Map<Books.LineKey, String> owners = new HashMap<>();
  private final Set<Books.LineKey> quarantined = new HashSet<>();
  private final Map<String, StockSnapshot.SnapshotProduct> products = new HashMap<>();
  private final List<String> exceptions = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  private StranglingReckoning(Recount recount, Sale sale, ShopRules rules, TwoWorlds worlds) {
    this.recount = recount;
    this.sale = sale;
    this.rules = rules;
    this.worlds = worlds;
    worlds.owners().lines().forEach(line -> owners.put(line.line(), line.owner()));
    for (Books.Quarantined entry : worlds.ficus().quarantine()) {
      quarantined.add(key(String.valueOf(entry.order()), entry.lineid(), entry.sku()));
    }
    this.feed = OwnedFeed.of(recount, this::isOurs);
    worlds.snapshot().products().forEach(product -> products.put(product.sku(), product));
  }

  /**
   * What the shop's orders have become.
   *
   * @param theirs lines that are the monolith's; {@code ours} likewise
   * @param forwarded orders that went to the monolith as they came
   * @param split orders with lines of both
   * @param taken orders that did not go to the monolith
   * @param exceptions promises beyond what there is that the monolith's next figure ends, in words
   * @param differences everything that is not as it must be, in words; empty when all adds up
   */
  record Outcome(
      long theirs,
      long ours,
      long forwarded,
      long split,
      long taken,
      List<String> exceptions,
      List<String> differences) {}

  /**
   * Compares everything.
   *
   * @param recount of all that the shop sent
   * @param sale what it says it did
   * @param switched the stock of SKUs whose routes have changed
   * @param earlier the same tables of owners as they were read before, in this order: at least
   *     before and after each change of routes, as whose a line is can be told only if the route of
   *     its SKU was the same when it was read first as it was before
   */
  static Outcome of(
      Recount recount,
      Sale sale,
      ShopRules rules,
      TwoWorlds worlds,
      DocumentReckoning.Documents documents,
      SwitchedStock switched,
      List<OwnerBooks> earlier) {
    StranglingReckoning reckoning = new StranglingReckoning(recount, sale, rules, worlds);
    reckoning.comparePlaces();
    reckoning.compareOurs();
    reckoning.compareUnits();
    List<OwnerBooks> readings = new ArrayList<>(earlier);
    readings.add(worlds.owners());
    reckoning.compareOwners(readings);
    reckoning.compareProducts();
    reckoning.compareShown();
    new DocumentReckoning(reckoning.feed, documents, reckoning.differences).compare();
    reckoning.differences.addAll(RollBackReckoning.differences(switched));
    return reckoning.outcome();
  }

  /** Of these alone, which follow the stock: what the shop is shown lags behind what happens. */
  static List<String> lagging(Recount recount, Sale sale, ShopRules rules, TwoWorlds worlds) {
    StranglingReckoning reckoning = new StranglingReckoning(recount, sale, rules, worlds);
    reckoning.compareOurs();
    reckoning.compareShown();
    return reckoning.differences;
  }

  /** As long as a route has not changed it tells whose a line is, and the ledger need not. */
  private boolean isOurs(String order, String item, String sku) {
    if (worlds.owners().epoch(sku) == 0) {
      return worlds.owners().isOurs(sku);
    }
    Books.LineKey line = key(order, item, sku);
    return owners.containsKey(line) ? owners.get(line).equals(OURS) : quarantined.contains(line);
  }

  private Books.LineKey key(String order, String item, String sku) {
    return new Books.LineKey(rules.shop() + ":" + order, sku, item);
  }

  private Outcome outcome() {
    Map<String, Set<Boolean>> ownersByOrder =
        feed.lines().stream()
            .collect(
                Collectors.groupingBy(
                    OwnedFeed.SentLine::order,
                    Collectors.mapping(OwnedFeed.SentLine::isOurs, Collectors.toSet())));
    long split = ownersByOrder.values().stream().filter(owners -> owners.size() == 2).count();
    long taken = ownersByOrder.values().stream().filter(Set.of(true)::equals).count();
    long ours = feed.lines().stream().filter(OwnedFeed.SentLine::isOurs).count();
    return new Outcome(
        feed.lines().size() - ours,
        ours,
        ownersByOrder.size() - split - taken,
        split,
        taken,
        List.copyOf(exceptions),
        List.copyOf(differences));
  }

  private void differ(String text, Object... values) {
    differences.add(text.formatted(values));
  }

  /** What a line is known by in all places. */
  private record LineName(String order, String item, String sku) {
    @Override
    public String toString() {
      return "line %s (%s) of order %s".formatted(item, sku, order);
    }
  }

  private record Place(String name, String qty, boolean isOurs) {}

  private void comparePlaces() {
    if (sale.orders() != recount.orders() || sale.lines() != recount.lines()) {
      differ(
          "I1: the shop sent %d orders with %d lines, the feed has %d with %d",
          sale.orders(), sale.lines(), recount.orders(), recount.lines());
    }
    Map<LineName, List<Place>> found = places();
    for (OwnedFeed.SentLine line : feed.lines()) {
      LineName name = new LineName(line.order(), line.item(), line.sku());
      List<Place> places = found.getOrDefault(name, List.of());
      found.remove(name);
      if (places.isEmpty()) {
        differ("I1: lost: %s", name);
      } else if (places.size() > 1) {
        differ(
            "I1: %s is in %d places: %s",
            name, places.size(), places.stream().map(Place::name).sorted().toList());
      } else if (places.get(0).isOurs() != line.isOurs()) {
        differ("I8: %s is in %s, by its route it is not", name, places.get(0).name());
      } else if (!isSame(line.qty(), places.get(0).qty())) {
        differ(
            "I1: %s has %s units in %s, the shop sent %s",
            name, places.get(0).qty(), places.get(0).name(), line.qty());
      }
    }
    found.keySet().forEach(name -> differ("I1: nobody sent %s", name));
    worlds
        .owners()
        .unsettled()
        .forEach(order -> differ("I1: order %s is in doubt, or waits for the monolith", order));
  }

  private Map<LineName, List<Place>> places() {
    Map<LineName, List<Place>> found = new LinkedHashMap<>();
    for (OldBooks.OldLine line : worlds.old().lines()) {
      if (!line.order().matches("T[0-9]{6}")) {
        put(found, line.order(), line.item(), line.sku(), "the monolith", line.qty(), false);
      }
    }
    String prefix = rules.shop() + ":";
    for (Books.Line line : worlds.ficus().lines()) {
      String order =
          line.orderid().startsWith(prefix)
              ? line.orderid().substring(prefix.length())
              : line.orderid();
      put(found, order, line.lineid(), line.sku(), "allocation", line.qty(), true);
    }
    for (Books.Quarantined entry : worlds.ficus().quarantine()) {
      if (entry.order() != null) {
        put(found, entry.order(), entry.lineid(), entry.sku(), "quarantine", entry.qty(), true);
      }
    }
    return found;
  }

  private static void put(
      Map<LineName, List<Place>> found,
      String order,
      String item,
      String sku,
      String place,
      Object qty,
      boolean isOurs) {
    found
        .computeIfAbsent(new LineName(order, item, sku), any -> new ArrayList<>())
        .add(new Place(place, String.valueOf(qty), isOurs));
  }

  private static boolean isSame(String one, String other) {
    return Recount.number(one)
        .flatMap(units -> Recount.number(other).map(more -> units.compareTo(more) == 0))
        .orElse(one.equals(other));
  }

  /** All that must hold without a monolith too, of what is ours and of the stock we follow. */
  private void compareOurs() {
    Recount ours = feed.ours();
    Set<String> orders =
        feed.lines().stream()
            .filter(OwnedFeed.SentLine::isOurs)
            .map(OwnedFeed.SentLine::order)
            .collect(Collectors.toSet());
    Set<String> cancelled = new HashSet<>(sale.cancelled());
    cancelled.retainAll(orders);
    List<StockPlan.PlannedBatch> reported = new ArrayList<>();
    for (OldBooks.OldStock stock : worlds.old().stock()) {
      if (worlds.owners().reported().containsKey(stock.sku())) {
        reported.add(
            new StockPlan.PlannedBatch(
                rules.shop() + ":" + stock.sku(),
                stock.sku(),
                Math.toIntExact(Math.max(0, stock.figure() + stock.aside())),
                null));
      }
    }
    Reckoning.of(
            ours,
            reported,
            new Sale(ours.orders(), ours.lines(), cancelled, sale.nameless(), sale.failures()),
            rules,
            worlds.ficus())
        .differences()
        .forEach(difference -> differences.add("ours: " + difference));
  }

  private void compareUnits() {
    Map<String, Long> promised = new HashMap<>();
    Map<String, Long> despatched = new HashMap<>();
    for (OldBooks.OldLine line : worlds.old().lines()) {
      if (line.state().equals("promised")) {
        promised.merge(line.sku(), line.qty(), Long::sum);
      } else if (line.state().equals("despatched")) {
        despatched.merge(line.sku(), line.qty(), Long::sum);
      }
    }
    for (OldBooks.OldStock stock : worlds.old().stock()) {
      String sku = stock.sku();
      if (stock.received() + stock.corrected() - stock.gone() != stock.physical()
          || stock.promised() + stock.aside() + stock.figure() != stock.physical()
          || stock.promised() != promised.getOrDefault(sku, 0L)
          || stock.gone() < despatched.getOrDefault(sku, 0L)) {
        differ(
            "I3: units of %s do not add up: %s, its lines are promised %d and have got %d",
            sku, stock, promised.getOrDefault(sku, 0L), despatched.getOrDefault(sku, 0L));
      }
      long informed = worlds.owners().informed().getOrDefault(sku, 0L);
      if (stock.aside() != informed) {
        differ(
            "I9: the monolith has set aside %d of %s, and as far as we know %d",
            stock.aside(), sku, informed);
      }
      comparePromises(stock);
    }
  }

  /** The monolith's own moves may take what is held for us, until it reports them. */
  private void comparePromises(OldBooks.OldStock stock) {
    StockSnapshot.SnapshotProduct product = products.get(stock.sku());
    long held = product == null ? 0 : product.held();
    long beyond = stock.promised() + held - stock.physical();
    if (beyond <= 0) {
      return;
    }
    String what =
        "I2: of %s %d are promised by the monolith and %d held for our lines, and there are %d"
            .formatted(stock.sku(), stock.promised(), held, stock.physical());
    long unreported =
        worlds.owners().reported().getOrDefault(stock.sku(), stock.figure()) - stock.figure();
    if (unreported >= beyond) {
      exceptions.add("%s; its figure fell by %d since it reported it".formatted(what, unreported));
    } else {
      differences.add(what);
    }
  }

  private void compareOwners(List<OwnerBooks> readings) {
    Map<Books.LineKey, String> known = new HashMap<>();
    OwnerBooks before = null;
    for (OwnerBooks reading : readings) {
      Map<Books.LineKey, String> found = new HashMap<>();
      for (OwnerBooks.OwnedLine line : reading.lines()) {
        String sku = line.line().sku();
        found.put(line.line(), line.owner());
        if (!known.containsKey(line.line())
            && reading.epoch(sku) == (before == null ? 0 : before.epoch(sku))
            && reading.isOurs(sku) != line.owner().equals(OURS)) {
          differ("I8: the owner of %s is %s, by its route it is not", line.line(), line.owner());
        }
      }
      known.forEach(
          (line, owner) -> {
            if (!owner.equals(found.get(line))) {
              differ("I8: the owner of %s was %s and is %s", line, owner, found.get(line));
            }
          });
      known.putAll(found);
      before = reading;
    }
    for (Books.Line line : worlds.ficus().lines()) {
      Books.LineKey key = new Books.LineKey(line.orderid(), line.sku(), line.lineid());
      if (!OURS.equals(owners.get(key))) {
        differ("I8: allocation has %s, whose owner is %s", key, owners.get(key));
      }
    }
  }

  private void compareProducts() {
    worlds
        .owners()
        .uncertified()
        .forEach(sku -> differ("I6: log or events lack a change of the route of %s", sku));
    for (StockSnapshot.SnapshotProduct product : worlds.snapshot().products()) {
      if (product.closed() == worlds.owners().isOurs(product.sku())) {
        differ(
            "I8: the product %s is %s in allocation, by its route it is not",
            product.sku(), product.closed() ? "closed" : "open");
      }
    }
  }

  private void compareShown() {
    Map<String, Long> figures = new HashMap<>();
    worlds.old().stock().forEach(stock -> figures.put(stock.sku(), stock.figure()));
    worlds
        .old()
        .shown()
        .forEach(
            (sku, shown) -> {
              StockSnapshot.SnapshotProduct product = products.get(sku);
              boolean ours = worlds.owners().isOurs(sku);
              long free =
                  ours ? product == null ? 0 : product.free() : figures.getOrDefault(sku, 0L);
              if (shown > Math.max(0, free)) {
                differ(
                    "I10: the shop is shown %d of %s, of which %s %d",
                    shown, sku, ours ? "we have" : "the monolith has", free);
              }
            });
  }
}
