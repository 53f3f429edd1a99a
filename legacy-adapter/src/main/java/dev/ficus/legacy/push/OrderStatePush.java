package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.ShopOrders;
import dev.ficus.legacy.magento.ShopOrders.Comment;
import dev.ficus.legacy.push.OrderBook.Untold;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.xmlrpc.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Tells one shop how its orders stand, by comments: each state once, the latest wins. Their lines
 * are placed one after the other, so an order is told of when all are and it has been quiet for a
 * window; or when nothing more has come for long.
 *
 * <p>A comment that is made twice stands there twice. So the book says what is about to be told,
 * and where no answer came the shop is asked what is noted on the order, before it is told again. A
 * call that was given up may still be noted: until that is over, nothing more is told.
 */
final class OrderStatePush {

  private static final Logger LOG = Logger.getLogger(OrderStatePush.class);
  private static final int MOST_ATTEMPTS = 10;
  private static final Duration PLACING = Duration.ofSeconds(30);

  private final String shop;
  private final ShopOrders orders;
  private final OrderBook book;
  private final BooleanSupplier paused;
  private final Map<String, String> statuses;
  private final Duration quiet;
  private final int updatesPerCall;
  private final boolean wanted;
  private final Duration longestCall;
  private final Clock clock;
  private final PeriodicTask turns;
  private boolean following;
  // Only the turns know it.
  private Instant landedBy = Instant.MIN;
  private volatile long told;

  /**
   * Has not begun.
   *
   * @param paused whether the shop is to be left alone
   */
  OrderStatePush(
      String shop,
      PushSettings.Shop settings,
      ShopOrders orders,
      OrderBook book,
      BooleanSupplier paused,
      Clock clock) {
    this.shop = shop;
    this.orders = orders;
    this.book = book;
    this.paused = paused;
    this.statuses = settings.statuses();
    this.quiet = settings.window();
    this.updatesPerCall = settings.updatesPerCall();
    this.wanted = settings.comments();
    this.longestCall = settings.exchangeTimeout();
    this.clock = clock;
    this.turns =
        new PeriodicTask("push-orders-" + shop, settings.window(), this::turn, StockPush::why);
  }

  void start() {
    turns.start();
  }

  void stop() throws InterruptedException {
    turns.stop();
  }

  /** How many comments the shop has taken since the adapter began. */
  long told() {
    return told;
  }

  /** Why the last round failed; null when it did not. */
  String failedFor() {
    return turns.failedFor();
  }

  private void turn() {
    if (!following) {
      book.follow(shop, wanted);
      following = true;
    }
    if (wanted && !paused.getAsBoolean()) {
      book.alone(shop, Round.unchecked(this::round));
    }
  }

  /** Tells of all that has changed; what the shop refuses is tried again in the next round. */
  private void round() throws IOException {
    if (clock.instant().isBefore(landedBy)) {
      throw new IOException("a call was given up and may still be under way in the shop");
    }
    List<Untold> some;
    boolean refused = false;
    do {
      some = book.untold(shop, quiet, quiet.plus(PLACING), updatesPerCall);
      refused = !some.isEmpty() && tell(some);
    } while (!refused && some.size() == updatesPerCall);
  }

  /** Whether the shop has refused any. */
  private boolean tell(List<Untold> some) throws IOException {
    List<Untold> certain = certain(some);
    Set<String> refused = new HashSet<>();
    some.forEach(order -> refused.add(order.number()));
    Map<String, String> texts = new HashMap<>();
    List<Comment> comments = new ArrayList<>();
    for (Untold order : certain) {
      refused.remove(order.number());
      OrderState state = OrderState.of(order.lines());
      texts.put(order.number(), state.text());
      if (!order.told().equals(Optional.of(state.text()))) {
        comments.add(new Comment(order.number(), state.text(), status(state)));
      }
    }
    if (!comments.isEmpty()) {
      Map<String, String> telling = new HashMap<>();
      comments.forEach(comment -> telling.put(comment.number(), comment.text()));
      book.telling(shop, telling);
      Set<String> faulted = refused(comments, answers(comments));
      told += comments.size() - faulted.size();
      refused.addAll(faulted);
    }
    settle(some, texts, refused);
    return !refused.isEmpty();
  }

  private List<Answer> answers(List<Comment> comments) throws IOException {
    try {
      return orders.comment(comments);
    } catch (HttpTimeoutException | InterruptedIOException givenUp) {
      landedBy = clock.instant().plus(longestCall);
      throw givenUp;
    }
  }

  private Optional<String> status(OrderState state) {
    return state.overall().map(overall -> statuses.get(overall.key()));
  }

  /**
   * These orders with what the shop was told last: where that is in doubt, it is asked. Those that
   * it does not show are missing.
   */
  private List<Untold> certain(List<Untold> some) throws IOException {
    List<String> doubtful =
        some.stream().filter(order -> order.telling().isPresent()).map(Untold::number).toList();
    if (doubtful.isEmpty()) {
      return some;
    }
    Map<String, List<String>> noted = Patience.with(() -> orders.comments(doubtful));
    return some.stream()
        .filter(order -> order.telling().isEmpty() || noted.containsKey(order.number()))
        .map(order -> order.asNoted(noted.getOrDefault(order.number(), List.of())))
        .toList();
  }

  private Set<String> refused(List<Comment> comments, List<Answer> answers) {
    Set<String> refused = new HashSet<>();
    for (int place = 0; place < comments.size(); place++) {
      if (answers.get(place) instanceof Answer.Fault fault) {
        refused.add(comments.get(place).number());
        LOG.warnf(
            "Shop %s does not take how order %s stands: fault %d, %s",
            shop, comments.get(place).number(), fault.code(), fault.message());
      }
    }
    return refused;
  }

  private void settle(List<Untold> some, Map<String, String> texts, Set<String> refused) {
    List<Untold> settled = new ArrayList<>();
    List<String> again = new ArrayList<>();
    for (Untold order : some) {
      if (!refused.contains(order.number())) {
        settled.add(order);
      } else if (order.attempts() + 1 < MOST_ATTEMPTS) {
        again.add(order.number());
      } else {
        LOG.errorf("Shop %s is not told any more how order %s stands", shop, order.number());
        settled.add(order);
      }
    }
    book.told(shop, settled, texts);
    book.refused(shop, again);
  }
}
