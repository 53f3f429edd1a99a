package dev.ficus.legacy.leaks;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.leaks.ReconciliationBook.Applied;
import dev.ficus.legacy.leaks.ReconciliationBook.ReconciledStock;
import dev.ficus.legacy.leaks.RepairPlan.RepairAction;
import dev.ficus.legacy.leaks.RepairPlan.RepairStep;
import dev.ficus.legacy.leaks.StockAsListed.ListedFigure;
import dev.ficus.legacy.leaks.StockAsListed.ListedUnits;
import dev.ficus.legacy.opening.AllocationStock;
import dev.ficus.legacy.opening.ListedBatches;
import dev.ficus.legacy.opening.ListedBatches.LookedSkus;
import dev.ficus.legacy.opening.ListedFigures;
import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.NamedSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Comparison of what the monolith lists, what the ledger has and what allocation-service has, of
 * the SKUs of waves, all the time; and plans to mend what differs. Nothing is mended by itself.
 */
@ApplicationScoped
public class Reconciling {

  private static final String OFF = "off";
  private static final Duration NEVER = Duration.ofDays(1);
  private static final int MOST_STEPS = 1000;

  private final ReconciliationBook book;
  private final ListedFigures lists;
  private final ListedBatches batches;
  private final AllocationStock allocation;
  private final StockIntake intake;
  private final Duration secondLook;
  private final boolean looks;
  private final PeriodicTask looking;

  Reconciling(
      ReconciliationBook book,
      ListedFigures lists,
      ListedBatches batches,
      AllocationStock allocation,
      StockIntake intake,
      ReconciliationSettings settings) {
    this.book = book;
    this.lists = lists;
    this.batches = batches;
    this.allocation = allocation;
    this.intake = intake;
    this.secondLook = settings.secondLook();
    this.looks = !OFF.equals(settings.every());
    Duration every = looks ? DurationConverter.parseDuration(settings.every()) : NEVER;
    this.looking = new PeriodicTask("reconciliation", every, this::look, Reconciling::why);
  }

  /** What has come of applying a plan. */
  public sealed interface Application {

    /** All of it is done, now or before; for what is left somebody is to be called. */
    record Done(RepairPlan plan) implements Application {}

    /** Something that it was made from is another now, and nothing is done: these SKUs. */
    record Changed(List<String> skus) implements Application {}

    /** There is no such plan. */
    record Unknown() implements Application {}
  }

  void start(@Observes StartupEvent event) {
    if (looks) {
      looking.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (looks) {
      looking.stop();
    }
  }

  /**
   * Looks now.
   *
   * @throws IOException when a list or allocation-service cannot be read
   */
  public void look() throws IOException {
    Instant asked = book.now();
    ComparedStocks found = compare(Optional.empty());
    book.looked(found.stocks(), found.moving(), true, asked, secondLook);
  }

  /**
   * All that was compared.
   *
   * @param moving SKUs of which batches or promises changed while they were read: nothing is said
   *     of them
   */
  private record ComparedStocks(List<StockComparison> stocks, Set<String> moving) {}

  /** The lists first: what changes while they are read is seen to differ, and looked at again. */
  private ComparedStocks compare(Optional<Set<String>> among) throws IOException {
    Set<String> skus =
        book.ledger(among).stream().map(ComparedStock::sku).collect(Collectors.toSet());
    if (skus.isEmpty()) {
      return new ComparedStocks(List.of(), Set.of());
    }
    Map<ListedFigure, ListedUnits> listed = new HashMap<>();
    for (String source : lists.sources()) {
      lists
          .of(source, skus)
          .forEach(
              (sku, figure) ->
                  listed.put(
                      new ListedFigure(source, sku), new ListedUnits(figure, Optional.empty())));
    }
    Set<String> moving = listBatches(skus, listed);
    Map<String, StockedProduct> held = allocation.products(skus);
    return new ComparedStocks(
        StockComparison.all(
            book.ledger(Optional.of(skus)),
            new StockAsListed(listed, lists.sources(), batches.sources(), moving),
            held),
        moving);
  }

  /** Adds what is left of named batches; the SKUs of which it cannot be told at the moment. */
  private Set<String> listBatches(Set<String> skus, Map<ListedFigure, ListedUnits> listed)
      throws IOException {
    Set<String> moving = new HashSet<>();
    for (String source : batches.sources()) {
      LookedSkus looked = batches.of(source, skus);
      looked
          .clear()
          .forEach(
              (sku, ofSku) ->
                  ofSku.forEach(
                      batch ->
                          listed.put(
                              new ListedFigure(NamedSource.of(source, batch.batchref()), sku),
                              new ListedUnits(OptionalLong.of(batch.figure()), batch.eta()))));
      looked.unclear().entrySet().stream()
          .filter(each -> each.getValue().passes())
          .forEach(each -> moving.add(each.getKey()));
    }
    return moving;
  }

  /**
   * Makes a plan of what differs at a second look, once it was looked at anew.
   *
   * @return empty when nothing is to be mended
   * @throws IOException when a list or allocation-service cannot be read
   */
  public Optional<RepairPlan> plan(String by, String reason) throws IOException {
    look();
    List<RepairStep> steps = new ArrayList<>();
    for (ReconciledStock each : book.differing(Long.MAX_VALUE, "", "", MOST_STEPS)) {
      if (each.counts()) {
        steps.add(
            RepairRules.step(
                each.found(),
                each.unclear().map(BatchLook.Unclear::words),
                book.wasSentAgain(each.found())));
      }
    }
    return steps.isEmpty() ? Optional.empty() : book.plan(book.make(steps, by, reason));
  }

  /**
   * Applies a plan, if all that it was made from is still the same. Whoever has begun to apply it
   * and died does so again: each step changes nothing a second time.
   *
   * @throws IOException when a list or allocation-service cannot be read, or the broker is away
   */
  public Application apply(long id, String by, String reason) throws IOException {
    Optional<RepairPlan> plan = book.plan(id);
    if (plan.isEmpty()) {
      return new Application.Unknown();
    }
    if (plan.get().applying().isEmpty()) {
      List<String> changed = changed(plan.get());
      if (!changed.isEmpty()) {
        return new Application.Changed(changed);
      }
    }
    if (book.begin(id, by, reason) == Applied.BEGUN) {
      try {
        carryOut(plan.get());
      } catch (NotConfirmedException away) {
        throw new IOException("the broker does not confirm: " + away.getMessage(), away);
      }
      book.applied(id);
    }
    return new Application.Done(book.plan(id).orElseThrow());
  }

  private List<String> changed(RepairPlan plan) throws IOException {
    Set<String> skus =
        plan.steps().stream().map(step -> step.found().stock().sku()).collect(Collectors.toSet());
    Set<StockComparison> now = Set.copyOf(compare(Optional.of(skus)).stocks());
    return plan.steps().stream()
        .filter(step -> !now.contains(step.found()))
        .map(step -> step.found().stock().sku())
        .distinct()
        .toList();
  }

  private void carryOut(RepairPlan plan) throws IOException {
    List<ComparedStock> taken = stocks(plan, RepairAction.TAKE_IN);
    if (!taken.isEmpty()) {
      Set<String> skus = taken.stream().map(ComparedStock::sku).collect(Collectors.toSet());
      Set<String> sources = taken.stream().map(ComparedStock::source).collect(Collectors.toSet());
      lists.takeIn(sources, skus);
      batches.takeIn(
          sources.stream()
              .filter(NamedSource::isKey)
              .map(NamedSource::sourceOf)
              .collect(Collectors.toSet()),
          skus);
    }
    Results.of(intake.deliver(book.sendAgain(stocks(plan, RepairAction.SEND_AGAIN))));
  }

  private static List<ComparedStock> stocks(RepairPlan plan, RepairAction action) {
    return plan.steps().stream()
        .filter(step -> step.action() == action)
        .map(step -> step.found().stock())
        .toList();
  }

  /** Null when it is not to be expected. */
  private static String why(Exception failure) {
    if (failure instanceof IOException || failure instanceof NotConfirmedException) {
      return failure.getMessage();
    }
    return TransientFailure.in(failure)
        .map(outage -> "the database is away: " + outage)
        .orElse(null);
  }
}
