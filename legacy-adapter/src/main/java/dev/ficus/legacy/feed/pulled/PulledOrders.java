package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.captured.Captures;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.FrozenProductsException;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.OrderIntake.HandledOrder;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** The way of pulled orders into the intake: read by the feed's dialect, and captured. */
final class PulledOrders implements OrderSink {

  private static final Logger LOG = Logger.getLogger(PulledOrders.class);

  private final String feed;
  private final String shop;
  private final ShopRules rules;
  private final OrderShape shape;
  private final Optional<LocalDateTime> inFrontSince;
  private final Stamps stamps;
  private final Captures captures;
  private final OrderIntake intake;

  PulledOrders(
      String feed,
      String shop,
      ShopRules rules,
      OrderShape shape,
      Optional<LocalDateTime> inFrontSince,
      Stamps stamps,
      Captures captures,
      OrderIntake intake) {
    this.feed = feed;
    this.shop = shop;
    this.rules = rules;
    this.shape = shape;
    this.inFrontSince = inFrontSince;
    this.stamps = stamps;
    this.captures = captures;
    this.intake = intake;
  }

  @Override
  public PendingOrder take(Value order, String correlation) {
    captures.shown(feed, shape, order);
    Arrival arrival = arrival(new Answer.Result(order), Optional.empty(), correlation);
    return read(order, arrival)
        .<PendingOrder>map(
            read -> {
              CompletableFuture<HandledOrder> taken = take(read, arrival);
              return () -> isTaken(taken, arrival);
            })
        .orElse(() -> false);
  }

  @Override
  public void keepNotShown(String number, Answer answer, String correlation) {
    Arrival arrival = arrival(answer, Optional.empty(), correlation);
    OrderNumber.of(shop, number)
        .ifPresentOrElse(
            order -> intake.keepNotShown(order, arrival),
            () -> intake.keepUnreadable(shop, arrival));
  }

  /**
   * Takes in once more what the shop has answered before: an order, or a list of orders.
   *
   * @param cameAt when it was answered, if that is known
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
    List<CompletableFuture<HandledOrder>> taken =
        orders.stream()
            .flatMap(
                order -> {
                  Arrival arrival = arrival(new Answer.Result(order), cameAt, correlation);
                  return read(order, arrival).map(read -> take(read, arrival)).stream();
                })
            .toList();
    return Optional.of(() -> taken.forEach(Results::of));
  }

  private CompletableFuture<HandledOrder> take(OldOrder order, Arrival arrival) {
    boolean beforeUs = ServedFeeds.isBefore(inFrontSince, order);
    WayIn way = inFrontSince.isPresent() ? WayIn.ASKED_FOR : WayIn.READ;
    return intake.take(
        order, rules, new OrderRouting(way, beforeUs, arrival.correlation()), arrival);
  }

  /** Empty when it is no order that can be distinguished from others, and is kept as such. */
  private Optional<OldOrder> read(Value value, Arrival arrival) {
    Optional<OldOrder> order = shape.order(shop, value);
    if (order.isEmpty()) {
      intake.keepUnreadable(shop, arrival);
    }
    return order.map(read -> stamps.isAhead(read.updatedAt()) ? read.withoutTime() : read);
  }

  private boolean isTaken(CompletableFuture<HandledOrder> taken, Arrival arrival) {
    try {
      Results.of(taken);
      return true;
    } catch (NotConfirmedException | FrozenProductsException passing) {
      throw passing;
    } catch (RuntimeException failure) {
      if (TransientFailure.in(failure).isPresent()) {
        throw failure;
      }
      LOG.errorf(failure, "An order of feed %s cannot be taken in", feed);
      intake.keepUnreadable(shop, arrival);
      return false;
    }
  }

  private Arrival arrival(Answer answer, Optional<Instant> cameAt, String correlation) {
    return new Arrival(feed, correlation, cameAt, () -> written(answer));
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
}
