package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.routing.OrdersRead.AskingFeed;
import dev.ficus.legacy.routing.OrdersRead.FeedInFront;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrdersReadTest {

  private static final Instant FIRST_CALL = Instant.parse("2026-11-01T10:00:00Z");

  @Test
  void a_feed_that_tells_when_orders_were_made_needs_no_more() {
    assertEquals(
        List.of(),
        OrdersRead.unread(
            List.of(new FeedInFront("serve", "shop", true, Optional.empty())),
            List.of(new AskingFeed("pull", "shop", true, Optional.empty()))));
  }

  @Test
  void one_that_does_not_is_read_when_all_of_its_shop_was_read_after_the_first_call() {
    assertEquals(List.of(), unread(FIRST_CALL, "shop", FIRST_CALL.plusSeconds(1)));
    assertEquals(List.of("serve"), unread(FIRST_CALL, "shop", FIRST_CALL));
    assertEquals(List.of("serve"), unread(FIRST_CALL, "other", FIRST_CALL.plusSeconds(1)));
    assertEquals(List.of("serve"), unread(null, "shop", FIRST_CALL), "it is not in front yet");
    assertEquals(List.of("pull", "serve"), unread(FIRST_CALL, "shop", null));
  }

  private static List<String> unread(Instant firstCall, String asked, Instant readAt) {
    return OrdersRead.unread(
        List.of(new FeedInFront("serve", "shop", false, Optional.ofNullable(firstCall))),
        List.of(new AskingFeed("pull", asked, false, Optional.ofNullable(readAt))));
  }
}
