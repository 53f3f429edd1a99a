package dev.ficus.legacy.opening;

import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Figures as the monoliths list them when they are asked. */
@ApplicationScoped
public class ListedFigures {

  private final OpeningStock opening;
  private final StockIntake intake;
  private final BatchLedger ledger;

  ListedFigures(OpeningStock opening, StockIntake intake, BatchLedger ledger) {
    this.opening = opening;
    this.intake = intake;
    this.ledger = ledger;
  }

  /** The sources that can be asked for the figures of all SKUs. */
  public Set<String> sources() {
    return opening.figureLists().stream().map(StockList::source).collect(Collectors.toSet());
  }

  /**
   * The figures of these SKUs, of a source that can be asked for them; nothing is taken in. Of
   * several lists of a source the least figure counts, as it does of what is reported.
   *
   * @return by SKU; empty where a list has it twice, and missing where none has it
   * @throws IOException when a list cannot be read to its end
   */
  public Map<String, OptionalLong> of(String source, Set<String> skus) throws IOException {
    Map<String, OptionalLong> least = new HashMap<>();
    List<StockList> lists =
        opening.figureLists().stream().filter(list -> list.source().equals(source)).toList();
    for (StockList list : lists) {
      of(list, skus).forEach((sku, figure) -> least.merge(sku, figure, ListedFigures::least));
    }
    return least;
  }

  /**
   * Takes in the figures of these SKUs as reports of when their lists were asked for; of a SKU that
   * a list has twice nothing.
   *
   * @return how many figures have changed
   * @throws IOException when a list cannot be read to its end
   */
  public long takeIn(Set<String> sources, Set<String> skus) throws IOException {
    List<StockReport> reports = new ArrayList<>();
    for (StockList list : opening.figureLists()) {
      if (sources.contains(list.source())) {
        reports.addAll(reports(list, skus));
      }
    }
    StockIntake.Taken taken = intake.take(reports);
    long changed =
        Results.of(taken.noted()).stream()
            .filter(result -> result.outcome() == ReportOutcome.CHANGED)
            .count();
    Results.of(taken.confirmed());
    return changed;
  }

  private List<StockReport> reports(StockList list, Set<String> skus) throws IOException {
    ReportSource asked = new ReportSource.InList(UUID.randomUUID().toString(), ledger.nextCall());
    Map<String, List<StockReport>> bySku = new HashMap<>();
    list.rows()
        .read(
            row ->
                row.stock()
                    .map(stock -> intake.report(stock, list.shop(), list.rules(), asked))
                    .filter(report -> report.sku().filter(skus::contains).isPresent())
                    .ifPresent(
                        report ->
                            bySku
                                .computeIfAbsent(report.sku().get(), any -> new ArrayList<>())
                                .add(report)));
    return bySku.values().stream()
        .filter(reports -> reports.size() == 1)
        .map(reports -> reports.get(0))
        .toList();
  }

  private static OptionalLong least(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || other.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  private static Map<String, OptionalLong> of(StockList list, Set<String> skus) throws IOException {
    StockTranslator translator = new StockTranslator(list.source(), list.rules());
    Map<String, OptionalLong> figures = new HashMap<>();
    Set<String> seen = new HashSet<>();
    list.rows()
        .read(
            row -> {
              if (row.stock().isPresent()
                  && translator.translate(row.stock().get()) instanceof StockChange.SkuFigure found
                  && skus.contains(found.sku())) {
                figures.put(
                    found.sku(),
                    seen.add(found.sku())
                        ? OptionalLong.of(found.quantity())
                        : OptionalLong.empty());
              }
            });
    return figures;
  }
}
