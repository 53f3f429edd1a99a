package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.quarantine.InMemoryEntries;
import dev.ficus.legacy.quarantine.NewEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Fake of the ledger of batches: it remembers as the database does, and passes the same tests. */
public final class InMemoryBatchLedger implements BatchLedger {

  private final Set<String> kept = new HashSet<>();
  private final Set<String> promising = new HashSet<>();
  private final Map<StockRules.SkuOfSource, LookedSku> lookedSkus = new HashMap<>();
  private final InMemoryEntries entries;
  private final Map<String, BatchRow> rows = new LinkedHashMap<>();
  private final Map<String, SourceFigures> figures = new LinkedHashMap<>();
  private final Set<String> legacy = new HashSet<>();
  private final Map<String, Long> informed = new HashMap<>();
  private final Map<String, Long> returned = new HashMap<>();
  private final Map<String, Long> looked = new HashMap<>();
  private final Map<String, Integer> looks = new HashMap<>();
  private final Map<String, Instant> lookAfter = new HashMap<>();
  private final Map<String, Long> givenBack = new HashMap<>();
  private long calls;
  private Optional<Error> failure = Optional.empty();

  /** A ledger whose rejections go to these entries. */
  public InMemoryBatchLedger(InMemoryEntries entries) {
    this.entries = entries;
  }

  /** From now on the monolith fulfils this SKU. */
  public synchronized void legacy(String sku) {
    legacy.add(sku);
  }

  /** Units of this batch have left for lines; negative ones turned out to be of another. */
  public synchronized void informed(String batchref, long units) {
    informed.merge(batchref, units, Long::sum);
  }

  /** Lines have given units of this SKU back. */
  public synchronized void returned(String sku) {
    figures.values().stream()
        .filter(each -> each.sku().equals(sku))
        .filter(each -> each.stock().uncounted() + each.stock().pending() > 0)
        .forEach(each -> returned.merge(each.batchref(), 1L, Long::sum));
  }

  private Ownership routes(List<StockReport> reports) {
    Map<String, Owner> others = new HashMap<>();
    legacy.forEach(sku -> others.put(sku, Owner.MONOLITH));
    Set<String> asked =
        reports.stream().flatMap(each -> each.sku().stream()).collect(Collectors.toSet());
    return Ownership.of(Owner.NEW, others, asked, Set.of(Owner.NEW));
  }

  private record BatchRow(KnownBatch batch, Instant changedAt) {}

  /** The next time nobody can find what is left unconfirmed. */
  public synchronized void failOnce(Error failure) {
    this.failure = Optional.of(failure);
  }

  @Override
  public synchronized List<StockReportResult> apply(List<StockReport> reports) {
    StockRules rules = rules();
    List<StockRules.Decision> decisions = new ArrayList<>();
    List<NewEntry> refused = new ArrayList<>();
    for (StockReport report : reports) {
      long call = nextCall();
      StockRules.Decision decision = rules.apply(report, call);
      NewEntry.of(decisions.size(), report, call, decision).ifPresent(refused::add);
      decisions.add(decision);
    }
    write(rules);
    Set<Integer> quarantined = entries.keep(refused).keySet();
    List<StockReportResult> results = new ArrayList<>();
    for (int place = 0; place < decisions.size(); place++) {
      results.add(
          StockReportResult.of(
              reports.get(place),
              decisions.get(place),
              rules,
              routes(reports),
              quarantined.contains(place)));
    }
    return results;
  }

  /** Notes a report that came before, by the number of its call; what is refused is not kept. */
  public synchronized StockReportResult applyLate(StockReport report, long call) {
    StockRules rules = rules();
    StockRules.Decision decision = rules.apply(report, call);
    write(rules);
    return StockReportResult.of(report, decision, rules, routes(List.of(report)), false);
  }

  /** From now on we keep the stock of this SKU. */
  public synchronized void keep(String sku) {
    kept.add(sku);
  }

  private StockRules rules() {
    List<KnownBatch> known = rows.values().stream().map(BatchRow::batch).toList();
    StockRules rules =
        new StockRules(
            known,
            figures.values(),
            known.stream()
                .filter(batch -> !batch.figure())
                .map(KnownBatch::sku)
                .collect(Collectors.toSet()),
            kept,
            promising);
    informed.forEach(rules::left);
    return rules;
  }

  private void write(StockRules rules) {
    for (KnownBatch batch : rules.changed()) {
      BatchRow before = rows.get(batch.batchref());
      boolean revised = before == null || batch.revision() > before.batch().revision();
      rows.put(batch.batchref(), new BatchRow(batch, revised ? Instant.now() : before.changedAt()));
    }
    for (ReportedFigure figure : rules.changedFigures()) {
      String batchref = KnownBatch.ofFigure(figure.source(), figure.sku());
      figures.put(batchref, rules.figures(batchref).orElseThrow());
    }
    rules.changedStocks().forEach(each -> figures.put(each.batchref(), each));
    informed.clear();
    rules
        .toLookAt()
        .forEach(
            (sku, call) ->
                lookedSkus.merge(sku, new LookedSku(call, 0, Optional.empty()), LookedSku::called));
  }

  /** What is known of a SKU by looking at its named batches. */
  private record LookedSku(long called, long tried, Optional<BatchLook.Unclear> unclear) {

    LookedSku called(LookedSku other) {
      return new LookedSku(Math.max(called, other.called), tried, unclear);
    }
  }

  /** From now on this source lists what it has promised. */
  public synchronized void promises(String source) {
    promising.add(source);
  }

  @Override
  public synchronized List<StockReportResult> noteLook(NotedLook look, Set<String> skus) {
    StockRules rules = rules();
    List<StockReportResult> results = new ArrayList<>();
    Map<String, StockRules.Decision> decisions = new LinkedHashMap<>();
    for (String sku : skus) {
      StockRules.SkuOfSource of = new StockRules.SkuOfSource(look.source(), sku);
      Optional<BatchLook.Unclear> why = look.look().whyUnclear(sku);
      LookedSku before = lookedSkus.getOrDefault(of, new LookedSku(0, 0, Optional.empty()));
      boolean moving = why.equals(Optional.of(BatchLook.Unclear.MOVING));
      lookedSkus.put(
          of,
          new LookedSku(
              before.called(),
              moving ? before.tried() : Math.max(before.tried(), look.asked()),
              why));
      if (why.isEmpty()) {
        decisions.put(
            sku,
            rules.looked(
                of,
                look.look().of(sku),
                look.shop(),
                look.asked(),
                batch -> batch.shop().equals(look.source()),
                look.correlation()));
      }
    }
    write(rules);
    decisions.forEach(
        (sku, decision) ->
            results.add(
                new StockReportResult(
                    decision.outcome(),
                    decision.batches().stream().map(rules::batch).toList(),
                    decision.reason(),
                    false,
                    legacy.contains(sku) ? Owner.MONOLITH : Owner.NEW)));
    return results;
  }

  @Override
  public synchronized List<KnownBatch> namedBatches(String source, Set<String> skus) {
    return rows.values().stream()
        .map(BatchRow::batch)
        .filter(batch -> skus.contains(batch.sku()))
        .filter(batch -> batch.promisesOf().equals(Optional.of(source)))
        .toList();
  }

  @Override
  public synchronized Set<String> namedSkus(String source) {
    Set<String> named =
        rows.values().stream()
            .map(BatchRow::batch)
            .filter(batch -> !batch.figure())
            .filter(batch -> batch.promisesOf().orElse(batch.shop()).equals(source))
            .map(KnownBatch::sku)
            .collect(Collectors.toSet());
    lookedSkus.keySet().stream()
        .filter(of -> of.source().equals(source))
        .forEach(of -> named.add(of.sku()));
    return named;
  }

  @Override
  public synchronized Set<String> toLookAt(Set<String> sources) {
    return lookedSkus.entrySet().stream()
        .filter(each -> sources.contains(each.getKey().source()))
        .filter(
            each ->
                each.getValue().called() > each.getValue().tried()
                    || each.getValue().unclear().equals(Optional.of(BatchLook.Unclear.MOVING)))
        .map(each -> each.getKey().source())
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized List<StockReportResult> takeOverWhatLeft(int most) {
    StockRules rules = rules();
    List<KnownBatch> resized = rules.changed();
    write(rules);
    return resized.stream()
        .map(
            batch ->
                new StockReportResult(
                    ReportOutcome.CHANGED,
                    List.of(batch),
                    Optional.empty(),
                    false,
                    legacy.contains(batch.sku()) ? Owner.MONOLITH : Owner.NEW))
        .toList();
  }

  @Override
  public synchronized List<ReturnedUnits> returned(int most) {
    Instant now = Instant.now();
    return returned.keySet().stream()
        .filter(each -> !after(each).isAfter(now))
        .sorted(Comparator.comparing(this::after).thenComparing(Comparator.naturalOrder()))
        .filter(each -> looked.getOrDefault(each, 0L) < returned.get(each))
        .map(figures::get)
        .filter(each -> legacy.contains(each.sku()) && !each.stock().hasPromisedTooMuch())
        .limit(most)
        .map(
            each ->
                new ReturnedUnits(
                    each.source(),
                    each.sku(),
                    returned.get(each.batchref()),
                    looks.getOrDefault(each.batchref(), 0)))
        .toList();
  }

  private Instant after(String batchref) {
    return lookAfter.getOrDefault(batchref, Instant.MIN);
  }

  @Override
  public synchronized void looking(ReturnedUnits units, Duration rest) {
    looks.merge(units.batchref(), 1, Integer::sum);
    lookAfter.put(units.batchref(), Instant.now().plus(rest));
  }

  @Override
  public synchronized Optional<StockReportResult> heldNow(
      ReturnedUnits units, long held, String correlation) {
    if (!legacy.contains(units.sku())) {
      return Optional.empty();
    }
    StockRules rules = rules();
    Optional<StockRules.Decision> decision = rules.heldNow(units.batchref(), held, correlation);
    write(rules);
    if (decision.isPresent()) {
      looked.merge(units.batchref(), units.times(), Math::max);
      looks.remove(units.batchref());
      lookAfter.put(units.batchref(), Instant.now());
    }
    return decision.map(
        made ->
            new StockReportResult(
                made.outcome(),
                made.batches().stream().map(rules::batch).toList(),
                Optional.empty(),
                false,
                Owner.MONOLITH));
  }

  @Override
  public synchronized List<UnitsToGiveBack> toGiveBack(int most) {
    return figures.values().stream()
        .filter(each -> each.stock().toGiveBack() > 0)
        .sorted(Comparator.comparing(SourceFigures::batchref))
        .limit(most)
        .map(this::toGiveBack)
        .toList();
  }

  private UnitsToGiveBack toGiveBack(SourceFigures of) {
    return new UnitsToGiveBack(
        of.source(), of.sku(), of.stock().toGiveBack(), givenBack.getOrDefault(of.batchref(), 0L));
  }

  @Override
  public synchronized GivenBackResult gaveBack(String batchref, GivenBack found) {
    StockRules rules = rules();
    Optional<UnitsToGiveBack> now = rules.figures(batchref).map(this::toGiveBack);
    if (now.isEmpty()) {
      return new GivenBackResult.UnknownBatch();
    }
    if (now.get().givenBackBefore() != found.givenBackBefore()) {
      return new GivenBackResult.NotedMeanwhile(now.get());
    }
    if (!rules.gaveBack(batchref, found.units())) {
      return new GivenBackResult.TooMany(now.get());
    }
    write(rules);
    givenBack.merge(batchref, found.units(), Long::sum);
    return new GivenBackResult.Noted();
  }

  @Override
  public synchronized List<OversoldUnits> oversold(int most) {
    return figures.values().stream()
        .filter(each -> each.stock().despatched() > 0 && each.stock().oversold() > 0)
        .sorted(Comparator.comparing(SourceFigures::batchref))
        .limit(most)
        .map(
            each ->
                new OversoldUnits(
                    each.source(), each.sku(), each.stock().despatched(), each.stock().oversold()))
        .toList();
  }

  @Override
  public synchronized void confirm(List<KnownBatch> batches) {
    for (KnownBatch batch : batches) {
      rows.computeIfPresent(
          batch.batchref(),
          (batchref, row) ->
              row.batch().confirmed() < batch.confirmed()
                  ? row
                  : new BatchRow(confirmed(row.batch(), batch.revision()), row.changedAt()));
    }
  }

  private static KnownBatch confirmed(KnownBatch batch, int revision) {
    return new KnownBatch(
        batch.batchref(),
        batch.shop(),
        batch.sku(),
        batch.figure(),
        batch.promisesOf(),
        batch.original(),
        batch.now(),
        batch.quantityRevision(),
        batch.etaRevision(),
        Math.max(batch.confirmed(), revision),
        batch.called(),
        batch.lastReports(),
        batch.correlation());
  }

  @Override
  public synchronized long nextCall() {
    return ++calls;
  }

  @Override
  public synchronized Optional<KnownBatch> find(String batchref) {
    return Optional.ofNullable(rows.get(batchref)).map(BatchRow::batch);
  }

  @Override
  public synchronized Optional<BatchState> state(String batchref) {
    return find(batchref)
        .map(
            batch ->
                new BatchState(
                    batch,
                    Optional.ofNullable(figures.get(batchref))
                        .map(each -> each.left(informed.getOrDefault(batchref, 0L)))));
  }

  @Override
  public synchronized Map<String, Set<String>> sources() {
    return figures.values().stream()
        .flatMap(each -> each.byShop().stream())
        .collect(
            Collectors.groupingBy(
                ReportedFigure::shop,
                Collectors.mapping(
                    figure -> NamedSource.sourceOf(figure.source()), Collectors.toSet())));
  }

  @Override
  public synchronized List<KnownBatch> unconfirmedSince(Instant unchangedSince, int most) {
    if (failure.isPresent()) {
      Error now = failure.get();
      failure = Optional.empty();
      throw now;
    }
    return rows.values().stream()
        .filter(row -> !row.batch().isConfirmed())
        .filter(row -> row.changedAt().isBefore(unchangedSince))
        .sorted(Comparator.comparing(BatchRow::changedAt))
        .limit(most)
        .map(BatchRow::batch)
        .toList();
  }
}
