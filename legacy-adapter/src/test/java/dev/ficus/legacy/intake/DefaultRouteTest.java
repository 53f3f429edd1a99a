package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.routing.InMemoryRouteBook;
import dev.ficus.legacy.routing.Route;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefaultRouteTest {

  private final InMemoryRouteBook book = new InMemoryRouteBook();

  @Test
  void the_first_start_stores_it_and_the_same_start_again_goes_on() {
    start(Route.LEGACY);
    start(Route.LEGACY);
    assertEquals(Optional.of(Route.LEGACY), book.defaultRoute());
  }

  @Test
  void a_start_with_another_value_is_refused_with_key_both_values_and_what_to_do() {
    start(Route.NEW);
    String message = refused(Route.LEGACY);
    assertTrue(
        message.startsWith(
            "ficus.legacy.routing.default-route is legacy, but the database was begun with new"),
        message);
    assertTrue(message.contains("Set it to new"), message);
    assertEquals(Optional.of(Route.NEW), book.defaultRoute());
  }

  @Test
  void a_first_start_that_would_give_the_monolith_lines_of_ours_is_refused() {
    book.hasLinesOfOurs(true);
    assertTrue(refused(Route.LEGACY).contains("Set it to new"));
    assertEquals(Optional.empty(), book.defaultRoute());
    start(Route.NEW);
  }

  private void start(Route route) {
    new DefaultRoute(book).check(route);
  }

  private String refused(Route route) {
    return assertThrows(ConfigurationException.class, () -> start(route)).getMessage();
  }
}
