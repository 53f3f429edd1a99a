package dev.ficus.legacy.stock;

import dev.ficus.legacy.stock.AnsweredPromises.AnsweredLines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Look at the named batches of a source: what is listed of each, less what is promised of it.
 *
 * <p>Both are asked for twice, in turn: batches, promises, batches, promises. Of a SKU of which
 * either has changed meanwhile it says nothing: goods that left between two answers would be in the
 * one and no more in the other. The batches alone do not show it where as many came in.
 *
 * @param clear by SKU, those of which it can be told
 * @param unclear by SKU, why it cannot
 * @param why of whatever SKU it is not known which promises it has, the reason; empty when there is
 *     none: then SKUs that are in neither have no batch
 * @param promises by SKU, what both answers have promised to the same lines; missing where lines
 *     have changed while the sum of each batch has not
 * @param hasGone whether batches and promises go on to have what has left
 * @param answered what was known of promises when they were last asked for, where that is known
 *     from answers to orders
 */
public record BatchLook(
    Map<String, SkuLook> clear,
    Map<String, Unclear> unclear,
    Optional<Unclear> why,
    Map<String, List<MonolithPromise>> promises,
    boolean hasGone,
    Optional<AnsweredLines> answered) {

  public BatchLook {
    clear = Map.copyOf(clear);
    unclear = Map.copyOf(unclear);
    promises = Map.copyOf(promises);
  }

  /** A look of which nobody knows what lines have the promises. */
  public BatchLook(
      Map<String, SkuLook> clear, Map<String, Unclear> unclear, Optional<Unclear> why) {
    this(clear, unclear, why, Map.of(), false, Optional.empty());
  }

  /**
   * Batch as it is listed.
   *
   * @param quantity units, whatever is promised of them
   * @param eta the day it is expected; empty when it is in the warehouse
   */
  public record ListedBatch(String batchref, String sku, long quantity, Optional<LocalDate> eta) {

    private static final long UNREADABLE = -1;

    /** A batch of this SKU that cannot be read. */
    public static ListedBatch unreadable(String sku) {
      return new ListedBatch("", sku, UNREADABLE, Optional.empty());
    }

    boolean isReadable() {
      return quantity != UNREADABLE;
    }
  }

  /** The batches of a SKU. */
  public record SkuLook(String sku, List<LookedBatch> batches) {
    public SkuLook {
      batches = List.copyOf(batches);
    }
  }

  /**
   * Batch as a look has found it.
   *
   * @param figure what is listed less what is promised; negative when more is promised
   */
  public record LookedBatch(String batchref, long figure, Optional<LocalDate> eta) {}

  /** Why it cannot be told of a SKU what is promised of its batches. */
  public enum Unclear {
    /** Its batches, or what is promised of them, have changed between the answers. */
    MOVING("batches or promises changed while they were read"),
    /** A promise or a batch of it cannot be read. */
    UNREADABLE("a promise or a batch cannot be read"),
    /** Units are promised of a batch that is not listed. */
    UNLISTED("units are promised of a batch that is not listed"),
    /** A promise names another SKU than its batch has. */
    OTHER_SKU("a promise names another SKU than its batch has"),
    /** A batch is listed twice. */
    TWICE("a batch is listed twice"),
    /** Of a line of the monolith no answer was read that says its batch. */
    UNDECIDED(
        "of an open line of the monolith no answer since its last change was read that says its batch"),
    /** A line of the monolith waits for goods. */
    WAITING("a line of the monolith waits for goods, and no answer will say when it gets which"),
    /** Goods have left that may be those of a line of the monolith. */
    LEAVING(
        "a quantity has fallen, and the shop was not told whether goods of an open line have left");

    private final String words;

    Unclear(String words) {
      this.words = words;
    }

    /** For machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may be otherwise at the next look, though nobody mends anything. */
    public boolean passes() {
      return this == MOVING || this == UNDECIDED || this == WAITING || this == LEAVING;
    }

    /** The reason of this code; empty where it is another. */
    public static Optional<Unclear> of(String code) {
      return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** For people, of one of these codes; another code is shown as it is. */
    public static String words(String code) {
      return Arrays.stream(values())
          .filter(each -> each.code().equals(code))
          .map(each -> each.words)
          .findFirst()
          .orElse(code);
    }
  }

  /** How a source counts a batch. */
  public enum DespatchEffect {
    /** Its quantity falls when goods leave. */
    LOWERS_THE_QUANTITY,
    /** It stays, and what has left goes on to be listed as promised. */
    LEAVES_THE_QUANTITY;

    private boolean counts(MonolithPromise promise) {
      return this == LEAVES_THE_QUANTITY || !promise.gone();
    }
  }

  /**
   * The look by four answers, in the order in which they were asked for, where it is known from the
   * monolith's answers to orders what is promised. That to ask again costs little: so the same
   * lines must have it.
   */
  public static BatchLook of(
      Collection<ListedBatch> before,
      AnsweredLines promises,
      Collection<ListedBatch> after,
      AnsweredLines promisesAfter) {
    BatchLook look =
        of(
            before,
            promises.promised(),
            after,
            promisesAfter.promised(),
            DespatchEffect.LOWERS_THE_QUANTITY);
    Map<String, Unclear> unclear = new HashMap<>(promises.unclear(after));
    unclear.putAll(promisesAfter.unclear(after));
    look.unclear()
        .forEach(
            (sku, why) ->
                // A batch whose last goods have left may be listed no more.
                unclear.merge(
                    sku,
                    why,
                    (known, found) ->
                        known == Unclear.LEAVING && found == Unclear.UNLISTED ? known : found));
    look.clear().keySet().stream()
        .filter(sku -> !look.promises().containsKey(sku))
        .forEach(sku -> unclear.putIfAbsent(sku, Unclear.MOVING));
    Map<String, SkuLook> clear = new HashMap<>(look.clear());
    clear.keySet().removeAll(unclear.keySet());
    return new BatchLook(
        clear, unclear, look.why(), look.promises(), false, Optional.of(promisesAfter));
  }

  /** The look by four answers, in the order in which they were asked for. */
  public static BatchLook of(
      Collection<ListedBatch> before,
      Collection<MonolithPromise> promises,
      Collection<ListedBatch> after,
      Collection<MonolithPromise> promisesAfter,
      DespatchEffect despatch) {
    BatchAnswer first = new BatchAnswer(before);
    BatchAnswer last = new BatchAnswer(after);
    PromiseAnswer promised = new PromiseAnswer(promises, last.skus, despatch);
    PromiseAnswer stillPromised = new PromiseAnswer(promisesAfter, last.skus, despatch);
    boolean isOfAny = promised.isOfAny || stillPromised.isOfAny;
    Map<String, Unclear> unclear = new HashMap<>(stillPromised.unclear);
    unclear.putAll(promised.unclear);
    Map<String, SkuLook> clear = new HashMap<>();
    Map<String, List<MonolithPromise>> ofLines = new HashMap<>();
    Set<String> all = new HashSet<>(first.bySku.keySet());
    all.addAll(last.bySku.keySet());
    for (String sku : all) {
      if (first.twice.contains(sku) || last.twice.contains(sku)) {
        unclear.put(sku, Unclear.TWICE);
      } else if (first.unreadable.contains(sku) || last.unreadable.contains(sku)) {
        unclear.put(sku, Unclear.UNREADABLE);
      } else if (isOfAny) {
        unclear.putIfAbsent(sku, Unclear.UNREADABLE);
      } else if (!first.of(sku).equals(last.of(sku))) {
        unclear.put(sku, Unclear.MOVING);
      } else if (!unclear.containsKey(sku)) {
        List<LookedBatch> left = promised.takenOff(last.of(sku));
        if (left.equals(stillPromised.takenOff(last.of(sku)))) {
          clear.put(sku, new SkuLook(sku, left));
          List<MonolithPromise> ofSku = promised.of(sku);
          if (ofSku.equals(stillPromised.of(sku))) {
            ofLines.put(sku, ofSku);
          }
        } else {
          unclear.put(sku, Unclear.MOVING);
        }
      }
    }
    return new BatchLook(
        clear,
        unclear,
        isOfAny ? Optional.of(Unclear.UNREADABLE) : Optional.empty(),
        ofLines,
        despatch == DespatchEffect.LEAVES_THE_QUANTITY,
        Optional.empty());
  }

  /** One answer of batches. */
  private static final class BatchAnswer {
    private final Map<String, String> skus = new HashMap<>();
    private final Map<String, Set<ListedBatch>> bySku = new HashMap<>();
    private final Set<String> twice = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();

    BatchAnswer(Collection<ListedBatch> all) {
      for (ListedBatch batch : all) {
        if (!batch.isReadable()) {
          unreadable.add(batch.sku());
          bySku.computeIfAbsent(batch.sku(), any -> new LinkedHashSet<>());
          continue;
        }
        String sku = skus.putIfAbsent(batch.batchref(), batch.sku());
        if (sku != null) {
          twice.add(sku);
          twice.add(batch.sku());
        }
        bySku.computeIfAbsent(batch.sku(), any -> new LinkedHashSet<>()).add(batch);
      }
    }

    Set<ListedBatch> of(String sku) {
      return bySku.getOrDefault(sku, Set.of());
    }
  }

  /** The answer of promises, by batch. */
  private static final class PromiseAnswer {
    private final Map<String, Long> units = new HashMap<>();
    private final Map<String, List<MonolithPromise>> bySku = new HashMap<>();
    private final Map<String, Unclear> unclear = new HashMap<>();

    /** Whether there is one of which nobody knows of which SKU it is. */
    private boolean isOfAny;

    PromiseAnswer(
        Collection<MonolithPromise> promises,
        Map<String, String> skusOfBatches,
        DespatchEffect despatch) {
      for (MonolithPromise promise : promises) {
        if (despatch.counts(promise)) {
          add(promise, skusOfBatches.get(promise.batchref()));
        }
      }
    }

    private void add(MonolithPromise promise, String ofBatch) {
      List<String> named =
          Stream.of(ofBatch, promise.sku()).filter(Objects::nonNull).distinct().toList();
      Optional<Unclear> why =
          !promise.isReadable()
              ? Optional.of(Unclear.UNREADABLE)
              : named.size() > 1
                  ? Optional.of(Unclear.OTHER_SKU)
                  : ofBatch == null ? Optional.of(Unclear.UNLISTED) : Optional.empty();
      if (why.isEmpty()) {
        units.merge(promise.batchref(), promise.units(), Math::addExact);
        bySku.computeIfAbsent(ofBatch, any -> new ArrayList<>()).add(promise);
      } else if (!promise.isOfNothing()) {
        isOfAny |= named.isEmpty();
        named.forEach(sku -> unclear.put(sku, why.get()));
      }
    }

    /** What is promised of this SKU, in an order that answers do not matter for. */
    List<MonolithPromise> of(String sku) {
      return bySku.getOrDefault(sku, List.of()).stream()
          .filter(promise -> promise.units() > 0)
          .sorted(
              Comparator.comparing(MonolithPromise::batchref)
                  .thenComparing(MonolithPromise::number)
                  .thenComparing(MonolithPromise::item)
                  .thenComparing(MonolithPromise::units)
                  .thenComparing(MonolithPromise::gone))
          .toList();
    }

    List<LookedBatch> takenOff(Set<ListedBatch> listed) {
      return listed.stream()
          .map(
              batch ->
                  new LookedBatch(
                      batch.batchref(),
                      batch.quantity() - units.getOrDefault(batch.batchref(), 0L),
                      batch.eta()))
          .toList();
    }
  }

  /** The batches of this SKU; none where it says nothing of it, or lists none. */
  public List<LookedBatch> of(String sku) {
    return clear.containsKey(sku) ? clear.get(sku).batches() : List.of();
  }

  /** Why it says nothing of this SKU; empty when it does, or when the SKU has no batch. */
  public Optional<Unclear> whyUnclear(String sku) {
    Unclear found = unclear.get(sku);
    return found != null ? Optional.of(found) : clear.containsKey(sku) ? Optional.empty() : why;
  }
}
