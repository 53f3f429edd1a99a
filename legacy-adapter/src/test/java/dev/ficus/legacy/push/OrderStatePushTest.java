package dev.ficus.legacy.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.magento.OrderComments;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rounds of order states, with a shop and a book in memory. */
class OrderStatePushTest {

  private static final String SHOP = "shop";
  private static final String KEY = "ficus.legacy.pushing.shops.shop.";
  private static final String OURS = "Only about the lines that Ficus fulfils. ";
  private static final StatusWords WORDS =
      new StatusWords(Set.of("complete", "closed"), "processing", Set.of());
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final String IN_THE_WAREHOUSE = "In the warehouse: 3 x A.";
  private static final String DESPATCHED = "Despatched: 3 x A.";

  private final SettableClock clock = new SettableClock();
  private final InMemoryOrderBook book = new InMemoryOrderBook(clock);
  private final FakeOrderComments shop = new FakeOrderComments();
  private boolean paused;
  private final OrderStatePush push =
      push(
          Map.of(
              KEY + "statuses.allocated", "processing", KEY + "statuses.despatched", "complete"));

  @BeforeEach
  void follow() {
    push.run();
  }

  @Test
  void a_state_is_sent_once_and_again_when_it_is_another() {
    book.order(SHOP, "100", "A", 3);
    place("100", PlacementState.ALLOCATED);
    round();
    round();
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("100"));
    assertEquals(Optional.of("processing"), shop.statuses.get("100"));
    place("100", PlacementState.ALLOCATED);
    round();
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("100"));
    place("100", PlacementState.DESPATCHED);
    round();
    assertEquals(List.of(DESPATCHED, IN_THE_WAREHOUSE), shop.comments("100"));
    assertEquals(2, push.taken());
  }

  @Test
  void a_comment_that_arrived_without_an_answer_is_not_sent_again() {
    book.order(SHOP, "100", "A", 3);
    place("100", PlacementState.ALLOCATED);
    shop.failsAfterward = new IOException("no answer");
    assertThrows(UncheckedIOException.class, this::round);
    round();
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("100"));
    place("100", PlacementState.DESPATCHED);
    round();
    assertEquals(List.of(DESPATCHED, IN_THE_WAREHOUSE), shop.comments("100"));
  }

  @Test
  void a_comment_that_did_not_arrive_is_sent_again() {
    book.order(SHOP, "100", "A", 3);
    place("100", PlacementState.ALLOCATED);
    shop.failsBefore = new IOException("no connection");
    assertThrows(UncheckedIOException.class, this::round);
    assertEquals(List.of(), shop.comments("100"));
    round();
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("100"));
  }

  @Test
  void nothing_is_sent_while_a_call_that_was_given_up_may_still_arrive() {
    book.order(SHOP, "100", "A", 3);
    place("100", PlacementState.ALLOCATED);
    shop.failsBefore = new HttpTimeoutException("silent");
    assertThrows(UncheckedIOException.class, this::round);
    assertThrows(UncheckedIOException.class, this::round);
    assertEquals(List.of(), shop.comments("100"));
    clock.forward(Duration.ofMinutes(10));
    round();
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("100"));
  }

  @Test
  void what_a_shop_refuses_is_sent_again_ten_times_in_all_and_does_not_hold_up_others() {
    for (String number : List.of("100", "101")) {
      book.order(SHOP, number, "A", 3);
      place(number, PlacementState.ALLOCATED);
    }
    shop.refused.add("100");
    for (int round = 0; round < 15; round++) {
      round();
    }
    assertEquals(10, shop.refusals);
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("101"));
    shop.refused.clear();
    place("100", PlacementState.DESPATCHED);
    round();
    assertEquals(List.of(DESPATCHED), shop.comments("100"));
  }

  @Test
  void a_shop_that_is_paused_is_left_alone() {
    book.order(SHOP, "100", "A", 3);
    place("100", PlacementState.ALLOCATED);
    paused = true;
    round();
    assertEquals(List.of(), shop.comments("100"));
    paused = false;
    round();
    assertEquals(List.of(IN_THE_WAREHOUSE), shop.comments("100"));
  }

  @Test
  void a_shop_without_comments_is_sent_none() {
    book.order(SHOP, "100", "A", 3);
    place("100", PlacementState.ALLOCATED);
    clock.forward(WINDOW);
    push(Map.of(KEY + "comments", "false")).run();
    assertEquals(List.of(), shop.comments("100"));
  }

  @Test
  void our_final_status_of_an_order_of_both_is_kept_until_the_monoliths_lines_are_done() {
    orderOfBoth();
    place("100", PlacementState.DESPATCHED);
    round();
    assertEquals(List.of(OURS + DESPATCHED), shop.comments("100"));
    assertEquals(Optional.of("processing"), shop.statuses.get("100"));
    book.show(SHOP, "100", "M", false);
    round();
    round();
    assertEquals(
        List.of(OURS + DESPATCHED + " The other lines are done too.", OURS + DESPATCHED),
        shop.comments("100"));
    assertEquals(Optional.of("complete"), shop.statuses.get("100"));
  }

  @Test
  void the_monoliths_final_status_that_was_held_is_sent_once_when_our_lines_are_done() {
    orderOfBoth();
    place("100", PlacementState.ALLOCATED);
    round();
    assertFalse(give("closed"));
    assertFalse(give("closed"));
    round();
    assertEquals(List.of(OURS + IN_THE_WAREHOUSE), shop.comments("100"));
    place("100", PlacementState.DESPATCHED);
    shop.failsAfterward = new IOException("no answer");
    assertThrows(UncheckedIOException.class, this::round);
    round();
    round();
    String done = OURS + DESPATCHED + " The other lines: closed since 2026-11-28T10:00:01Z.";
    assertEquals(List.of(done, OURS + IN_THE_WAREHOUSE), shop.comments("100"));
    assertEquals(Optional.of("closed"), shop.statuses.get("100"));
    assertTrue(give("closed"), "the shop has it");
    round();
    assertEquals(2, shop.comments("100").size());
  }

  @Test
  void a_final_status_that_was_held_is_sent_however_often_the_shop_refuses_it() {
    orderOfBoth();
    place("100", PlacementState.ALLOCATED);
    round();
    assertFalse(give("closed"));
    place("100", PlacementState.DESPATCHED);
    shop.refused.add("100");
    for (int round = 0; round < 15; round++) {
      round();
    }
    assertEquals(15, shop.refusals);
    shop.refused.clear();
    round();
    assertEquals(Optional.of("closed"), shop.statuses.get("100"));
  }

  @Test
  void a_final_status_that_the_monolith_has_taken_back_is_not_sent() {
    orderOfBoth();
    place("100", PlacementState.ALLOCATED);
    assertFalse(give("closed"));
    assertTrue(give("pending"));
    place("100", PlacementState.DESPATCHED);
    round();
    assertEquals(List.of(OURS + DESPATCHED), shop.comments("100"));
    assertEquals(Optional.of("processing"), shop.statuses.get("100"));
  }

  @Test
  void a_final_status_that_is_given_while_a_comment_is_under_way_is_sent_after_it() {
    orderOfBoth();
    place("100", PlacementState.DESPATCHED);
    assertFalse(give("closed"));
    round();
    assertEquals(Optional.of("closed"), shop.statuses.get("100"));
    assertTrue(give("complete"), "now the shop knows that ours are done");
    round();
    assertEquals(Optional.empty(), shop.statuses.get("100"), "the monolith's stays");
  }

  private void orderOfBoth() {
    book.order(SHOP, "100", "A", 3);
    book.show(SHOP, "100", "M", true);
  }

  private boolean give(String status) {
    return book.note(new OrderNumber(SHOP, "100"), status, WORDS);
  }

  private void place(String number, PlacementState state) {
    book.place(SHOP, number, "A", state);
  }

  private void round() {
    clock.forward(WINDOW);
    push.run();
  }

  private OrderStatePush push(Map<String, String> some) {
    Map<String, String> properties = new HashMap<>(some);
    properties.put(KEY + "url", "http://shop.example/api/xmlrpc");
    properties.put(KEY + "user", "ficus");
    properties.put(KEY + "key", "secret");
    PushSettings settings =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(properties, "test", 200))
            .withMapping(PushSettings.class)
            .build()
            .getConfigMapping(PushSettings.class);
    return new OrderStatePush(
        SHOP, settings.shops().get(SHOP), shop, book, WORDS, () -> paused, clock);
  }

  private static final class FakeOrderComments implements OrderComments {

    private final Map<String, List<String>> comments = new HashMap<>();
    private final Map<String, Optional<String>> statuses = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private IOException failsBefore;
    private IOException failsAfterward;
    private int refusals;

    @Override
    public List<Answer> comment(List<Comment> sent) throws IOException {
      IOException before = failsBefore;
      IOException afterward = failsAfterward;
      failsBefore = null;
      failsAfterward = null;
      if (before != null) {
        throw before;
      }
      List<Answer> answers = sent.stream().map(this::take).toList();
      if (afterward != null) {
        throw afterward;
      }
      return answers;
    }

    private Answer take(Comment comment) {
      if (refused.contains(comment.number())) {
        refusals++;
        return new Answer.Fault(101, "not now");
      }
      comments.computeIfAbsent(comment.number(), any -> new ArrayList<>()).add(0, comment.text());
      statuses.put(comment.number(), comment.status());
      return new Answer.Result(new Value.Bool(true));
    }

    @Override
    public Map<String, List<String>> comments(List<String> numbers) {
      Map<String, List<String>> shown = new HashMap<>();
      numbers.forEach(number -> shown.put(number, comments(number)));
      return shown;
    }

    List<String> comments(String number) {
      return List.copyOf(comments.getOrDefault(number, List.of()));
    }
  }
}
