package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Seed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The monolith's stock, in batches. Of every SKU, received + corrected - gone = physical = promised
 * + set aside + figure, of what is in the warehouse; the figure may be negative.
 */
final class Warehouse {
  private static final int MOST_BATCHES = 3;
  private static final int LATEST_DAY = 60;

  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private final Map<String, Sku> skus = new TreeMap<>();
  private final Map<String, Integer> asideOf = new LinkedHashMap<>();
  private final Set<String> setAsideBefore = new HashSet<>();
  private final Set<String> givenBackBefore = new HashSet<>();
  private final List<StockMove> moves = new ArrayList<>();

  /**
   * What the monolith has of everything when it begins.
   *
   * @param most units of a batch
   * @param named whether it has several batches of a SKU, and expects some; otherwise one of each,
   *     in the warehouse
   */
  record OpeningStock(List<String> skus, LocalDate today, int most, boolean named) {}

  /**
   * The stock of one SKU.
   *
   * @param received units that came in
   * @param corrected units that a stock-take found, less those that it missed
   * @param gone units that left
   * @param physical units in the warehouse
   * @param promised units of these that lines have
   * @param aside units set aside for others
   * @param figure what is left to sell
   */
  record SkuStock(
      String sku,
      int received,
      int corrected,
      int gone,
      int physical,
      int promised,
      int aside,
      int figure) {}

  /** Why a figure is another one than before. */
  enum MoveKind {
    /** Units came in. */
    RECEIVED,
    /** A stock-take found more, or missed some. */
    CORRECTED,
    /** A line was promised units, or its promise was taken back. */
    PROMISED,
    /** Promised units left. */
    DESPATCHED,
    /** Units left that no line of the monolith had. */
    LEFT,
    /** Units were set aside for others. */
    SET_ASIDE,
    /** Units that had been set aside were given back. */
    GIVEN_BACK
  }

  /**
   * What has happened to the stock of a SKU since the monolith began.
   *
   * @param figure what was left to sell afterwards
   */
  record StockMove(Instant at, String sku, MoveKind kind, int figure) {}

  private static final class Sku {
    private final List<String> references = new ArrayList<>();
    private int received;
    private int corrected;
    private int gone;
    private int aside;
  }

  /** Without any stock. */
  Warehouse() {}

  Warehouse(OpeningStock opening, Seed seed) {
    for (String sku : opening.skus()) {
      int count = opening.named() ? 1 + seed.below(MOST_BATCHES, "batches", sku.hashCode()) : 1;
      for (int i = 0; i < count; i++) {
        int number = batches.size() + 1;
        boolean here = !opening.named() || seed.oneIn(2, "in the warehouse", number);
        LocalDate eta =
            here ? null : opening.today().plusDays(1L + seed.below(LATEST_DAY, "eta", number));
        int quantity = opening.most() == 0 ? 0 : 1 + seed.below(opening.most(), "quantity", number);
        receive(new Batch("M%06d".formatted(number), sku, quantity, eta, 0));
      }
    }
  }

  /** A batch comes in, or is expected; whether its reference is new. */
  synchronized boolean receive(Batch batch) {
    boolean isNew = add(batch);
    if (isNew) {
      note(batch.sku(), MoveKind.RECEIVED);
    }
    return isNew;
  }

  private boolean add(Batch batch) {
    if (batches.containsKey(batch.reference())) {
      return false;
    }
    Sku sku = skus.computeIfAbsent(batch.sku(), unseen -> new Sku());
    sku.references.add(batch.reference());
    put(batch);
    sku.received += batch.isHere() ? batch.quantity() : 0;
    return true;
  }

  /** Another quantity; the batch as it is then, empty when there is none of this reference. */
  synchronized Optional<Batch> adjust(String reference, int quantity) {
    return batch(reference)
        .map(
            batch -> {
              sku(batch).corrected += batch.isHere() ? quantity - batch.quantity() : 0;
              Batch corrected = put(batch.of(quantity));
              note(batch.sku(), MoveKind.CORRECTED);
              return corrected;
            });
  }

  /**
   * Another day; the batch as it is then, empty when there is none of this reference.
   *
   * @param eta null when it has arrived
   */
  synchronized Optional<Batch> delay(String reference, LocalDate eta) {
    return batch(reference)
        .map(
            batch -> {
              Batch later = put(batch.at(eta));
              sku(batch).received += here(later) - here(batch);
              note(batch.sku(), MoveKind.RECEIVED);
              return later;
            });
  }

  /**
   * Promises units of a batch.
   *
   * @param choice one of the batches that have room for them
   * @return the batch as it was before; empty where none is chosen
   */
  synchronized Optional<Batch> promise(
      String sku, int quantity, Function<List<Batch>, Optional<Batch>> choice) {
    List<Batch> roomy =
        of(sku)
            .filter(batch -> left(batch) >= quantity)
            .filter(batch -> !batch.isHere() || figure(sku) >= quantity)
            .toList();
    Optional<Batch> chosen = choice.apply(roomy);
    chosen.ifPresent(
        batch -> {
          put(batch.promising(quantity));
          note(sku, MoveKind.PROMISED);
        });
    return chosen;
  }

  /** Takes a promise back. */
  synchronized void release(String reference, int quantity) {
    Batch released = put(batches.get(reference).promising(-quantity));
    note(released.sku(), MoveKind.PROMISED);
  }

  /** Promised units leave; whether they are in the warehouse, all of them. */
  synchronized boolean despatch(String reference, int quantity) {
    Batch batch = batches.get(reference);
    if (!batch.isHere() || batch.quantity() < quantity) {
      return false;
    }
    put(batch.of(batch.quantity() - quantity).promising(-quantity));
    sku(batch).gone += quantity;
    note(batch.sku(), MoveKind.DESPATCHED);
    return true;
  }

  /**
   * Units leave that lines of the monolith do not have.
   *
   * @param fromAside whether they had been set aside
   * @throws IllegalArgumentException when there are not so many
   */
  synchronized void leave(String sku, int quantity, boolean fromAside) {
    if (fromAside && known(sku).aside < quantity) {
      throw tooFew("set aside", known(sku).aside, sku);
    }
    take(sku, quantity);
    known(sku).gone += quantity;
    known(sku).aside -= fromAside ? quantity : 0;
    note(sku, MoveKind.LEFT);
  }

  /**
   * A stock-take finds so many units of a SKU.
   *
   * @throws IllegalArgumentException when the SKU is unknown
   */
  synchronized void count(String sku, int found) {
    int more = found - physical(sku);
    known(sku).corrected += more;
    correct(sku, more);
    note(sku, MoveKind.CORRECTED);
  }

  private void correct(String sku, int more) {
    if (more < 0) {
      take(sku, -more);
      return;
    }
    Optional<Batch> first = of(sku).filter(Batch::isHere).findFirst();
    if (first.isPresent()) {
      put(first.get().of(first.get().quantity() + more));
    } else if (more > 0) {
      // Found where nothing was: a batch that nobody has received.
      add(new Batch("F-" + sku, sku, more, null, 0));
      known(sku).received -= more;
    }
  }

  /**
   * Sets units aside for others; the figure falls by as many, below 0 if need be.
   *
   * @param reference a repeat with the same one changes nothing; empty for none
   * @throws IllegalArgumentException when the SKU is unknown
   */
  synchronized void setAside(String sku, int quantity, String reference) {
    setAside(sku, quantity, reference, "");
  }

  /**
   * The same of one batch.
   *
   * @param batch its reference; empty for whatever batch
   * @throws IllegalArgumentException also when the SKU has no such batch
   */
  synchronized void setAside(String sku, int quantity, String reference, String batch) {
    Sku known = known(sku);
    requireBatch(known, sku, batch);
    if (reference.isEmpty() || setAsideBefore.add(reference)) {
      aside(known, batch, quantity);
      note(sku, MoveKind.SET_ASIDE);
    }
  }

  private static void requireBatch(Sku known, String sku, String batch) {
    if (!batch.isEmpty() && !known.references.contains(batch)) {
      throw new IllegalArgumentException("%s has no batch %s".formatted(sku, batch));
    }
  }

  private void aside(Sku known, String batch, int more) {
    if (batch.isEmpty()) {
      known.aside += more;
    } else {
      asideOf.merge(batch, more, Integer::sum);
    }
  }

  /**
   * Gives units back that had been set aside.
   *
   * @param reference a repeat with the same one changes nothing; empty for none
   * @throws IllegalArgumentException when not so many are set aside
   */
  synchronized void giveBack(String sku, int quantity, String reference) {
    giveBack(sku, quantity, reference, "");
  }

  /** The same of one batch. */
  synchronized void giveBack(String sku, int quantity, String reference, String batch) {
    Sku known = known(sku);
    requireBatch(known, sku, batch);
    if (givenBackBefore.contains(reference)) {
      return;
    }
    int aside = batch.isEmpty() ? known.aside : asideOf.getOrDefault(batch, 0);
    if (aside < quantity) {
      throw tooFew("set aside", aside, sku);
    }
    aside(known, batch, -quantity);
    note(sku, MoveKind.GIVEN_BACK);
    if (!reference.isEmpty()) {
      givenBackBefore.add(reference);
    }
  }

  /** How many of a SKU are in the warehouse and neither promised nor set aside. */
  synchronized int figure(String sku) {
    int left = of(sku).filter(Batch::isHere).mapToInt(this::left).sum();
    return left - (skus.containsKey(sku) ? known(sku).aside : 0);
  }

  /** What is neither promised nor set aside of a batch. */
  private int left(Batch batch) {
    return batch.free() - asideOf.getOrDefault(batch.reference(), 0);
  }

  /**
   * Units that are set aside for others.
   *
   * @param batch its reference; empty where they are of whatever batch
   */
  record AsideUnits(String sku, String batch, int units) {}

  /** All that is set aside. */
  synchronized List<AsideUnits> aside() {
    List<AsideUnits> all = new ArrayList<>();
    skus.forEach((sku, known) -> all.add(new AsideUnits(sku, "", known.aside)));
    asideOf.forEach(
        (batch, units) -> all.add(new AsideUnits(batches.get(batch).sku(), batch, units)));
    all.removeIf(each -> each.units() == 0);
    return all;
  }

  synchronized List<Batch> batches() {
    return List.copyOf(batches.values());
  }

  /** The stock of every SKU. */
  synchronized List<SkuStock> figures() {
    return skus.keySet().stream().map(this::figures).toList();
  }

  /** What has happened to it, in its order. */
  synchronized List<StockMove> moves() {
    return List.copyOf(moves);
  }

  private void note(String sku, MoveKind kind) {
    moves.add(new StockMove(Instant.now(), sku, kind, figure(sku)));
  }

  private SkuStock figures(String sku) {
    Sku known = known(sku);
    return new SkuStock(
        sku,
        known.received,
        known.corrected,
        known.gone,
        physical(sku),
        of(sku).filter(Batch::isHere).mapToInt(Batch::promised).sum(),
        known.aside
            + of(sku)
                .filter(Batch::isHere)
                .mapToInt(batch -> asideOf.getOrDefault(batch.reference(), 0))
                .sum(),
        figure(sku));
  }

  private int physical(String sku) {
    return of(sku).mapToInt(Warehouse::here).sum();
  }

  private static int here(Batch batch) {
    return batch.isHere() ? batch.quantity() : 0;
  }

  /** Takes units out of the batches with most room. */
  private void take(String sku, int quantity) {
    if (physical(sku) < quantity) {
      throw tooFew("there", physical(sku), sku);
    }
    List<Batch> roomiest =
        of(sku)
            .filter(Batch::isHere)
            .sorted(Comparator.comparingInt(Batch::free).reversed())
            .toList();
    int left = quantity;
    for (Batch batch : roomiest) {
      int some = Math.min(left, Math.max(0, Math.min(batch.free(), batch.quantity())));
      put(batch.of(batch.quantity() - some));
      left -= some;
    }
    for (Batch before : roomiest) {
      Batch batch = batches.get(before.reference());
      int some = Math.min(left, Math.max(0, batch.quantity()));
      put(batch.of(batch.quantity() - some));
      left -= some;
    }
  }

  private Optional<Batch> batch(String reference) {
    return Optional.ofNullable(batches.get(reference));
  }

  private Stream<Batch> of(String sku) {
    return skus.containsKey(sku)
        ? known(sku).references.stream().map(batches::get)
        : Stream.empty();
  }

  private Sku known(String sku) {
    Sku known = skus.get(sku);
    if (known == null) {
      throw new IllegalArgumentException("there is no " + sku);
    }
    return known;
  }

  private Sku sku(Batch batch) {
    return known(batch.sku());
  }

  private static IllegalArgumentException tooFew(String where, int units, String sku) {
    return new IllegalArgumentException("only %d of %s are %s".formatted(units, sku, where));
  }

  private Batch put(Batch batch) {
    batches.put(batch.reference(), batch);
    return batch;
  }
}
