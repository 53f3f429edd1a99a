package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls about an order: the order as a whole, or its cancellation. */
@ApplicationScoped
class OrderCalls {

  private final OrderIntake intake;

  OrderCalls(OrderIntake intake) {
    this.intake = intake;
  }

  /** Takes an order in; the answer is there when it is safe. */
  Supplier<Answer> take(ServedCall call, KnownCall known) {
    ServedFeeds.ServedFeed feed = call.feed();
    Optional<OldOrder> read = feed.dialect().order().order(feed.shop(), known.subject(call.call()));
    if (read.isEmpty()) {
      intake.keepUnreadable(feed.shop(), call.call().place(), call.arrival());
      return () -> Answers.TRUE;
    }
    CompletableFuture<Void> taken = intake.take(read.get(), feed.rules(), call.arrival());
    return () -> {
      Results.of(taken);
      return known.reply() == KnownCall.Reply.NUMBER
          ? Answers.text(read.get().number().number())
          : Answers.TRUE;
    };
  }

  /** Cancels an order; one that was never seen is a fault, so that nothing is lost. */
  Supplier<Answer> cancel(ServedCall call, KnownCall known) {
    Optional<OrderNumber> number =
        OrderShape.orderNumber(call.feed().shop(), known.subject(call.call()));
    if (number.isEmpty()) {
      return () -> Answers.WRONG_PARAMETERS;
    }
    CompletableFuture<Boolean> cancelled = intake.cancel(number.get(), call.arrival());
    return () -> Results.of(cancelled) ? Answers.TRUE : Answers.noSuchOrder(number.get().number());
  }
}
