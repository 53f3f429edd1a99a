package dev.ficus.legacy.rabbitmq;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.schedule.Unexpected;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Sender of messages, commands and events alike, over one confirming channel, with many under way.
 *
 * <p>One thread owns the connection: it connects, declares, sends, and starts again when the
 * connection is lost. Callers hand their messages over and wait for the confirms, never for the
 * network, so a broker that is away or blocks costs them a bounded time.
 */
@ApplicationScoped
class MessageSender {

  private static final Logger LOG = Logger.getLogger(MessageSender.class);
  private static final long LOOK_MILLISECONDS = 200;
  private static final long FIRST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 4_000;

  private final Connecting address;
  private final Duration confirmTimeout;
  private final int mostUnderWay;
  private final BlockingQueue<Delivery> unsent;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private volatile ConfirmingChannel link;

  @Inject
  MessageSender(BrokerAddress address, BrokerSettings settings) {
    this("message-sender", address, settings);
  }

  /** Sender over another connection, which who makes it starts and stops. */
  MessageSender(String name, Connecting address, BrokerSettings settings) {
    this.thread = new Thread(this::run, name);
    this.address = address;
    this.confirmTimeout = settings.confirmTimeout();
    this.mostUnderWay = settings.mostUnderWay();
    this.unsent = new LinkedBlockingQueue<>(settings.mostWaiting());
  }

  void start(@Observes StartupEvent event) {
    start();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stop();
  }

  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join(2_000);
  }

  boolean reachable() {
    ConfirmingChannel current = link;
    return current != null && current.open();
  }

  /**
   * Sends messages in their order, without waiting.
   *
   * @return done when the broker has confirmed every one of them; fails with {@link
   *     NotConfirmedException} when it has not in time
   */
  CompletableFuture<Void> send(List<BrokerMessage> messages) {
    List<Delivery> deliveries = messages.stream().map(Delivery::new).toList();
    for (Delivery delivery : deliveries) {
      if (!unsent.offer(delivery)) {
        delivery.fail("too many messages are waiting for the broker");
      }
    }
    return CompletableFuture.allOf(
            deliveries.stream().map(Delivery::confirmed).toArray(CompletableFuture[]::new))
        .orTimeout(confirmTimeout.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (any, failure) -> {
              deliveries.forEach(Delivery::abandon);
              if (failure != null) {
                throw notConfirmed(failure);
              }
              return null;
            });
  }

  private NotConfirmedException notConfirmed(Throwable failure) {
    return failure instanceof TimeoutException
        ? new NotConfirmedException("no confirm within " + confirmTimeout, failure)
        : new NotConfirmedException(
            failure.getCause() == null ? failure.toString() : failure.getCause().getMessage(),
            failure);
  }

  private void run() {
    long pause = FIRST_PAUSE;
    boolean complained = false;
    while (running()) {
      try (ConfirmingChannel opened = new ConfirmingChannel(address, mostUnderWay)) {
        link = opened;
        LOG.infof("Connected to the broker at %s", address);
        pause = FIRST_PAUSE;
        complained = false;
        sendWhileOpen(opened);
      } catch (IOException | TimeoutException | RuntimeException e) {
        if (!complained && running()) {
          LOG.warnf(
              "The broker at %s is away: %s", address, e.getCause() == null ? e : e.getCause());
          complained = true;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Error e) {
        Unexpected.met("message-sender", e);
      }
      if (pauseInterrupted(pause)) {
        return;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  private void sendWhileOpen(ConfirmingChannel opened) throws IOException, InterruptedException {
    Delivery next = null;
    while (running() && opened.open()) {
      next = next == null ? unsent.poll(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS) : next;
      if (next == null || next.abandoned()) {
        next = null;
      } else if (opened.room(LOOK_MILLISECONDS)) {
        Delivery now = next;
        next = null;
        opened.send(now);
      }
    }
    if (next != null) {
      next.fail("the connection was lost");
    }
  }

  private boolean running() {
    return stopped.getCount() > 0;
  }

  private boolean pauseInterrupted(long milliseconds) {
    try {
      return stopped.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
