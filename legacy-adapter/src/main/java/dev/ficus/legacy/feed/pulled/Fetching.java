package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.feed.captured.Captures;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.MagentoOrders;
import dev.ficus.legacy.magento.MagentoOrders.Listed;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Fetches orders from a shop, many at a time, and hands them to the intake. */
final class Fetching {

  private static final Logger LOG = Logger.getLogger(Fetching.class);

  /** So many orders that cannot be shown, and none that can, are the shop's failure. */
  private static final int FAILURES_OF_THE_SHOP = 3;

  private static final String NO_ORDER = "-";

  private final String feed;
  private final String shopName;
  private final ShopRules rules;
  private final OrderShape shape;
  private final MagentoOrders shop;
  private final Stamps stamps;
  private final int ordersPerCall;
  private final ExecutorService calls;
  private final Captures captures;
  private final OrderIntake intake;
  private volatile int listed;
  private volatile int done;

  Fetching(
      String feed,
      PullSettings.Shop settings,
      ShopRules rules,
      OrderShape shape,
      MagentoOrders shop,
      Stamps stamps,
      ExecutorService calls,
      Captures captures,
      OrderIntake intake) {
    this.feed = feed;
    this.shopName = settings.shop();
    this.rules = rules;
    this.shape = shape;
    this.shop = shop;
    this.stamps = stamps;
    this.ordersPerCall = settings.ordersPerCall();
    this.calls = calls;
    this.captures = captures;
    this.intake = intake;
  }

  /** What became of some orders. */
  record Fetched(int takenIn, int quarantined) {
    private Fetched and(Fetched other) {
      return new Fetched(takenIn + other.takenIn, quarantined + other.quarantined);
    }
  }

  /** How many orders are fetched in this round, or were in the last one. */
  int listed() {
    return listed;
  }

  /** How many of them are safe. */
  int done() {
    return done;
  }

  /** A round begins. */
  void begin() {
    listed = 0;
    done = 0;
  }

  /**
   * Fetches orders, and returns when all of them are safe.
   *
   * @param reached is told, part by part, the last change among those that are safe
   * @throws IOException if the shop does not answer as it should; what was taken in stays
   */
  Fetched fetch(List<Listed> orders, Consumer<LocalDateTime> reached) throws IOException {
    listed += orders.size();
    String correlation = UUID.randomUUID().toString();
    List<List<Listed>> parts = parts(orders, ordersPerCall);
    List<Future<Fetched>> begun =
        parts.stream().map(part -> calls.submit(() -> part(part, correlation))).toList();
    Fetched all = new Fetched(0, 0);
    try {
      for (int i = 0; i < parts.size(); i++) {
        all = all.and(begun.get(i).get());
        done += parts.get(i).size();
        parts.get(i).stream()
            .map(Listed::updatedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .ifPresent(reached);
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
   * show, again and again, or cannot show while it shows others, goes to quarantine, for it must
   * not keep the others waiting.
   */
  private Fetched part(List<Listed> orders, String correlation) throws IOException {
    List<String> left = new ArrayList<>(orders.stream().map(Listed::number).toList());
    Portion portion = new Portion(correlation);
    for (int attempt = 1; attempt <= Patience.ATTEMPTS && !left.isEmpty(); attempt++) {
      Patience.rest(attempt);
      portion.refused.clear();
      portion.ask(left);
      left.retainAll(portion.refused.keySet());
    }
    portion.notShown().forEach((number, answer) -> keepNotShown(number, answer, correlation));
    int taken = 0;
    for (Begun each : portion.begun) {
      if (isSafe(each)) {
        taken++;
      } else {
        intake.keepUnreadable(shopName, each.arrival());
      }
    }
    return new Fetched(taken, orders.size() - taken);
  }

  private void keepNotShown(String number, Answer answer, String correlation) {
    Arrival arrival = new Arrival(feed, correlation, () -> written(answer));
    OrderNumber.of(shopName, number)
        .ifPresentOrElse(
            order -> intake.keepNotShown(order, arrival),
            () -> intake.keepUnreadable(shopName, arrival));
  }

  /** Some orders that are asked for together, as long as the shop can answer that. */
  private final class Portion {

    private final String correlation;
    private final List<Begun> begun = new ArrayList<>();
    private final Map<String, Answer> refused = new HashMap<>();
    private final Map<String, IOException> cannot = new LinkedHashMap<>();
    private boolean answered;

    Portion(String correlation) {
      this.correlation = correlation;
    }

    /**
     * Begins to take in those of the orders that the shop shows.
     *
     * @throws IOException when it shows none, which is the shop's failure and not an order's
     */
    void ask(List<String> numbers) throws IOException {
      askHalving(numbers);
      for (IOException failure : cannot.values()) {
        if (!isOfTheOrder(failure) && !answers()) {
          throw failure;
        }
      }
    }

    /** Whether it is the order and not the shop: a shop that works says that it has none such. */
    private boolean answers() throws IOException {
      try {
        if (!answered) {
          shop.orders(List.of(NO_ORDER), (number, answer) -> {});
          answered = true;
        }
      } catch (InterruptedIOException stopping) {
        throw stopping;
      } catch (IOException failure) {
        LOG.debugf("Feed %s: the shop shows no order: %s", feed, failure.getMessage());
      }
      return answered;
    }

    /** What could not be shown, in the form of an answer. */
    Map<String, Answer> notShown() {
      Map<String, Answer> all = new HashMap<>(refused);
      cannot.forEach(
          (number, failure) ->
              all.put(number, new Answer.Fault(0, String.valueOf(failure.getMessage()))));
      return all;
    }

    private void askHalving(List<String> numbers) throws IOException {
      boolean one = numbers.size() == 1;
      try {
        Patience.with(() -> askOnce(numbers), failure -> !one && Magento.mayAnswerLess(failure));
      } catch (IOException failure) {
        if (!Magento.mayAnswerLess(failure)) {
          throw failure;
        }
        if (!one) {
          askHalving(numbers.subList(0, numbers.size() / 2));
          askHalving(numbers.subList(numbers.size() / 2, numbers.size()));
        } else {
          cannot.put(numbers.get(0), failure);
          if (cannot.size() == FAILURES_OF_THE_SHOP && !answers()) {
            throw failure;
          }
        }
      }
    }

    /** An answer that begins as it should and cannot be read holds something that nobody can. */
    private static boolean isOfTheOrder(IOException failure) {
      return failure instanceof XmlRpcClient.UnreadableAnswer unreadable
          && unreadable.beginsAsAnswer();
    }

    private Void askOnce(List<String> numbers) throws IOException {
      Map<String, Value> shown = new HashMap<>();
      shop.orders(
          numbers,
          (number, answer) -> {
            if (answer instanceof Answer.Result result) {
              shown.put(number, result.value());
            } else {
              refused.put(number, answer);
            }
          });
      answered = true;
      for (Value order : shown.values()) {
        captures.shown(feed, shape, order);
        take(order, Optional.empty(), correlation).ifPresent(begun::add);
      }
      return null;
    }
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
      if (TransientFailure.in(failure).isPresent()) {
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
    return order
        .map(read -> stamps.isAhead(read.updatedAt()) ? read.withoutTime() : read)
        .map(read -> new Begun(arrival, intake.take(read, rules, arrival)));
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

  static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return parts;
  }
}
