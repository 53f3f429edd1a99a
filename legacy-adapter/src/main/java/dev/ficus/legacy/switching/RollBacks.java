package dev.ficus.legacy.switching;

import dev.ficus.legacy.opening.AllocationStock;
import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.push.Pushes;
import dev.ficus.legacy.push.StockPush;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.RollBackRequest;
import dev.ficus.legacy.routing.RollBackRules;
import dev.ficus.legacy.routing.RollBackState;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.CutOverBook.BegunSwitch;
import dev.ficus.legacy.switching.CutOverBook.KnownWave;
import dev.ficus.legacy.switching.RollBackBook.ShopHas;
import dev.ficus.legacy.switching.RollBackBook.SourceState;
import dev.ficus.legacy.switching.RollBackBook.StrandedLine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Rollbacks as people plan and begin them. */
@ApplicationScoped
public class RollBacks {

  /** What in a rehearsal is as it will be, or is accepted when there is need. */
  private static final Set<String> ACCEPTED =
      Set.of("route", "epoch", "own_stock", "stranded", "waiting_commands");

  private final CutOverBook book;
  private final RollBackBook going;
  private final WaveStates states;
  private final AllocationStock allocation;
  private final AllocationBackorders backorders;
  private final Pushes pushes;
  private final SourceMethods methods;
  private final Switching switching;
  private final RehearsalBook rehearsals;

  RollBacks(
      CutOverBook book,
      RollBackBook going,
      WaveStates states,
      AllocationStock allocation,
      AllocationBackorders backorders,
      Pushes pushes,
      SourceMethods methods,
      Switching switching,
      RehearsalBook rehearsals) {
    this.book = book;
    this.going = going;
    this.states = states;
    this.allocation = allocation;
    this.backorders = backorders;
    this.pushes = pushes;
    this.methods = methods;
    this.switching = switching;
    this.rehearsals = rehearsals;
  }

  /**
   * Debt of a SKU to a source: units that lines hold in the batch of its figures and that it is to
   * be told of.
   *
   * @param held units that lines hold, or have left with
   * @param told units of these that it was told of before, or that have left with its knowledge
   * @param figure its figure now; it falls by the debt
   * @param byMethod whether it is told by a call; otherwise somebody has to tell it
   */
  public record SourceDebt(
      String source,
      String sku,
      String batchref,
      long held,
      long told,
      long units,
      long figure,
      boolean byMethod) {}

  /** Free units of a batch that is not the monolith's. */
  public record OwnStock(String sku, String batchref, long units) {}

  /**
   * Change of the figure that a shop has of a SKU.
   *
   * @param now ours; empty when it is not known
   * @param then the monolith's without the debt; empty when it has reported none to this shop
   */
  public record ShopsFigures(String sku, String shop, OptionalLong now, OptionalLong then) {}

  /**
   * Plan of a rollback.
   *
   * @param skus that would change their route
   * @param checks all that was looked at
   */
  public record RollBackPlan(
      String wave,
      Set<String> skus,
      List<CutOverCheck> checks,
      List<SourceDebt> debts,
      List<OwnStock> ownStock,
      List<StrandedLine> stranded,
      List<ShopsFigures> changes) {

    /** The checks for which it may not begin. */
    public List<CutOverCheck> red() {
      return checks.stream().filter(check -> !check.holds()).toList();
    }
  }

  /**
   * What would have to be mended before a wave can be rolled back, and what would change.
   *
   * @return empty when there is no such wave
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<RollBackPlan> plan(String wave, RollBackRequest request) throws IOException {
    Optional<KnownWave> known = book.wave(wave);
    return known.isEmpty() ? Optional.empty() : Optional.of(plan(wave, known.get(), request));
  }

  /**
   * What would have to be mended now for whoever has just looked at the wave and accepts nothing.
   *
   * @return empty when there is no such wave
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<RollBackPlan> readiness(String wave) throws IOException {
    Optional<KnownWave> known = book.wave(wave);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    KnownWave now = known.get();
    return Optional.of(plan(wave, now, new RollBackRequest("", "", now.epoch(), 0, 0, 0)));
  }

  /**
   * Rehearses the way back of a wave that is to be cut over: all that a rollback would look at is
   * looked at, as if its SKUs were ours and whoever asks accepted what there is. Nothing is changed
   * by it, and nobody is told anything; that it was done is noted.
   *
   * @return empty when there is no such wave
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<RollBackPlan> rehearse(String wave, String by, String reason) throws IOException {
    Optional<KnownWave> known = book.wave(wave);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    KnownWave now = known.get();
    RollBackPlan found = plan(wave, now, new RollBackRequest(by, reason, now.epoch(), 0, 0, 0));
    RollBackPlan rehearsed =
        new RollBackPlan(
            wave,
            found.skus(),
            found.checks().stream().filter(check -> !ACCEPTED.contains(check.name())).toList(),
            found.debts(),
            found.ownStock(),
            found.stranded(),
            found.changes());
    rehearsals.note(
        new RehearsalBook.RehearsedRollBack(
            wave,
            rehearsed.skus().size(),
            rehearsed.red().isEmpty(),
            CanonicalJson.of(
                rehearsed.red().stream()
                    .collect(
                        Collectors.toMap(
                            CutOverCheck::name,
                            each -> Map.of("value", each.value(), "limit", each.limit())))),
            rehearsed.debts().stream().mapToLong(SourceDebt::units).sum(),
            by,
            reason));
    return Optional.of(rehearsed);
  }

  private RollBackPlan plan(String wave, KnownWave now, RollBackRequest request)
      throws IOException {
    Map<String, StockedProduct> products = allocation.products(now.skus());
    List<SourceState> stocks = going.stocks(wave);
    List<SourceDebt> debts = debts(stocks, products);
    List<OwnStock> ownStock = ownStock(stocks, products);
    List<StrandedLine> stranded = going.stranded(wave, backorders.of(now.skus()));
    return new RollBackPlan(
        wave,
        now.skus(),
        RollBackRules.checks(
            new RollBackState(
                states.of(now),
                now.notNew(),
                now.kept(),
                ownStock.stream().mapToLong(OwnStock::units).sum(),
                stranded.size()),
            request),
        debts.stream().filter(debt -> debt.units() > 0).toList(),
        ownStock,
        stranded,
        changes(wave, stocks, debts));
  }

  private List<SourceDebt> debts(List<SourceState> stocks, Map<String, StockedProduct> products) {
    List<SourceDebt> debts = new ArrayList<>();
    for (SourceState each : stocks) {
      StockedProduct product = products.get(each.sku());
      StockedBatch batch = product == null ? null : product.batches().get(each.batchref());
      long held = batch == null ? 0 : batch.held();
      debts.add(
          new SourceDebt(
              each.source(),
              each.sku(),
              each.batchref(),
              held,
              each.stock().uncounted() + each.stock().pending(),
              each.stock().debt(held),
              each.stock().figure(),
              methods.tellable().canBeTold(each.source())));
    }
    return debts;
  }

  private static List<OwnStock> ownStock(
      List<SourceState> stocks, Map<String, StockedProduct> products) {
    Set<String> theirs =
        stocks.stream().map(SourceState::batchref).collect(Collectors.toCollection(HashSet::new));
    List<OwnStock> own = new ArrayList<>();
    products.values().stream()
        .sorted((one, other) -> one.sku().compareTo(other.sku()))
        .forEach(
            product ->
                product.batches().entrySet().stream()
                    .filter(batch -> !theirs.contains(batch.getKey()))
                    .filter(batch -> batch.getValue().free() > 0)
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(
                        batch ->
                            own.add(
                                new OwnStock(
                                    product.sku(), batch.getKey(), batch.getValue().free()))));
    return own;
  }

  /** What a source has left of a SKU: of named batches, those in the warehouse together. */
  private record SoldStock(String source, String sku) {}

  private List<ShopsFigures> changes(
      String wave, List<SourceState> stocks, List<SourceDebt> debts) {
    Map<String, Long> margins =
        pushes.all().stream().collect(Collectors.toMap(StockPush::shop, StockPush::margin));
    Map<String, Long> owed =
        debts.stream().collect(Collectors.toMap(SourceDebt::batchref, SourceDebt::units));
    Map<SoldStock, Long> left = new HashMap<>();
    stocks.stream()
        .filter(SourceState::isHere)
        .forEach(
            each ->
                left.merge(
                    new SoldStock(NamedSource.sourceOf(each.source()), each.sku()),
                    each.stock().figure() - owed.get(each.batchref()),
                    Long::sum));
    return going.shops(wave, margins).stream()
        .map(each -> new ShopsFigures(each.sku(), each.shop(), each.now(), then(each, left)))
        .toList();
  }

  private static OptionalLong then(ShopHas shop, Map<SoldStock, Long> left) {
    Long figure =
        shop.source().map(source -> left.get(new SoldStock(source, shop.sku()))).orElse(null);
    return figure == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, figure));
  }

  /**
   * Begins a rollback whose checks hold.
   *
   * @return its number; empty when something has changed since it was planned
   */
  public OptionalLong begin(RollBackPlan plan, RollBackRequest request) {
    OptionalLong begun =
        book.begin(
            new BegunSwitch(
                plan.wave(),
                Direction.ROLL_BACK,
                plan.skus(),
                request.by(),
                request.reason(),
                request.expectEpoch(),
                request.acceptWaiting(),
                request.acceptOwnStock(),
                request.acceptStranded(),
                plan.checks()));
    if (begun.isPresent()) {
      switching.goOnNow();
    }
    return begun;
  }
}
