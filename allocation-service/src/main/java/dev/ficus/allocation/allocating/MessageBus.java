package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes groups of commands to their products inside the caller's transaction: one load and one save
 * per group, and per SKU the commands in the order in which they came.
 */
@ApplicationScoped
class MessageBus {
  private final Products products;
  private final Inbox inbox;
  private final Outbox outbox;

  MessageBus(Products products, Inbox inbox, Outbox outbox) {
    this.products = products;
    this.inbox = inbox;
    this.outbox = outbox;
  }

  /**
   * Applies the commands. A refused one changes nothing and does not disturb the others.
   *
   * @return an outcome for each command, in their order
   */
  List<Outcome> apply(List<Envelope> group, Instant at) {
    Map<String, Product> taken = products.take(group.stream().map(Envelope::command).toList());
    List<Outcome> outcomes = new ArrayList<>(group.size());
    for (Envelope envelope : group) {
      Product product = taken.get(envelope.command().sku());
      boolean wasKnown = product.isKnown();
      outcomes.add(apply(envelope, product, at));
      if (!wasKnown && product.isKnown()) {
        takeUpWaiting(product, at);
      }
    }
    products.save(taken.values(), at);
    return outcomes;
  }

  /** Sets a command aside and announces it. */
  void announceParked(Delivery delivery, Outcome.Refused refusal, Instant at) {
    outbox.append(
        new Event.CommandParked(
            delivery.type(),
            delivery.messageId(),
            delivery.sku(),
            delivery.orderid(),
            refusal.code(),
            refusal.reason()),
        delivery.cause(),
        at);
  }

  private Outcome apply(Envelope envelope, Product product, Instant at) {
    Outcome outcome = Handlers.handle(envelope.command(), product, products);
    product.takeEvents().forEach(raised -> outbox.append(raised, envelope.cause(), at));
    return outcome;
  }

  /** A product that was unknown has no lines stored, so nothing is left to load for these. */
  private void takeUpWaiting(Product product, Instant at) {
    for (Delivery delivery : inbox.waitingFor(product.sku())) {
      Envelope envelope = new Envelope(delivery.command().orElseThrow(), delivery.cause());
      if (apply(envelope, product, at) instanceof Outcome.Refused refused) {
        inbox.parkedAfterWaiting(delivery, refused);
        announceParked(delivery, refused, at);
      } else {
        inbox.takenUp(delivery);
      }
    }
  }
}
