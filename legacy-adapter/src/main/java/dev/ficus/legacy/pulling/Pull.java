package dev.ficus.legacy.pulling;

import dev.ficus.legacy.capturing.Captures;
import dev.ficus.legacy.dialect.OrderShape;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Outage;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.pulling.MagentoOrders.Listed;
import dev.ficus.legacy.translating.ShopRules;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Fetches one shop's orders and hands them to the intake.
 *
 * <p>How far it has come is the last change the shop itself has named, never a time of ours; it
 * moves only past what is with the broker or in quarantine. It asks from a while before that,
 * because a change may become visible after later ones; what is fetched again and has not changed
 * changes nothing. What even that misses is found when all orders are compared with the ledger.
 */
final class Pull {

  private static final Logger LOG = Logger.getLogger(Pull.class);
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int COMPARED_AT_ONCE = 500;
  private static final Comparator<Listed> OLDEST_CHANGE_FIRST =
      Comparator.comparing(Listed::updatedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Listed::number);

  private final String feed;
  private final String shopName;
  private final ShopRules rules;
  private final OrderShape shape;
  private final MagentoOrders shop;
  private final Duration overlap;
  private final int ordersPerCall;
  private final ExecutorService calls;
  private final Captures captures;
  private final OrderIntake intake;
  private final Ledger ledger;
  private final PullBook book;
  private final Clock clock;
  private volatile int listed;
  private volatile int done;

  Pull(
      String feed,
      PullSettings.Shop settings,
      ShopRules rules,
      OrderShape shape,
      MagentoOrders shop,
      ExecutorService calls,
      Captures captures,
      OrderIntake intake,
      Ledger ledger,
      PullBook book,
      Clock clock) {
    this.feed = feed;
    this.shopName = settings.shop();
    this.rules = rules;
    this.shape = shape;
    this.shop = shop;
    this.overlap = settings.overlap();
    this.ordersPerCall = settings.ordersPerCall();
    this.calls = calls;
    this.captures = captures;
    this.intake = intake;
    this.ledger = ledger;
    this.book = book;
    this.clock = clock;
  }

  /** How many orders were listed in this round, or the last one. */
  int listed() {
    return listed;
  }

  /** How many of them are safe. */
  int done() {
    return done;
  }

  /** What became of some orders. */
  private record Fetched(int takenIn, int quarantined) {
    Fetched and(Fetched other) {
      return new Fetched(takenIn + other.takenIn, quarantined + other.quarantined);
    }
  }

  /**
   * Takes in what has changed since the last time.
   *
   * @throws IOException if the shop does not answer as it should; what was taken in stays
   */
  void changes() throws IOException {
    Optional<LocalDateTime> from = book.of(feed).watermark().map(last -> last.minus(overlap));
    fetch(listedSince(from), true);
  }

  /**
   * Compares all orders of the shop with the ledger, takes in what is missing or not as it should
   * be, and keeps a report.
   *
   * @throws IOException if the shop does not answer as it should; then there is no report
   */
  Report compare() throws IOException {
    Instant begunAt = clock.instant();
    List<Listed> all = listedSince(Optional.empty());
    List<Listed> wrong = new ArrayList<>();
    int missing = 0;
    long lines = 0;
    long standing = 0;
    for (List<Listed> some : parts(all, COMPARED_AT_ONCE)) {
      Map<OrderNumber, KnownOrder> known = ledger.find(numbers(some));
      for (Listed order : some) {
        Optional<KnownOrder> here = OrderNumber.of(shopName, order.number()).map(known::get);
        if (here.isEmpty()) {
          missing++;
          wrong.add(order);
        } else if (!isAsListed(here.get(), order)) {
          wrong.add(order);
        }
        lines += here.map(each -> each.lines().size()).orElse(0);
        standing +=
            here.map(each -> each.lines().stream().filter(line -> line.stands()).count())
                .orElse(0L);
      }
    }
    Fetched fetched = fetch(wrong, false);
    Report report =
        new Report(
            begunAt,
            clock.instant(),
            all.size(),
            missing,
            wrong.size() - missing,
            fetched.takenIn(),
            fetched.quarantined(),
            lines,
            standing);
    book.compared(feed, report);
    return report;
  }

  private static boolean isAsListed(KnownOrder here, Listed order) {
    return order.updatedAt() == null
        || here.updatedAt().filter(seen -> !seen.isBefore(order.updatedAt())).isPresent();
  }

  private Collection<OrderNumber> numbers(List<Listed> some) {
    return some.stream()
        .map(order -> OrderNumber.of(shopName, order.number()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Each order once, though the shop may list it twice, with its last change. */
  private List<Listed> listedSince(Optional<LocalDateTime> from) throws IOException {
    Map<String, Listed> byNumber =
        repeated(
            () -> {
              Map<String, Listed> rows = new HashMap<>();
              shop.changed(
                  from,
                  row ->
                      rows.merge(
                          row.number(),
                          row,
                          (a, b) -> OLDEST_CHANGE_FIRST.compare(a, b) < 0 ? b : a));
              return rows;
            });
    return byNumber.values().stream().sorted(OLDEST_CHANGE_FIRST).toList();
  }

  private Fetched fetch(List<Listed> orders, boolean inTheirOrder) throws IOException {
    listed = orders.size();
    done = 0;
    String correlation = UUID.randomUUID().toString();
    List<List<Listed>> parts = parts(orders, ordersPerCall);
    List<Future<Fetched>> begun =
        parts.stream().map(part -> calls.submit(() -> part(part, correlation))).toList();
    Fetched all = new Fetched(0, 0);
    try {
      for (int i = 0; i < parts.size(); i++) {
        all = all.and(begun.get(i).get());
        done += parts.get(i).size();
        if (inTheirOrder) {
          parts.get(i).stream()
              .map(Listed::updatedAt)
              .filter(Objects::nonNull)
              .max(Comparator.naturalOrder())
              .ifPresent(last -> book.reached(feed, last));
        }
      }
      return all;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw failed.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(failed.getCause());
    } finally {
      begun.forEach(each -> each.cancel(true));
    }
  }

  /**
   * Fetches some orders and returns when all of them are safe. An order that the shop refuses to
   * show, again and again, goes to quarantine, for it must not keep the others waiting.
   */
  private Fetched part(List<Listed> orders, String correlation) throws IOException {
    List<String> left = new ArrayList<>(orders.stream().map(Listed::number).toList());
    Map<String, Answer> refused = new HashMap<>();
    List<Begun> begun = new ArrayList<>();
    int kept = 0;
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; attempt <= ATTEMPTS && !left.isEmpty(); attempt++) {
      if (attempt > 1) {
        pause(pause);
        pause = pause.multipliedBy(2);
      }
      refused.clear();
      Map<String, Value> shown = new HashMap<>();
      repeated(
          () -> {
            shown.clear();
            refused.clear();
            shop.orders(
                left,
                (number, answer) -> {
                  if (answer instanceof Answer.Result result) {
                    shown.put(number, result.value());
                  } else {
                    refused.put(number, answer);
                  }
                });
            return null;
          });
      for (Value order : shown.values()) {
        captures.shown(feed, shape, order);
        Optional<Begun> one = take(order, Optional.empty(), correlation);
        one.ifPresent(begun::add);
        kept += one.isPresent() ? 0 : 1;
      }
      left.retainAll(refused.keySet());
    }
    for (String number : left) {
      Answer answer = refused.get(number);
      Arrival arrival = new Arrival(feed, correlation, () -> written(answer));
      OrderNumber.of(shopName, number)
          .ifPresentOrElse(
              order -> intake.keepNotShown(order, arrival),
              () -> intake.keepUnreadable(shopName, arrival));
    }
    int taken = 0;
    for (Begun each : begun) {
      if (isSafe(each)) {
        taken++;
      } else {
        intake.keepUnreadable(shopName, each.arrival());
        kept++;
      }
    }
    return new Fetched(taken, left.size() + kept);
  }

  /** An order that is being taken in. */
  private record Begun(Arrival arrival, CompletableFuture<Void> taken) {}

  /** False when the order as such cannot be taken in; throws when none can be at present. */
  private boolean isSafe(Begun begun) {
    try {
      Results.of(begun.taken());
      return true;
    } catch (NotConfirmedException passing) {
      throw passing;
    } catch (RuntimeException failure) {
      if (Outage.in(failure).isPresent()) {
        throw failure;
      }
      LOG.errorf(failure, "An order of feed %s cannot be taken in", feed);
      return false;
    }
  }

  /** Empty when it is no order that can be told from others, and is kept as such. */
  private Optional<Begun> take(Value value, Optional<Instant> cameAt, String correlation) {
    Arrival arrival =
        new Arrival(feed, correlation, cameAt, () -> written(new Answer.Result(value)));
    Optional<OldOrder> order = shape.order(shopName, value);
    if (order.isEmpty()) {
      intake.keepUnreadable(shopName, arrival);
    }
    return order.map(read -> new Begun(arrival, intake.take(read, rules, arrival)));
  }

  /**
   * Takes in once more what the shop has answered before: an order, or a list of orders.
   *
   * @return waits until they are safe; empty when there is no order in it, as in a list of what has
   *     changed
   */
  Optional<Runnable> takeAgain(Value answered, Optional<Instant> cameAt, String correlation) {
    boolean one = answered.asList().filter(list -> !list.isEmpty()).isEmpty();
    List<Value> orders =
        one
            ? List.of(answered)
            : answered.asList().orElseThrow().stream().filter(shape::showsLines).toList();
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    List<Begun> begun =
        orders.stream().flatMap(order -> take(order, cameAt, correlation).stream()).toList();
    return Optional.of(() -> begun.forEach(each -> Results.of(each.taken())));
  }

  private static byte[] written(Answer answer) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return xml.toByteArray();
  }

  /** Something that is asked of the shop. */
  private interface Asking<T> {
    T ask() throws IOException;
  }

  /** Old shops fail now and then, and answer when they are asked again. */
  private <T> T repeated(Asking<T> asking) throws IOException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return asking.ask();
      } catch (InterruptedIOException stopping) {
        throw stopping;
      } catch (IOException failure) {
        if (attempt == ATTEMPTS) {
          throw failure;
        }
        pause(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }

  private static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return parts;
  }
}
