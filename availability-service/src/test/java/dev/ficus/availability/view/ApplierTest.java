package dev.ficus.availability.view;

import static dev.ficus.availability.view.Events.created;
import static dev.ficus.availability.view.Events.nothing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplierTest {

  private final InMemoryViews views = new InMemoryViews();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private final Applier applier =
      new Applier(
          new Projector(views, Crossings.UNPUBLISHED, 10, 10),
          Duration.ofMillis(100),
          pauses::add,
          (what, why) -> troubles.add(what));

  @Test
  void while_the_store_is_away_the_group_is_tried_again_with_growing_pauses()
      throws InterruptedException {
    views.failNext(5);

    GroupResult progress = applier.apply(List.of(created("RUG", 1, "b1", null, 10)));

    assertEquals(1, progress.applied().size());
    assertEquals(1, views.find("RUG").orElseThrow().sequence());
    assertEquals(
        List.of(20, 40, 80, 100, 100), pauses.stream().map(p -> (int) p.toMillis()).toList());
    assertEquals(5, troubles.size());
  }

  @Test
  void an_event_that_cannot_be_stored_is_set_aside_and_the_others_are_applied()
      throws InterruptedException {
    views.refuse("CURSED");

    GroupResult progress =
        applier.apply(
            List.of(
                created("RUG", 1, "b1", null, 10),
                nothing("CURSED", 1),
                created("LAMP", 1, "b2", null, 3)));

    assertEquals(List.of(nothing("CURSED", 1)), progress.setAside());
    assertEquals(2, progress.applied().size());
    assertTrue(views.find("RUG").isPresent());
    assertTrue(views.find("LAMP").isPresent());
  }

  @Test
  void an_event_that_meets_an_error_is_set_aside_and_the_others_are_applied()
      throws InterruptedException {
    views.failAt("CURSED", new StackOverflowError("by a test"));

    GroupResult progress =
        applier.apply(List.of(nothing("CURSED", 1), created("LAMP", 1, "b2", null, 3)));

    assertEquals(List.of(nothing("CURSED", 1)), progress.setAside());
    assertTrue(views.find("LAMP").isPresent());
  }

  @Test
  void a_group_that_does_not_fit_into_memory_is_applied_sku_by_sku() throws InterruptedException {
    views.haveMemoryFor(1);

    GroupResult result;
    try {
      result = applier.apply(List.of(nothing("RUG", 1), nothing("LAMP", 1)));
    } catch (OutOfMemoryError thrown) {
      // As it is, it would end the run of all tests.
      throw new AssertionError("not caught", thrown);
    }

    assertEquals(2, result.applied().size());
    assertEquals(List.of(), result.setAside());
    assertEquals(List.of(), pauses);
  }

  @Test
  void stopping_the_service_ends_the_tries() {
    views.failNext(1);
    Applier stopping =
        new Applier(
            new Projector(views, Crossings.UNPUBLISHED, 10, 10),
            Duration.ofMillis(100),
            length -> {
              throw new InterruptedException("stopping");
            },
            (what, why) -> {});

    assertThrows(InterruptedException.class, () -> stopping.apply(List.of(nothing("RUG", 1))));
  }
}
