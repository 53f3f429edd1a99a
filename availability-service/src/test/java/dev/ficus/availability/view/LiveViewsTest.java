package dev.ficus.availability.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.availability.stock.Stock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveViewsTest extends ViewsContract {

  private static final Instant NOW = Instant.parse("2026-02-27T12:00:00Z");

  private final LiveViews views = new LiveViews(Clock.fixed(NOW, ZoneOffset.UTC));

  @Override
  protected Views views() {
    return views;
  }

  @Test
  void it_knows_since_when_a_view_is_behind() {
    store(3, 4);
    assertEquals(Optional.of(NOW), views.behindSince("RUG"));

    store(4, 4);
    assertEquals(Optional.empty(), views.behindSince("RUG"));
  }

  private void store(long sequence, long heard) {
    views.change(
        Set.of("RUG"),
        known -> List.of(new View(new Stock("RUG", sequence, List.of()), heard, Instant.EPOCH)));
  }
}
