package dev.ficus.legacy.switching;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.ProductIntake;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.opening.AllocationStock;
import dev.ficus.legacy.opening.ListedBatches;
import dev.ficus.legacy.opening.ListedFigures;
import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.push.Pushes;
import dev.ficus.legacy.push.StockPush;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.stock.StockSources;
import dev.ficus.legacy.switching.CutOverSteps.FigureKey;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import dev.ficus.legacy.switching.RollBackSteps.SourceTelling;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Coordinator of cut-overs and rollbacks: takes the leases that nobody holds, and does one step
 * after the other. Up to the switch it does nothing else, because products are frozen; what follows
 * is looked at again and again.
 */
@ApplicationScoped
class Switching {

  private static final Logger LOG = Logger.getLogger(Switching.class);

  private static final String OFF = "off";
  private static final int RENEWALS = 3;

  private final SwitchingSettings settings;
  private final CutOverLeases leases;
  private final CutOverSteps steps;
  private final RollBackSteps back;
  private final SourceMethods methods;
  private final StockSources sources;
  private final ListedFigures lists;
  private final ListedBatches batches;
  private final AllocationStock allocation;
  private final AllocationBackorders backorders;
  private final ProductIntake products;
  private final Pushes pushes;
  private final FeedsInFront feeds;
  private final EventRelay events;
  private final Gate gate;
  private final String holder = UUID.randomUUID().toString();
  private final boolean goesOn;
  private final PeriodicTask goingOn;
  private final PeriodicTask renewing;
  private final CutOverWorkers workers = new CutOverWorkers();

  Switching(
      SwitchingSettings settings,
      CutOverLeases leases,
      CutOverSteps steps,
      RollBackSteps back,
      SourceMethods methods,
      StockSources sources,
      ListedFigures lists,
      ListedBatches batches,
      AllocationStock allocation,
      AllocationBackorders backorders,
      ProductIntake products,
      Pushes pushes,
      FeedsInFront feeds,
      EventRelay events,
      Gate gate) {
    this.events = events;
    this.gate = gate;
    this.settings = settings;
    this.leases = leases;
    this.steps = steps;
    this.back = back;
    this.methods = methods;
    this.sources = sources;
    this.lists = lists;
    this.batches = batches;
    this.allocation = allocation;
    this.backorders = backorders;
    this.products = products;
    this.pushes = pushes;
    this.feeds = feeds;
    this.goesOn = !settings.lookEvery().equals(OFF);
    Duration every =
        goesOn ? DurationConverter.parseDuration(settings.lookEvery()) : settings.lease();
    this.goingOn = new PeriodicTask("switching", every, this::goOn, Switching::why);
    this.renewing =
        new PeriodicTask(
            "switching-lease",
            settings.lease().dividedBy(RENEWALS),
            this::renewLeases,
            Switching::why);
  }

  void start(@Observes StartupEvent event) {
    if (goesOn) {
      goingOn.start();
      renewing.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (goesOn) {
      goingOn.stop();
      workers.stop();
      renewing.stop();
    }
  }

  /** Looks at once. */
  void goOnNow() {
    goingOn.runNow();
  }

  private void renewLeases() {
    if (workers.areAtWork()) {
      leases.renew(holder, settings.lease());
    }
  }

  /** Null when it is not to be expected. */
  private static String why(Exception failure) {
    if (failure instanceof NotConfirmedException) {
      return "the broker does not confirm: " + failure.getMessage();
    }
    return TransientFailure.in(failure)
        .map(outage -> "the database is away: " + outage)
        .orElse(null);
  }

  private void goOn() {
    endOverdue();
    leases.take(holder, settings.lease()).forEach(each -> workers.begin(each, this::goOn));
    workers.throwFailure();
  }

  private void endOverdue() {
    leases.endOverdue(settings.frozenAtMost()).forEach(this::leaveAsBefore);
  }

  /**
   * Leaves things as they were before one that has ended. Products that a rollback has closed are
   * opened again; if the broker is away that is sent later.
   */
  void leaveAsBefore(long id) {
    back.takeBackUntold(id);
    products.deliver(steps.skus(id));
  }

  /** Does steps until one has to wait for what may take long, or nothing is left to do. */
  private void goOn(HeldCutOver begun) throws InterruptedException {
    HeldCutOver cutOver = begun;
    StepPauses pauses = new StepPauses();
    try {
      while (cutOver.step() != CutOverStep.ENDED) {
        CutOverStep next = next(cutOver);
        boolean forward = next.compareTo(cutOver.step()) > 0;
        if (!forward && next.compareTo(CutOverStep.SWITCH) > 0) {
          return;
        }
        if (!forward) {
          Thread.sleep(pauses.before(next).toMillis());
          endOverdue();
        }
        cutOver = cutOver.at(next);
      }
      leaveAsBefore(begun.id());
    } catch (LeaseLostException gone) {
      LOG.infof(
          "Cut-over %d of wave %s goes on elsewhere, pauses, or has ended",
          begun.id(), begun.wave());
    }
  }

  private CutOverStep next(HeldCutOver cutOver) throws InterruptedException {
    boolean isBack = cutOver.direction() == Direction.ROLL_BACK;
    return switch (cutOver.step()) {
      case FREEZE -> steps.freeze(cutOver);
      case DRAIN -> isBack ? drainOurs(cutOver) : steps.drain(cutOver, decidesWithin(cutOver));
      case CLOSE -> close(cutOver);
      case TELL ->
          answered(
              cutOver,
              "allocation-service's stock",
              () -> left(steps.skus(cutOver.id())),
              left -> tell(cutOver, left));
      case CONFIRM ->
          answered(
              cutOver,
              "the monolith's list",
              () -> takeIn(cutOver),
              taken -> back.confirm(cutOver, methods.tellable()));
      case COUNT ->
          answered(
              cutOver,
              "the monolith's list",
              () -> listed(cutOver),
              listed -> steps.count(cutOver, listed.figures(), listed.days()));
      case COMPARE ->
          answered(
              cutOver,
              "allocation-service's stock",
              () -> compared(cutOver),
              stocks -> steps.compare(cutOver, stocks, settings.secondLook()));
      case SWITCH -> isBack ? switchBack(cutOver) : switchOver(cutOver);
      case OPEN -> open(cutOver);
      case ANNOUNCE -> announce(cutOver);
      case SETTLE -> settle(cutOver);
      case ENDED -> CutOverStep.ENDED;
    };
  }

  /** What somebody is asked for. */
  private interface Asked<T> {
    T ask() throws IOException;
  }

  /** The step that follows an answer. */
  private interface Then<T> {
    CutOverStep after(T answer) throws InterruptedException;
  }

  /** Who does not answer is asked again, as long as products may be frozen. */
  private <T> CutOverStep answered(HeldCutOver cutOver, String what, Asked<T> asked, Then<T> then)
      throws InterruptedException {
    T answer;
    try {
      answer = asked.ask();
    } catch (IOException failure) {
      steps.waits(cutOver, "%s, which cannot be read: %s".formatted(what, failure.getMessage()));
      return cutOver.step();
    }
    return then.after(answer);
  }

  private Duration decidesWithin(HeldCutOver cutOver) {
    return steps.sources(cutOver.id()).stream()
        .map(sources::decidesWithin)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private long takeIn(HeldCutOver cutOver) throws IOException {
    Set<String> skus = steps.skus(cutOver.id());
    Set<String> sources = steps.sources(cutOver.id());
    return lists.takeIn(sources, skus) + batches.takeIn(sources, skus);
  }

  /** What monoliths have listed, and the days of named batches that are expected. */
  private record ListedStock(
      Map<FigureKey, OptionalLong> figures, Map<FigureKey, LocalDate> days) {}

  /**
   * Of SKUs that nobody has reported, all lists are asked whether they have any after all. Of named
   * batches nothing but a look is known: so they are looked at once before, to be compared with
   * what another look finds.
   */
  private ListedStock listed(HeldCutOver cutOver) throws IOException {
    Set<String> skus = steps.skus(cutOver.id());
    batches.takeIn(batches.sources(), skus);
    Map<FigureKey, OptionalLong> listed = new HashMap<>();
    Map<FigureKey, LocalDate> days = new HashMap<>();
    for (String source : batches.sources()) {
      batches
          .of(source, skus)
          .clear()
          .forEach(
              (sku, looked) ->
                  looked.forEach(
                      batch -> {
                        FigureKey key =
                            new FigureKey(sku, NamedSource.of(source, batch.batchref()));
                        listed.put(key, OptionalLong.of(batch.figure()));
                        batch.eta().ifPresent(day -> days.put(key, day));
                      }));
    }
    for (String source : lists.sources()) {
      lists
          .of(source, skus)
          .forEach((sku, figure) -> listed.put(new FigureKey(sku, source), figure));
    }
    return new ListedStock(listed, days);
  }

  private List<ComparedStock> compared(HeldCutOver cutOver) throws IOException {
    List<ComparedStock> stocks = steps.stocks(cutOver);
    Map<String, StockedProduct> held =
        allocation.products(
            stocks.stream().map(ComparedStock::sku).collect(Collectors.toUnmodifiableSet()));
    return stocks.stream()
        .map(
            stock -> {
              StockedProduct product = held.get(stock.sku());
              StockedBatch batch =
                  product == null
                      ? null
                      : product.batches().get(KnownBatch.ofFigure(stock.source(), stock.sku()));
              return batch == null ? stock : stock.held(OptionalInt.of(batch.units()), batch.eta());
            })
        .toList();
  }

  /**
   * Asks the gate once more: a leak may have been found since it was begun. What time alone can
   * change of it is asked within the transaction too.
   */
  private CutOverStep switchOver(HeldCutOver cutOver) {
    List<CutOverCheck> red = CutOverCheck.red(gate.checks(cutOver.wave()));
    return red.isEmpty()
        ? steps.switchOver(cutOver, feeds.letThrough(), gate.limits())
        : steps.endNotPassed(cutOver, red);
  }

  /** What an earlier attempt has closed is opened first, so that what waits for it is placed. */
  private CutOverStep drainOurs(HeldCutOver rollBack) {
    Results.of(products.deliver(steps.skus(rollBack.id())));
    return back.drain(rollBack);
  }

  private CutOverStep close(HeldCutOver rollBack) {
    CutOverStep next = back.close(rollBack);
    Results.of(products.deliver(steps.skus(rollBack.id())));
    return next;
  }

  /** What allocation-service has of products that are to be left to the monolith. */
  private record LeftProducts(
      Map<String, StockedProduct> products, List<BackorderedLine> backordered) {}

  /** The lines last: in a product that is closed by then nobody orders any more. */
  private LeftProducts left(Set<String> skus) throws IOException {
    Map<String, StockedProduct> products = allocation.products(skus);
    return new LeftProducts(products, backorders.of(skus));
  }

  /** What is noted is sent until nothing more is to be sent, then its figures tell the rest. */
  private CutOverStep tell(HeldCutOver rollBack, LeftProducts left) throws InterruptedException {
    CutOverStep next = back.tell(rollBack, left.products(), left.backordered(), methods.tellable());
    if (next != CutOverStep.TELL) {
      return next;
    }
    List<SourceTelling> tellings = back.sending(rollBack, methods.tellable());
    return tellings.isEmpty() ? CutOverStep.TELL : back.answered(rollBack, methods.tell(tellings));
  }

  /**
   * No round of ours is under way to a shop while the routes change, and none begins: what it sends
   * would come after what the monolith sends. Before, each shop is sent the monolith's figures, for
   * these were kept from it.
   */
  private CutOverStep switchBack(HeldCutOver rollBack) {
    List<StockPush> shops = List.copyOf(pushes.all());
    Set<String> names = shops.stream().map(StockPush::shop).collect(Collectors.toSet());
    CutOverStep[] next = {CutOverStep.SWITCH};
    Runnable work = () -> next[0] = back.switchBack(rollBack, names);
    for (StockPush shop : shops) {
      Runnable then = work;
      work =
          () -> {
            Optional<String> kept = shop.alone(() -> back.figures(rollBack, shop.shop()), then);
            kept.ifPresent(why -> steps.waits(rollBack, why));
          };
    }
    work.run();
    return next[0];
  }

  private CutOverStep open(HeldCutOver cutOver) {
    Results.of(products.deliver(steps.skus(cutOver.id())));
    return steps.open(cutOver);
  }

  private CutOverStep announce(HeldCutOver cutOver) {
    pushes.all().forEach(StockPush::runNow);
    events.deliver();
    return steps.announce(
        cutOver, pushes.all().stream().map(StockPush::shop).collect(Collectors.toSet()));
  }

  private CutOverStep settle(HeldCutOver cutOver) {
    CutOverStep next = steps.settle(cutOver);
    events.deliver();
    return next;
  }
}
