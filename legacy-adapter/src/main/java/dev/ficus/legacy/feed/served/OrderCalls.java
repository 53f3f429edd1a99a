package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.OrderIntake.HandledOrder;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.Handling;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Calls about an order: the order as a whole, or its cancellation. Whatever is forwarded to the
 * monolith is in the ledger first; what cannot be written there goes nowhere.
 */
@ApplicationScoped
class OrderCalls {

  private final OrderIntake intake;

  OrderCalls(OrderIntake intake) {
    this.intake = intake;
  }

  /** Begins to carry out a call about an order; the reply is there when it is safe. */
  Supplier<OrderReply> begin(ServedCall call, KnownCall known, WayIn way) {
    return known.means() == KnownCall.Meaning.CANCELLATION
        ? cancel(call, known, way)
        : take(call, known, way);
  }

  private Supplier<OrderReply> take(ServedCall call, KnownCall known, WayIn way) {
    ServedFeeds.ServedFeed feed = call.feed();
    Optional<OldOrder> read = feed.dialect().order().order(feed.shop(), known.subject(call.call()));
    if (read.isEmpty()) {
      return keepUnreadable(call, way);
    }
    OldOrder order = read.get();
    ShownOrder shown = ShownOrder.in(call, order);
    OrderRouting routing =
        new OrderRouting(way, feed.isBeforeUs(order), call.arrival().correlation(), shown);
    CompletableFuture<HandledOrder> taken =
        intake.take(order, feed.rules(), routing, call.arrival());
    return () -> {
      HandledOrder handled = Results.of(taken);
      return reply(
          call,
          handled,
          shown.without(handled.cut()),
          known.reply() == KnownCall.Reply.NUMBER
              ? Answers.text(order.number().number())
              : Answers.TRUE);
    };
  }

  /** What nobody can read is the monolith's, as long as nothing is ours. */
  private Supplier<OrderReply> keepUnreadable(ServedCall call, WayIn way) {
    String shop = call.feed().shop();
    String place = call.call().place();
    if (way == WayIn.TO_THE_MONOLITH
        && !intake.keepUnreadableUnlessTheMonoliths(shop, place, call.arrival())) {
      return OrderReply::forwarded;
    }
    if (way != WayIn.TO_THE_MONOLITH) {
      intake.keepUnreadable(shop, place, call.arrival());
    }
    return () -> OrderReply.ours(Answers.TRUE);
  }

  /** Cancels an order; one that was never seen is a fault of whoever fulfils orders here. */
  private Supplier<OrderReply> cancel(ServedCall call, KnownCall known, WayIn way) {
    Optional<OrderNumber> number =
        OrderShape.orderNumber(call.feed().shop(), known.subject(call.call()));
    if (number.isEmpty()) {
      return () -> OrderReply.ours(Answers.WRONG_PARAMETERS);
    }
    OrderRouting routing = new OrderRouting(way, false, call.arrival().correlation());
    CompletableFuture<HandledOrder> cancelled =
        intake.cancel(number.get(), routing, call.arrival());
    return () -> {
      HandledOrder handled = Results.of(cancelled);
      return reply(
          call,
          handled,
          List.of(),
          handled.order().isUnseen() ? Answers.noSuchOrder(number.get().number()) : Answers.TRUE);
    };
  }

  private static OrderReply reply(
      ServedCall call, HandledOrder handled, List<DocumentEdit> edits, Answer done) {
    if (handled.handling() == Handling.NOT_DIVIDED) {
      return OrderReply.ours(Answers.NOT_DIVIDED);
    }
    if (handled.handling() == Handling.NO_WAY_TO_THE_MONOLITH) {
      return OrderReply.ours(Answers.NO_WAY_TO_THE_MONOLITH);
    }
    return handled.handling().isForwarded()
        ? OrderReply.forwarded(handled.forward(), edits, call)
        : OrderReply.ours(done);
  }
}
