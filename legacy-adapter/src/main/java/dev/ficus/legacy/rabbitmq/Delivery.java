package dev.ficus.legacy.rabbitmq;

import java.util.concurrent.CompletableFuture;

/** A message that the broker has not confirmed yet. */
final class Delivery {

  private final BrokerMessage message;
  private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
  private volatile boolean unroutable;

  Delivery(BrokerMessage message) {
    this.message = message;
  }

  BrokerMessage message() {
    return message;
  }

  /** Completes with the broker's confirm, or fails with what came instead. */
  CompletableFuture<Void> confirmed() {
    return confirmed;
  }

  /**
   * Nobody waits any longer: what is not sent yet need not be, and a late confirm means nothing.
   */
  void abandon() {
    confirmed.cancel(false);
  }

  boolean abandoned() {
    return confirmed.isCancelled();
  }

  /** The broker has nowhere to put it; its confirm, which still follows, means nothing. */
  void unroutable() {
    unroutable = true;
  }

  void acked() {
    if (unroutable) {
      fail("the broker has no queue for " + message.routingKey());
    } else {
      confirmed.complete(null);
    }
  }

  void fail(String why) {
    confirmed.completeExceptionally(new IllegalStateException(why));
  }
}
