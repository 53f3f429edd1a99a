package dev.ficus.legacy.feed.pulled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StampsTest {

  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 28, 12, 0);

  private final AtomicInteger counted = new AtomicInteger();
  private final Stamps stamps =
      new Stamps(
          Duration.ofMinutes(10),
          Clock.fixed(NOW.toInstant(ZoneOffset.UTC), ZoneOffset.UTC),
          counted::incrementAndGet);

  @Test
  void a_clock_that_is_a_little_ahead_is_right() {
    assertFalse(stamps.isAhead(null));
    assertFalse(stamps.isAhead(NOW.plusMinutes(10)));
    assertTrue(stamps.isAhead(NOW.plusMinutes(10).plusSeconds(1)));
    assertTrue(stamps.isAhead(LocalDateTime.of(2038, 1, 19, 3, 14, 7)));
  }

  @Test
  void an_order_whose_time_is_ahead_is_fetched_once_without_it_and_again_with_another() {
    Listed right = new Listed("1", NOW);
    Listed ahead = new Listed("2", NOW.plusHours(3));
    assertEquals(List.of(right, new Listed("2", null)), stamps.toFetch(List.of(right, ahead)));
    assertEquals(0, counted.get());
    stamps.fetched(List.of(right, ahead));
    assertEquals(1, counted.get());
    assertEquals(List.of(right), stamps.toFetch(List.of(right, ahead)));

    Listed changed = new Listed("2", NOW.plusHours(4));
    assertEquals(List.of(new Listed("2", null)), stamps.toFetch(List.of(changed)));
    stamps.fetched(List.of(changed));
    assertEquals(2, counted.get());
  }

  @Test
  void one_that_could_not_be_fetched_is_fetched_again() {
    List<Listed> ahead = List.of(new Listed("2", NOW.plusHours(3)));
    assertEquals(1, stamps.toFetch(ahead).size());
    assertEquals(1, stamps.toFetch(ahead).size());
  }

  @Test
  void the_last_round_counts_them() {
    stamps.begin();
    stamps.toFetch(List.of(new Listed("1", NOW.plusHours(1)), new Listed("2", NOW.plusHours(2))));
    stamps.end();
    assertEquals(new Stamps.Ahead(2, NOW.plusHours(2)), stamps.ahead());
    stamps.begin();
    stamps.toFetch(List.of(new Listed("1", NOW)));
    assertEquals(2, stamps.ahead().orders());
    stamps.end();
    assertEquals(new Stamps.Ahead(0, null), stamps.ahead());
  }

  @Test
  void of_many_only_the_last_are_remembered() {
    for (int i = 0; i < 10_001; i++) {
      stamps.fetched(List.of(new Listed("" + i, NOW.plusDays(1))));
    }
    assertEquals(1, stamps.toFetch(List.of(new Listed("0", NOW.plusDays(1)))).size());
    assertEquals(0, stamps.toFetch(List.of(new Listed("1", NOW.plusDays(1)))).size());
  }
}
