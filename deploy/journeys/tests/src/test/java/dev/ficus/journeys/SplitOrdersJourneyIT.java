package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls that go to the monolith, whole or without our lines. At each step between ledger and
 * commands the adapter is killed and started again, or loses its connections and what was to be
 * answered on them; the sender sends again what was not answered. Each line ends with its owner,
 * once, and the monolith never sees one of ours.
 *
 * <p>By day it is cut off at the steps of new orders, and killed where nobody knows whether the
 * monolith has the order; with {@code -Dficus.kills=1} it is both at all steps.
 */
class SplitOrdersJourneyIT {
  private static final boolean AT_ALL_STEPS = Integer.getInteger("ficus.kills", 0) > 0;
  private static final String OURS = "RUG";
  private static final String THEIRS = "TABLE";

  private final SortedMap<String, WantedOrder> orders = new TreeMap<>();
  private final ExecutorService sender = Executors.newSingleThreadExecutor();
  private FrontedMonolith front;
  private StoppableService adapter;
  private int started;

  /** What the shop sends, and which steps that has. */
  private enum ShopsCall {
    /** An order of the monolith. */
    FORWARDED(EnumSet.range(ForwardStep.BEFORE_THE_ROUTES, ForwardStep.BEFORE_THE_RELEASE)),
    /** An order with lines of both, for the first time. */
    DIVIDED(EnumSet.allOf(ForwardStep.class)),
    /** The same, but the monolith refuses it. */
    REFUSED(
        EnumSet.range(
            ForwardStep.BEFORE_ITS_ANSWER_IS_NOTED, ForwardStep.BEFORE_THE_RELEASE_IS_COMMITTED)),
    /** Other quantities of an order with lines of both. */
    CHANGED(withoutRelease()),
    /** The cancellation of one. */
    CANCELLED(withoutRelease());

    private final Set<ForwardStep> steps;

    ShopsCall(Set<ForwardStep> steps) {
      this.steps = steps;
    }

    private static Set<ForwardStep> withoutRelease() {
      Set<ForwardStep> steps = EnumSet.allOf(ForwardStep.class);
      steps.remove(ForwardStep.BEFORE_THE_RELEASE_IS_COMMITTED);
      return steps;
    }
  }

  @BeforeEach
  void start_all() throws Exception {
    front = new FrontedMonolith("split-orders");
    start();
    assertEquals(200, front.putWave(adapter, "ours", OURS).status());
  }

  @AfterEach
  void end_all() throws IOException {
    sender.shutdown();
    if (front != null) {
      front.close();
    }
  }

  @Test
  void killed_or_cut_off_at_any_step_each_line_ends_with_its_owner_once() throws Exception {
    for (ShopsCall sent :
        AT_ALL_STEPS
            ? List.of(ShopsCall.values())
            : List.of(ShopsCall.FORWARDED, ShopsCall.DIVIDED)) {
      for (ForwardStep step : sent.steps) {
        interrupted(sent, step, false);
      }
    }
    // The monolith has the order, and nobody has noted it.
    interrupted(ShopsCall.DIVIDED, ForwardStep.BEFORE_ITS_ANSWER, true);
    if (AT_ALL_STEPS) {
      refusedAndKilled();
      for (ShopsCall sent : ShopsCall.values()) {
        for (ForwardStep step : sent.steps) {
          interrupted(sent, step, true);
        }
      }
    }
  }

  /** A call does not get beyond a step, and is repeated. */
  private void interrupted(ShopsCall sent, ForwardStep step, boolean killed) throws Exception {
    String where = "%s, %s %s".formatted(sent, killed ? "killed" : "cut off", step);
    byte[] call = prepared(sent);
    String number = orders.lastKey();
    front.gate().hold(step.held());
    step.mark().ifPresent(adapter::stopAt);
    Future<XmlRpc.Answer> interrupted = sender.submit(() -> front.send(adapter, call));
    assertTrue(
        step.mark().isPresent()
            ? adapter.awaitReached(step.mark().get(), LIMIT)
            : front.gate().awaitHeld(LIMIT),
        where);
    if (killed) {
      adapter.kill();
      front.gate().hold(Gate.Held.NOTHING);
      start();
    } else if (step.mark().isPresent()) {
      adapter.cut(step.mark().get());
      // A call to the monolith waits for no broker, so the repeat would be early.
      adapter.awaitReady();
    } else {
      front.gate().cut();
    }
    assertTrue(Waiting.until(interrupted::isDone, LIMIT), where);
    if (killed && sent == ShopsCall.DIVIDED && step.isBetweenLedgerAndRelease()) {
      assertEquals("awaited", front.order(adapter, number).path("approval").asText(), where);
      assertEquals(
          Map.of(),
          front.commands().wanted().getOrDefault("shop:" + number, new TreeMap<>()),
          where);
    }
    front.monolith().act("policy");
    front.sendUntilDone(adapter, call);
    assertReckoned(where);
  }

  /** The call, and what is to be there after it; whatever has to be there before has been sent. */
  private byte[] prepared(ShopsCall sent) throws Exception {
    String number = "S%04d".formatted(orders.size());
    Map<String, Integer> both = Map.of(OURS + "/1", 3, THEIRS + "/2", 1);
    switch (sent) {
      case FORWARDED -> shown(number, Map.of(THEIRS + "/1", 2, THEIRS + "/2", 1));
      case DIVIDED -> shown(number, both);
      case REFUSED -> {
        front.monolith().act("policy?order-refused=1");
        shown(number, both);
      }
      case CHANGED, CANCELLED -> {
        front.sendUntilDone(adapter, shown(number, both).call());
        assertReckoned("before it is " + sent);
        front.awaitConfirmed();
        shown(
            number,
            sent == ShopsCall.CHANGED ? Map.of(OURS + "/1", 2, THEIRS + "/2", 4) : Map.of());
      }
    }
    return sent == ShopsCall.CANCELLED
        ? XmlRpc.call("sales_order.cancel", number)
        : orders.get(number).call();
  }

  /** What was refused is refused after a restart too, until the monolith accepts the order. */
  private void refusedAndKilled() throws Exception {
    byte[] call = prepared(ShopsCall.REFUSED);
    assertInstanceOf(XmlRpc.Fault.class, front.send(adapter, call));
    adapter.kill();
    start();
    String number = orders.lastKey();
    assertEquals("refused", front.order(adapter, number).path("approval").asText());
    front.monolith().act("policy");
    front.sendUntilDone(adapter, call);
    assertReckoned("refused");
  }

  private WantedOrder shown(String number, Map<String, Integer> lines) {
    WantedOrder order = WantedOrder.of(number, lines);
    orders.put(number, order);
    return order;
  }

  private void assertReckoned(String where) throws Exception {
    front.assertEachLineIsWithItsOwner(orders.values(), where);
    front.assertRepeatsLeaveNoDoubt(adapter, orders, where);
    WantedOrder last = orders.get(orders.lastKey());
    if (!last.lines().isEmpty()) {
      front.assertReceivedAtLast(last, where);
    }
  }

  private void start() throws Exception {
    adapter = front.start("adapter-" + ++started);
    front.awaitReady(adapter);
  }
}
