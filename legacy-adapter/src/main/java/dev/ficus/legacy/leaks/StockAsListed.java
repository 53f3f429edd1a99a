package dev.ficus.legacy.leaks;

import dev.ficus.legacy.stock.NamedSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What monoliths have listed when they were asked.
 *
 * @param figures sources of which figures can be listed
 * @param batches sources of which it can be listed what is left of named batches
 * @param moving SKUs of which named batches have changed while they were read: it cannot be told
 */
record StockAsListed(
    Map<ListedFigure, ListedUnits> units,
    Set<String> figures,
    Set<String> batches,
    Set<String> moving) {

  StockAsListed {
    units = Map.copyOf(units);
    figures = Set.copyOf(figures);
    batches = Set.copyOf(batches);
    moving = Set.copyOf(moving);
  }

  /**
   * One figure.
   *
   * @param source of a named batch its {@link NamedSource}
   */
  record ListedFigure(String source, String sku) {

    /** Whether it is of a named batch. */
    boolean isNamed() {
      return NamedSource.isKey(source);
    }
  }

  /**
   * What is listed of a figure.
   *
   * @param units empty where a list has it twice
   * @param eta the day on which they are expected; empty when they are in the warehouse
   */
  record ListedUnits(OptionalLong units, Optional<LocalDate> eta) {

    private static final ListedUnits NOTHING =
        new ListedUnits(OptionalLong.empty(), Optional.empty());
  }

  ListedUnits of(ListedFigure figure) {
    return units.getOrDefault(figure, ListedUnits.NOTHING);
  }

  boolean isListable(ListedFigure figure) {
    return (figure.isNamed() ? batches : figures).contains(NamedSource.sourceOf(figure.source()));
  }

  boolean isMoving(ListedFigure figure) {
    return figure.isNamed() && moving.contains(figure.sku());
  }
}
