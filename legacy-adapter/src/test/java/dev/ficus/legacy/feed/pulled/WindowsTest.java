package dev.ficus.legacy.feed.pulled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.magento.MagentoOrders.Listed;
import dev.ficus.legacy.magento.OrderLists;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.Window;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {

  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 28, 12, 0);

  private final List<Listed> orders = new ArrayList<>();
  private final List<Window> asked = new ArrayList<>();
  private final List<Listed> taken = new ArrayList<>();
  private final List<Optional<LocalDateTime>> nexts = new ArrayList<>();
  private final AtomicInteger narrowed = new AtomicInteger();
  private int mostListed = Integer.MAX_VALUE;

  @Test
  void what_the_shop_cannot_list_at_once_is_listed_in_shorter_windows() throws Exception {
    IntStream.range(0, 20).forEach(day -> order("" + day, NOW.minusDays(day)));
    mostListed = 3;
    walk(windows(Optional.empty()), Optional.empty());
    assertEquals(20, taken.size());
    assertEquals(20, new HashSet<>(taken).size());
    assertTrue(narrowed.get() > 0);
  }

  @Test
  void windows_follow_each_other_without_a_gap_and_have_no_ends() throws Exception {
    IntStream.range(0, 20).forEach(day -> order("" + day, NOW.minusDays(day)));
    mostListed = 3;
    walk(windows(Optional.empty()), Optional.empty());
    List<Window> answered = asked.stream().filter(window -> matching(window) <= 3).toList();
    assertEquals(Optional.empty(), answered.get(0).from());
    for (int i = 1; i < answered.size(); i++) {
      assertEquals(
          answered.get(i - 1).to().map(time -> time.plusSeconds(1)), answered.get(i).from());
    }
    assertEquals(Optional.empty(), answered.get(answered.size() - 1).to());
    assertEquals(
        answered.stream().map(window -> window.to().map(time -> time.plusSeconds(1))).toList(),
        nexts);
  }

  @Test
  void a_window_without_end_finds_what_is_ahead_and_one_without_begin_what_has_no_time()
      throws Exception {
    order("ahead", NOW.plusYears(12));
    order("none", null);
    order("old", LocalDateTime.of(1970, 1, 1, 0, 0));
    walk(windows(Optional.empty()), Optional.empty());
    assertEquals(List.of("none", "old", "ahead"), taken.stream().map(Listed::number).toList());
  }

  @Test
  void what_was_not_changed_since_the_start_is_not_asked_for() throws Exception {
    LocalDateTime start = NOW.minusDays(3);
    order("before", start.minusSeconds(1));
    order("after", start);
    walk(windows(Optional.of(start)), Optional.empty());
    assertEquals(List.of("after"), taken.stream().map(Listed::number).toList());
    walk(windows(Optional.of(start)), Optional.of(start.minusDays(1)));
    assertTrue(asked.stream().allMatch(window -> window.from().orElseThrow().equals(start)));
  }

  @Test
  void who_has_nearly_come_to_the_end_is_asked_for_once() throws Exception {
    walk(windows(Optional.empty()), Optional.of(NOW.minusMinutes(15)));
    assertEquals(List.of(new Window(Optional.of(NOW.minusMinutes(15)), Optional.empty())), asked);
  }

  @Test
  void all_orders_there_ever_were_are_never_one_question_and_long_times_without_any_are_few()
      throws Exception {
    walk(windows(Optional.empty()), Optional.empty());
    int first = asked.size();
    assertTrue(first > 10 && first < 60, () -> first + " windows");
    asked.clear();
    Windows again = windows(Optional.empty());
    walk(again, Optional.empty());
    walk(again, Optional.empty());
    assertEquals(2 * first, asked.size());
  }

  @Test
  void a_second_that_cannot_be_listed_is_a_failure_that_names_it() {
    order("a", NOW.minusDays(2));
    order("b", NOW.minusDays(1));
    order("c", NOW.minusDays(1));
    mostListed = 1;
    Windows windows = windows(Optional.of(NOW.minusDays(9)));
    IOException failure = assertThrows(IOException.class, () -> walk(windows, Optional.empty()));
    String second = NOW.minusDays(1).toString();
    assertTrue(
        failure.getMessage().startsWith("orders changed from %s to %s ".formatted(second, second)),
        failure::getMessage);
    assertTrue(failure.getMessage().contains("too many"), failure::getMessage);
    assertEquals(List.of("a"), taken.stream().map(Listed::number).toList());
    assertEquals("too many", windows.asked().narrowedFor());
  }

  @Test
  void it_is_shown_why_a_window_was_narrowed_until_one_is_answered() throws Exception {
    IntStream.range(0, 4).forEach(day -> order("" + day, NOW.minusDays(day)));
    mostListed = 3;
    Windows windows = windows(Optional.empty());
    assertNull(windows.asked());
    walk(windows, Optional.empty());
    assertNull(windows.asked().narrowedFor());
    assertNull(windows.asked().to());
  }

  @Test
  void an_order_that_is_listed_twice_counts_once_with_its_last_change() throws Exception {
    order("a", NOW.minusDays(2));
    order("a", NOW.minusDays(1));
    order("a", null);
    walk(windows(Optional.empty()), Optional.of(NOW.minusDays(3)));
    assertEquals(List.of(new Listed("a", NOW.minusDays(1))), taken);
  }

  @Test
  void orders_without_a_time_are_asked_for_apart_where_there_is_no_start() throws Exception {
    order("timed", NOW);
    OrderLists withUntimed =
        new OrderLists() {
          @Override
          public List<Listed> changed(Window window) throws IOException {
            return list(window);
          }

          @Override
          public List<Listed> untimed() {
            return List.of(new Listed("untimed", null));
          }
        };
    walk(windows(withUntimed, Optional.of(NOW.minusDays(1))), Optional.empty());
    assertEquals(List.of("timed"), taken.stream().map(Listed::number).toList());
    walk(windows(withUntimed, Optional.empty()), Optional.empty());
    assertEquals(List.of("timed", "untimed", "timed"), taken.stream().map(Listed::number).toList());
  }

  private void order(String number, LocalDateTime time) {
    orders.add(new Listed(number, time));
  }

  private Windows windows(Optional<LocalDateTime> start) {
    return windows(this::list, start);
  }

  private Windows windows(OrderLists shop, Optional<LocalDateTime> start) {
    return new Windows(
        "feed",
        shop,
        start,
        Duration.ofDays(30),
        new Patience(Duration.ZERO),
        narrowed::incrementAndGet);
  }

  private void walk(Windows windows, Optional<LocalDateTime> from) throws IOException {
    windows.walk(
        from,
        NOW,
        (listed, next) -> {
          taken.addAll(listed);
          nexts.add(next);
        });
  }

  private List<Listed> list(Window window) throws IOException {
    asked.add(window);
    if (matching(window) > mostListed) {
      throw new HttpTimeoutException("too many");
    }
    return orders.stream().filter(order -> isIn(window, order)).toList();
  }

  private long matching(Window window) {
    return orders.stream().filter(order -> isIn(window, order)).count();
  }

  private static boolean isIn(Window window, Listed order) {
    if (order.updatedAt() == null) {
      return window.from().isEmpty() || window.from().get().isAfter(NOW.minusDays(4));
    }
    return window.from().filter(order.updatedAt()::isBefore).isEmpty()
        && window.to().filter(order.updatedAt()::isAfter).isEmpty();
  }
}
