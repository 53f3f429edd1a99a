package dev.ficus.availability.view;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The handlers of facts: what each does to a stock. The answer is empty where the fact cannot be
 * true of what is known, or cannot be understood: then something was missed, and only the snapshot
 * has the state.
 */
final class FactHandlers {

  static final Map<Class<? extends Fact>, BiFunction<Stock, Event, Optional<Stock>>> HANDLERS =
      Map.of(
          Fact.BatchCreated.class, on(Fact.BatchCreated.class, FactHandlers::created),
          Fact.AvailableChanged.class, on(Fact.AvailableChanged.class, FactHandlers::available),
          Fact.EtaChanged.class, on(Fact.EtaChanged.class, FactHandlers::eta),
          Fact.WentOut.class, (stock, event) -> Optional.of(stock.nextOutSince(event.time())),
          Fact.CameBack.class, (stock, event) -> Optional.of(stock.nextBack()),
          Fact.NothingMoved.class, (stock, event) -> Optional.of(stock.next()),
          Fact.NotUnderstood.class, (stock, event) -> Optional.empty());

  private FactHandlers() {}

  /** The stock one event later, or empty where only the snapshot has the state. */
  static Optional<Stock> next(Stock stock, Event event) {
    return HANDLERS.get(event.fact().getClass()).apply(stock, event);
  }

  /** Of a product that a restore has undone nobody says that it is back: the snapshot does. */
  private static Optional<Stock> created(Stock stock, Fact.BatchCreated fact) {
    boolean undone = stock.isOut() && Numbering.sequence(stock.sequence()) == 0;
    return undone || stock.batch(fact.batchref()).isPresent()
        ? Optional.empty()
        : Optional.of(stock.nextWith(new Batch(fact.batchref(), fact.eta(), fact.available())));
  }

  private static Optional<Stock> available(Stock stock, Fact.AvailableChanged fact) {
    return stock
        .batch(fact.batchref())
        .map(batch -> stock.nextWith(batch.withAvailable(fact.available())));
  }

  private static Optional<Stock> eta(Stock stock, Fact.EtaChanged fact) {
    return stock.batch(fact.batchref()).map(batch -> stock.nextWith(batch.withEta(fact.eta())));
  }

  private static <F extends Fact> BiFunction<Stock, Event, Optional<Stock>> on(
      Class<F> type, BiFunction<Stock, F, Optional<Stock>> handler) {
    return (stock, event) -> handler.apply(stock, type.cast(event.fact()));
  }
}
