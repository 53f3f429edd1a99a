package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.OrderComments;
import dev.ficus.legacy.magento.OrderComments.Comment;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.push.OrderBook.UnsentOrder;
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
 * The push of order states to one shop, by comments on its orders: each state once, the latest
 * wins. An order's lines are placed one after the other, so its state is sent when all are and it
 * has been quiet from one round to the next; or when nothing more has come for long.
 *
 * <p>A comment that is sent twice is there twice. So the book has what is about to be sent, and
 * where no answer came the shop is asked for the order's comments before it is sent another. A call
 * that was given up may still arrive: until that is over, nothing more is sent.
 */
final class OrderStatePush {

  private static final Logger LOG = Logger.getLogger(OrderStatePush.class);
  private static final Duration PLACING = Duration.ofSeconds(30);

  private final String shop;
  private final OrderComments orders;
  private final OrderBook book;
  private final StatusWords words;
  private final BooleanSupplier paused;
  private final Map<String, String> statuses;
  private final Patience patience;
  private final Duration quiet;
  private final int updatesPerCall;
  private final boolean wanted;
  private final Duration longestCall;
  private final Clock clock;
  private final PeriodicTask task;
  private boolean following;
  // Only the task's thread knows it.
  private Instant arrivedBy = Instant.MIN;
  private volatile long taken;

  /**
   * Has not begun.
   *
   * @param words for the statuses of the shop's orders
   * @param paused whether the shop is to be left alone
   */
  OrderStatePush(
      String shop,
      PushSettings.Shop settings,
      OrderComments orders,
      OrderBook book,
      StatusWords words,
      BooleanSupplier paused,
      Clock clock) {
    this.shop = shop;
    this.orders = orders;
    this.book = book;
    this.words = words;
    this.paused = paused;
    this.statuses = settings.statuses();
    this.patience = new Patience(settings.firstPause());
    this.quiet = settings.window();
    this.updatesPerCall = settings.updatesPerCall();
    this.wanted = settings.comments();
    this.longestCall = settings.exchangeTimeout();
    this.clock = clock;
    this.task =
        new PeriodicTask("push-orders-" + shop, settings.window(), this::run, StockPush::why);
  }

  void start() {
    task.start();
  }

  void stop() throws InterruptedException {
    task.stop();
  }

  /** How many comments the shop has taken since the adapter began. */
  long taken() {
    return taken;
  }

  /** Why the last round failed; null when it did not. */
  String failedFor() {
    return task.failedFor();
  }

  void run() {
    if (!following) {
      book.follow(shop, wanted);
      following = true;
    }
    if (wanted && !paused.getAsBoolean()) {
      book.alone(shop, Round.unchecked(this::round));
    }
  }

  /** Sends all that has changed; what the shop refuses is tried again in the next round. */
  private void round() throws IOException {
    if (clock.instant().isBefore(arrivedBy)) {
      throw new IOException("a call was given up and may still be under way in the shop");
    }
    List<UnsentOrder> some;
    boolean refused = false;
    do {
      some = book.unsent(shop, quiet, quiet.plus(PLACING), updatesPerCall);
      refused = !some.isEmpty() && send(some);
    } while (!refused && some.size() == updatesPerCall);
  }

  /** Whether the shop has refused any. */
  private boolean send(List<UnsentOrder> some) throws IOException {
    List<UnsentOrder> certain = certain(some);
    Set<String> refused = new HashSet<>();
    some.forEach(order -> refused.add(order.number()));
    Map<String, String> texts = new HashMap<>();
    List<Comment> comments = new ArrayList<>();
    for (UnsentOrder order : certain) {
      refused.remove(order.number());
      OrderState state = OrderState.of(order.lines(), order.monoliths());
      texts.put(order.number(), state.text());
      if (!order.sent().equals(Optional.of(state.text()))) {
        comments.add(new Comment(order.number(), state.text(), state.status(statuses, words)));
      }
    }
    if (!comments.isEmpty()) {
      Map<String, String> sending = new HashMap<>();
      comments.forEach(comment -> sending.put(comment.number(), comment.text()));
      book.sending(shop, sending);
      Set<String> faulted = refused(comments, answers(comments));
      taken += comments.size() - faulted.size();
      refused.addAll(faulted);
    }
    settle(some, texts, refused);
    return !refused.isEmpty();
  }

  private List<Answer> answers(List<Comment> comments) throws IOException {
    try {
      return orders.comment(comments);
    } catch (HttpTimeoutException | InterruptedIOException givenUp) {
      arrivedBy = clock.instant().plus(longestCall);
      throw givenUp;
    }
  }

  /**
   * These orders with the text that the shop was sent last: where that is in doubt, it is asked.
   * Those that it does not show are missing.
   */
  private List<UnsentOrder> certain(List<UnsentOrder> some) throws IOException {
    List<String> doubtful =
        some.stream()
            .filter(order -> order.sending().isPresent())
            .map(UnsentOrder::number)
            .toList();
    if (doubtful.isEmpty()) {
      return some;
    }
    Map<String, List<String>> comments = patience.with(() -> orders.comments(doubtful));
    return some.stream()
        .filter(order -> order.sending().isEmpty() || comments.containsKey(order.number()))
        .map(order -> order.withComments(comments.getOrDefault(order.number(), List.of())))
        .toList();
  }

  private Set<String> refused(List<Comment> comments, List<Answer> answers) {
    Set<String> refused = new HashSet<>();
    for (int place = 0; place < comments.size(); place++) {
      if (answers.get(place) instanceof Answer.Fault fault) {
        refused.add(comments.get(place).number());
        LOG.warnf(
            "Shop %s does not take the state of order %s: fault %d, %s",
            shop, comments.get(place).number(), fault.code(), fault.message());
      }
    }
    return refused;
  }

  private void settle(List<UnsentOrder> some, Map<String, String> texts, Set<String> refused) {
    List<UnsentOrder> settled = new ArrayList<>();
    List<String> again = new ArrayList<>();
    for (UnsentOrder order : some) {
      if (!refused.contains(order.number())) {
        settled.add(order);
      } else if (order.attempts() + 1 < OrderBook.MOST_ATTEMPTS || order.owesFinalStatus()) {
        again.add(order.number());
      } else {
        LOG.errorf("Shop %s is not sent the state of order %s any more", shop, order.number());
        settled.add(order);
      }
    }
    book.sent(shop, settled, texts);
    book.refused(shop, again);
  }
}
