package dev.ficus.legacy.opening;

import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Figures as the monoliths list them when they are asked; nothing is taken in. */
@ApplicationScoped
public class ListedFigures {

  private final OpeningStock opening;

  ListedFigures(OpeningStock opening) {
    this.opening = opening;
  }

  /** The sources that can be asked for the figures of all SKUs. */
  public Set<String> sources() {
    return opening.figureLists().stream().map(StockList::source).collect(Collectors.toSet());
  }

  /**
   * The figures of these SKUs, of a source that can be asked for them. Of several lists of a source
   * the least figure counts, as it does of what is reported.
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
