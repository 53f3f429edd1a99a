package dev.ficus.legacy.intake;

import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.StockSources;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;

/**
 * Check of the sources at the start: under another source the same units would be in a second
 * batch, beside the first.
 */
@Dependent
class StockSourceCheck {

  /** Before anything is taken in. */
  private static final int FIRST = 1;

  private final BatchLedger ledger;
  private final StockSources sources;

  StockSourceCheck(BatchLedger ledger, StockSources sources) {
    this.ledger = ledger;
    this.sources = sources;
  }

  void check(@Observes @Priority(FIRST) StartupEvent event) {
    check();
  }

  /**
   * @throws ConfigurationException when a shop has been reported figures by another source
   */
  void check() {
    ledger
        .sources()
        .forEach(
            (shop, before) -> {
              String now = sources.sourceOf(shop);
              before.stream()
                  .filter(source -> !source.equals(now))
                  .findFirst()
                  .ifPresent(
                      source -> {
                        throw new ConfigurationException(
                            "ficus.legacy.shops.%s.source is %s, but the shop has figures of the source %s: its stock would be there twice. Set it to %s"
                                .formatted(shop, now, source, source));
                      });
            });
  }
}
