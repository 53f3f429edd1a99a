package dev.ficus.legacy.opening;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.opening.PromiseLists.PromiseList;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.AnsweredPromises;
import dev.ficus.legacy.stock.AnsweredPromises.AnsweredLines;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.NotedLook;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.MonolithPromise;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Named batches of the sources of which it is known what they have promised. It is looked at them
 * periodically, and at once when one was reported; several may look at the same time, for the later
 * one counts.
 */
@ApplicationScoped
public class ListedBatches {

  private static final Logger LOG = Logger.getLogger(ListedBatches.class);

  /** How soon a batch is looked at that was reported. */
  private static final Duration SOON = Duration.ofMillis(500);

  /** So many SKUs are written together. */
  private static final int AT_A_TIME = 200;

  private final PromiseLists promises;
  private final AnsweredPromises answers;
  private final StockIntake intake;
  private final BatchLedger ledger;
  private final Map<String, StockList> lists = new TreeMap<>();
  private final Map<String, Instant> looked = new HashMap<>();
  private final Map<String, Instant> restsUntil = new HashMap<>();
  private final Map<String, String> warned = new HashMap<>();
  private final PeriodicTask task =
      new PeriodicTask("looking-at-batches", SOON, this::lookWhereDue, ListedBatches::why);

  ListedBatches(
      PromiseLists promises,
      AnsweredPromises answers,
      OpeningStock opening,
      StockIntake intake,
      BatchLedger ledger) {
    this.promises = promises;
    this.answers = answers;
    this.intake = intake;
    this.ledger = ledger;
    for (String source : promises.names()) {
      List<StockList> found =
          opening.batchLists().stream().filter(list -> list.source().equals(source)).toList();
      if (found.size() != 1) {
        throw new ConfigurationException(
            "ficus.legacy.%s.%s needs one list of the same source's batches: one of ficus.legacy.opening.monoliths with batchref; there are %d"
                .formatted(
                    promises.answered().contains(source) ? "answered-promises" : "promises",
                    source,
                    found.size()));
      }
      lists.put(source, found.get(0));
    }
  }

  void start(@Observes StartupEvent event) {
    if (!lists.isEmpty()) {
      task.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (!lists.isEmpty()) {
      task.stop();
    }
  }

  /** The sources that can be asked what is left of their named batches. */
  public Set<String> sources() {
    return Set.copyOf(lists.keySet());
  }

  /**
   * Look at the named batches of some SKUs.
   *
   * @param clear by SKU, what is left of each
   * @param unclear by SKU, why it cannot be told
   */
  public record LookedSkus(Map<String, List<LookedBatch>> clear, Map<String, Unclear> unclear) {}

  /**
   * What is left of the named batches of these SKUs, of a source; nothing is taken in. Batches that
   * are known and not listed any more have no units.
   *
   * @throws IOException when a list cannot be read to its end
   */
  public LookedSkus of(String source, Set<String> skus) throws IOException {
    List<KnownBatch> known = ledger.namedBatches(source, skus);
    BatchLook look = look(source);
    Map<String, List<LookedBatch>> found = new HashMap<>();
    Map<String, Unclear> unclear = new HashMap<>();
    for (String sku : skus) {
      Optional<Unclear> why = look.whyUnclear(sku);
      if (why.isPresent()) {
        unclear.put(sku, why.get());
      } else {
        Map<String, LookedBatch> batches = new TreeMap<>();
        known.stream()
            .filter(batch -> batch.sku().equals(sku))
            .forEach(
                batch ->
                    batches.put(
                        batch.batchref(), new LookedBatch(batch.batchref(), 0, batch.now().eta())));
        look.of(sku).forEach(batch -> batches.put(batch.batchref(), batch));
        found.put(sku, List.copyOf(batches.values()));
      }
    }
    return new LookedSkus(found, unclear);
  }

  /**
   * Takes in what is left of the named batches of these SKUs.
   *
   * @return of how many SKUs a batch has changed
   * @throws IOException when a list cannot be read to its end
   */
  public long takeIn(Set<String> sources, Set<String> skus) throws IOException {
    long changed = 0;
    for (String source : sources) {
      if (lists.containsKey(source)) {
        Set<String> named = ledger.namedSkus(source);
        named.retainAll(skus);
        if (!named.isEmpty()) {
          changed += takeIn(source, ledger.nextCall(), look(source), named);
        }
      }
    }
    return changed;
  }

  /** A monolith that cannot be asked keeps no other from its turn. */
  private void lookWhereDue() throws IOException {
    Set<String> due = new TreeSet<>(ledger.toLookAt(lists.keySet()));
    Instant now = Instant.now();
    for (String source : lists.keySet()) {
      Instant last = looked.get(source);
      if (last == null || !last.plus(promises.every(source)).isAfter(now)) {
        due.add(source);
      }
    }
    IOException failed = null;
    for (String source : due) {
      if (!restsUntil.getOrDefault(source, Instant.MIN).isAfter(now)) {
        try {
          lookAtAll(source);
        } catch (IOException failure) {
          failed = failure;
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** While batches move all the time, half of the time at most it is asked for them. */
  private void lookAtAll(String source) throws IOException {
    Instant begun = Instant.now();
    try {
      long asked = ledger.nextCall();
      BatchLook look = look(source);
      Set<String> all = new HashSet<>(ledger.namedSkus(source));
      all.addAll(look.clear().keySet());
      all.addAll(look.unclear().keySet());
      takeIn(source, asked, look, all);
      looked.put(source, begun);
      warn(source, look);
    } finally {
      Instant ended = Instant.now();
      restsUntil.put(source, ended.plus(Duration.between(begun, ended)));
    }
  }

  private long takeIn(String source, long asked, BatchLook look, Set<String> skus) {
    NotedLook noted =
        new NotedLook(source, lists.get(source).shop(), asked, look, UUID.randomUUID().toString());
    List<String> left = new ArrayList<>(new TreeSet<>(skus));
    long changed = 0;
    for (int from = 0; from < left.size(); from += AT_A_TIME) {
      Set<String> some = new TreeSet<>(left.subList(from, Math.min(left.size(), from + AT_A_TIME)));
      List<StockReportResult> results = ledger.noteLook(noted, some);
      Results.of(intake.deliver(results));
      changed +=
          results.stream().filter(result -> result.outcome() == ReportOutcome.CHANGED).count();
    }
    return changed;
  }

  private BatchLook look(String source) throws IOException {
    StockList list = lists.get(source);
    StockTranslator translator = new StockTranslator(source, list.rules());
    if (promises.answered().contains(source)) {
      List<ListedBatch> before = batches(list, translator);
      AnsweredLines between = answers.of(source, before);
      List<ListedBatch> after = batches(list, translator);
      return BatchLook.of(before, between, after, answers.of(source, after));
    }
    PromiseList promised = promises.of(source);
    List<ListedBatch> before = batches(list, translator);
    List<MonolithPromise> between = promised.read(translator);
    List<ListedBatch> after = batches(list, translator);
    List<MonolithPromise> last = promised.read(translator);
    return BatchLook.of(before, between, after, last, promised.despatch());
  }

  /**
   * A list that has none at all is taken for a defect, and so is a row of nobody knows what SKU.
   */
  private static List<ListedBatch> batches(StockList list, StockTranslator translator)
      throws IOException {
    List<ListedBatch> batches = new ArrayList<>();
    List<String> defects = new ArrayList<>();
    list.rows()
        .read(
            row -> {
              Optional<StockChange> change = row.stock().map(translator::translate);
              if (change.isPresent() && change.get() instanceof StockChange.BatchListed found) {
                batches.add(
                    new ListedBatch(found.batchref(), found.sku(), found.quantity(), found.eta()));
              } else if (row.stock()
                  .filter(found -> Identifiers.readable(found.sku()))
                  .isPresent()) {
                if (!isNoStock(change)) {
                  batches.add(ListedBatch.unreadable(row.stock().get().sku()));
                }
              } else {
                defects.add("element %d cannot be read".formatted(row.line()));
              }
            });
    if (!defects.isEmpty()) {
      throw new IOException("the list of batches has a defect: " + defects.get(0));
    }
    if (batches.isEmpty()) {
      throw new IOException("the list of batches has none");
    }
    return batches;
  }

  /** Charges and services are listed too, and are no stock. */
  private static boolean isNoStock(Optional<StockChange> change) {
    return change
        .filter(found -> found.equals(new StockChange.Unreadable(Reason.NOT_STOCK)))
        .isPresent();
  }

  /** Once for each that stays so. */
  private void warn(String source, BatchLook look) {
    Map<String, String> lasting = new TreeMap<>();
    look.unclear()
        .forEach(
            (sku, why) -> {
              if (!why.passes()) {
                lasting.put(sku, BatchLook.Unclear.words(why.code()));
              }
            });
    String now = lasting.toString();
    if (!lasting.isEmpty() && !now.equals(warned.get(source))) {
      Map.Entry<String, String> first = lasting.entrySet().iterator().next();
      LOG.warnf(
          "Of %d SKUs of %s it cannot be told what is promised, and their batches stay as they are; of %s: %s",
          lasting.size(), source, first.getKey(), first.getValue());
    }
    warned.put(source, now);
  }

  private static String why(Exception failure) {
    if (failure instanceof NotConfirmedException) {
      return "the broker does not confirm: " + failure.getMessage();
    }
    if (failure instanceof IOException) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return TransientFailure.in(failure).orElse(null);
  }
}
