package dev.ficus.legacy.intake;

import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Default route at the start: it is stored once, because another one later would move every product
 * that is in no wave, with its orders under way and without anybody's having looked.
 */
@Dependent
class DefaultRoute {

  static final String KEY = "ficus.legacy.routing.default-route";

  /** Before anything is taken in or sent. */
  private static final int FIRST = 1;

  private final RouteBook book;

  DefaultRoute(RouteBook book) {
    this.book = book;
  }

  void check(@Observes @Priority(FIRST) StartupEvent event, RoutingSettings settings) {
    check(settings.defaultRoute());
  }

  /**
   * @throws ConfigurationException when this start would move products; Quarkus shows its message
   *     alone
   */
  void check(Route wanted) {
    Optional<Route> stored = book.defaultRoute();
    if (stored.isEmpty() && wanted == Route.LEGACY && book.hasLinesOfOurs()) {
      throw new ConfigurationException(
          KEY
              + " is legacy, but the database has order lines that were taken over already: their"
              + " products would go back to the monolith, which knows nothing of them. Set it to new");
    }
    Route now = stored.orElseGet(() -> book.storeDefaultRoute(wanted));
    if (now != wanted) {
      throw new ConfigurationException(
          "%s is %s, but the database was begun with %s: all products that are in no wave would move. Set it to %s, and move products by waves"
              .formatted(KEY, wanted.code(), now.code(), now.code()));
    }
  }
}
