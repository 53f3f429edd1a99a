package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Adapter;
import dev.ficus.oldworld.Adapter.GaveUp;
import dev.ficus.oldworld.Table;
import dev.ficus.oldworld.wire.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Hands all orders over, as a shop does that is not asked for them: each by a call of its own,
 * oldest first, a few at a time, again and again until it is accepted. Then it cancels some.
 */
final class Sending {
  private final Calls calls;
  private final List<CallEvent> events = new ArrayList<>();
  private final Set<String> accepted = new HashSet<>();
  private int repeated;
  private int refused;
  private int underWay;
  private String lastFailure = "";

  /** The calls that are made. */
  interface Calls {
    /** The orders, in the order in which they are sent. */
    Iterator<Outgoing> orders();

    /** What is sent when all orders are. */
    default List<Outgoing> cancellations(Set<String> accepted) {
      return List.of();
    }
  }

  /** What can happen to a call. */
  private enum Outcome {
    /** The order was taken. */
    ACCEPTED,
    /** It was not, however often it was sent. */
    REFUSED,
    /** The cancellation was taken. */
    CANCELLED,
    /** It was not, however often it was sent. */
    NOT_CANCELLED,
    /** The call failed and is going to be repeated. */
    REPEATING,
    /** A call whose order has no number was answered. */
    NAMELESS,
    /** A call that ends in the middle was answered. */
    CUT_OFF
  }

  /**
   * How fast it is done.
   *
   * @param atOnce calls at the same time
   * @param patience how long one call is repeated
   * @param pause between a call and the next
   */
  record Pace(int atOnce, Duration patience, Duration pause) {}

  private record CallEvent(Outcome outcome, Outgoing call, String detail) {}

  Sending(Calls calls) {
    this.calls = calls;
  }

  /**
   * Begins; what came of it is in {@link #table()} and {@link #events}.
   *
   * @throws Refusal while it is being done
   */
  synchronized void begin(URI to, Pace pace) throws Refusal {
    if (underWay > 0) {
      throw Refusal.impossible("the orders are being sent");
    }
    events.clear();
    accepted.clear();
    repeated = 0;
    refused = 0;
    underWay = pace.atOnce();
    Adapter adapter = new Adapter(to, pace.patience());
    start(() -> sendAll(adapter, pace));
  }

  /** One row: how many orders were accepted and refused, and how many calls are under way. */
  synchronized Response table() {
    List<Object> row = List.of(accepted.size(), repeated, refused, underWay, lastFailure);
    return Table.of(
        List.of("accepted", "repeated", "refused", "under_way", "last_failure"),
        table -> table.row(row.toArray()));
  }

  /**
   * A row for each thing that happened to a call. Waits until there is one; none are left when all
   * is done.
   *
   * @param from how many are left out, which the caller knows
   */
  synchronized Response events(int from) throws InterruptedException {
    while (events.size() <= from && underWay > 0) {
      wait();
    }
    List<CallEvent> news =
        List.copyOf(events.subList(Math.min(from, events.size()), events.size()));
    return Table.of(
        List.of("outcome", "order", "lines", "detail"),
        table -> {
          for (CallEvent event : news) {
            String outcome = event.outcome().name().toLowerCase(Locale.ROOT);
            table.row(outcome, event.call().order(), event.call().lines(), event.detail());
          }
        });
  }

  private void sendAll(Adapter adapter, Pace pace) {
    try {
      send(calls.orders(), adapter, pace);
      send(calls.cancellations(accepted()).iterator(), adapter, pace);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        underWay = 0;
        notifyAll();
      }
    }
  }

  private synchronized Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** Makes calls, a few at a time; returns when all have ended. */
  private void send(Iterator<Outgoing> rest, Adapter adapter, Pace pace)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < pace.atOnce(); i++) {
      threads.add(start(() -> send(rest, adapter, pace.pause())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void send(Iterator<Outgoing> rest, Adapter adapter, Duration pause) {
    try {
      for (Optional<Outgoing> next = next(rest); next.isPresent(); next = next(rest)) {
        send(next.get(), adapter);
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Outgoing> next(Iterator<Outgoing> rest) {
    synchronized (rest) {
      return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }
  }

  private void send(Outgoing call, Adapter adapter) throws InterruptedException {
    boolean cancels = call.purpose() == Outgoing.Purpose.CANCELLATION;
    byte[] document = call.document().get();
    try {
      if (call.purpose().isBroken()) {
        happened(Outcome.valueOf(call.purpose().name()), call, adapter.callUntilAnswered(document));
        return;
      }
      adapter.callUntilSuccess(document, why -> happened(Outcome.REPEATING, call, why));
      happened(cancels ? Outcome.CANCELLED : Outcome.ACCEPTED, call, "");
    } catch (GaveUp gaveUp) {
      happened(cancels ? Outcome.NOT_CANCELLED : Outcome.REFUSED, call, gaveUp.getMessage());
    }
  }

  private synchronized void happened(Outcome outcome, Outgoing call, String detail) {
    events.add(new CallEvent(outcome, call, detail));
    switch (outcome) {
      case ACCEPTED -> accepted.add(call.order());
      case REPEATING -> {
        repeated++;
        lastFailure = detail;
      }
      case REFUSED, NOT_CANCELLED -> {
        refused++;
        lastFailure = detail;
      }
      case CANCELLED, NAMELESS, CUT_OFF -> {
        // Only the row.
      }
    }
    notifyAll();
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "sending");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
