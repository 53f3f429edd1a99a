package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two adapters in front of one monolith, on one database. The shop sends to either, and to both at
 * once; one of them is stopped (SIGSTOP) before its transaction, inside it and after it, while the
 * other one changes routes. Each line has one owner all the same, the one of the route at its time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoAdaptersJourneyIT {
  private static final boolean BY_NIGHT = Boolean.getBoolean("ficus.nightly");
  private static final int ORDERS = BY_NIGHT ? 300 : 24;
  private static final int SENDERS = 16;
  private static final String THEIRS = "TABLE";
  private static final String OURS = "RUG";

  private static final Mark ROUTES_READ = afterwards("pg_advisory_xact_lock_shared");
  private static final Mark ORDER_WRITTEN = afterwards("insert into ledger_order");
  private static final Mark LINES_WRITTEN = afterwards("insert into ledger_line");
  private static final Mark ALL_WRITTEN = afterwards("insert into forward");
  private static final Mark ANSWER_KNOWN =
      new Mark(Protocol.POSTGRESQL, true, List.of("delete from forward"), false);
  private static final Mark ANSWER_NOTED = afterwards("delete from forward");
  private static final Mark ROUTES_WRITTEN = afterwards("insert into sku_route");

  private final SortedMap<String, WantedOrder> orders = new TreeMap<>();
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
  private FrontedMonolith front;
  private StoppableService first;
  private StoppableService second;

  /** Once the request has arrived, and nothing after it. */
  private static Mark afterwards(String statement) {
    return new Mark(Protocol.POSTGRESQL, true, List.of(statement), true);
  }

  @BeforeAll
  void start_all() throws Exception {
    front = new FrontedMonolith("two-adapters");
    first = front.start("first");
    // The second finds the tables there, or waits until the first has made them.
    second = front.start("second");
    front.awaitReady(first, second);
    assertEquals(200, front.putWave(first, "ours", OURS).status());
  }

  @AfterAll
  void end_all() throws Exception {
    senders.shutdown();
    if (front != null) {
      front.close();
    }
  }

  @Test
  void sent_to_both_at_once_an_order_is_taken_once_and_cancelled_once() throws Exception {
    int before = front.commands().count();
    List<WantedOrder> sent = new ArrayList<>();
    List<Future<?>> answers = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      WantedOrder order = shown("BOTH-" + i, lines(i));
      sent.add(order);
      for (StoppableService adapter : List.of(first, second, first, second)) {
        answers.add(senders.submit(() -> front.sendUntilDone(adapter, order.call())));
      }
    }
    for (Future<?> answer : answers) {
      answer.get();
    }
    assertReckoned("sent to both");
    for (WantedOrder order : sent) {
      if (!order.linesOf(THEIRS::equals).isEmpty()) {
        front.assertReceivedOnly(order, "sent to both");
      }
    }
    List<WantedOrder> half = sent.subList(0, ORDERS / 2);
    answers.clear();
    for (WantedOrder order : half) {
      shown(order.number(), Map.of());
      byte[] call = XmlRpc.call("sales_order.cancel", order.number());
      for (StoppableService adapter : List.of(first, second)) {
        answers.add(senders.submit(() -> front.send(adapter, call)));
      }
    }
    for (Future<?> answer : answers) {
      answer.get();
    }
    assertReckoned("cancelled at both");
    int expected = ours(sent) + ours(half);
    assertEquals(before + expected, front.commands().count(), "each command once");
  }

  /** Of the monolith, of us, and of both, in turn. */
  private static Map<String, Integer> lines(int i) {
    return switch (i % 3) {
      case 0 -> Map.of(THEIRS + "/1", 2);
      case 1 -> Map.of(OURS + "/1", 2, OURS + "/2", 1);
      default -> Map.of(OURS + "/1", 3, THEIRS + "/2", 1);
    };
  }

  private static int ours(List<WantedOrder> orders) {
    return orders.stream().mapToInt(order -> order.linesOf(OURS::equals).size()).sum();
  }

  @Test
  void stopped_before_its_transaction_an_adapter_decides_by_the_routes_of_afterwards()
      throws Exception {
    WantedOrder order = shown("BEFORE", Map.of("LAMP/1", 2, THEIRS + "/2", 1));
    first.suspend();
    try (Socket sender = new Socket("127.0.0.1", first.url("").getPort())) {
      sender.setSoTimeout((int) CLOCK_LIMIT.toMillis());
      // Now it is with the adapter, which cannot read it yet.
      sender.getOutputStream().write(request(order.call()));
      assertEquals(200, front.putWave(second, "before", "LAMP").status());
      first.resume();
      Message answer = Message.parse(sender.getInputStream().readAllBytes());
      assertInstanceOf(XmlRpc.Success.class, XmlRpc.readAnswer(answer.body()));
    }
    assertDivided(order, "stopped before its transaction");
  }

  private static byte[] request(byte[] call) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head =
        "POST /api/xmlrpc HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nConnection: close\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(call.length);
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(call);
    return request.toByteArray();
  }

  @Test
  void stopped_inside_its_transaction_an_adapter_keeps_no_route_from_changing_and_writes_nothing()
      throws Exception {
    stoppedInside("INSIDE-1", ALL_WRITTEN);
    if (BY_NIGHT) {
      stoppedInside("INSIDE-2", ROUTES_READ);
      stoppedInside("INSIDE-3", ORDER_WRITTEN);
      stoppedInside("INSIDE-4", LINES_WRITTEN);
    }
  }

  private void stoppedInside(String name, Mark step) throws Exception {
    // Its name is in the SKU too, so that it is in each of its statements.
    String sku = "SKU-" + name;
    WantedOrder order = shown(name, Map.of(sku + "/1", 2, THEIRS + "/2", 1));
    Mark mark = step.about(name);
    first.stopAt(mark);
    Future<XmlRpc.Answer> unanswered = senders.submit(() -> front.send(first, order));
    assertTrue(first.awaitReached(mark, LIMIT), mark::toString);
    first.suspend();
    assertTrue(sharing() > 0, "the stopped adapter shares the barrier");
    Future<Http.Response> changed = senders.submit(() -> front.putWave(second, name, sku));
    do {
      WantedOrder other =
          shown(name + "-" + orders.size(), Map.of(OURS + "/1", 1, THEIRS + "/2", 1));
      front.sendUntilDone(second, other.call());
    } while (!changed.isDone());
    assertEquals(200, changed.get().status(), changed.get().body());

    first.resume();
    first.goOn(mark);
    assertInstanceOf(XmlRpc.Fault.class, unanswered.get(), "stopped after " + step);
    front.sendUntilDone(first, order.call());
    front.sendUntilDone(second, order.call());
    assertDivided(order, "stopped after " + step);
  }

  @Test
  void stopped_after_its_transaction_an_adapter_has_decided_and_the_route_cannot_change()
      throws Exception {
    WantedOrder order = shown("AFTER", Map.of("CHAIR/1", 2, THEIRS + "/2", 1));
    Mark mark = ANSWER_KNOWN.about("AFTER");
    first.stopAt(mark);
    Future<XmlRpc.Answer> late = senders.submit(() -> front.send(first, order));
    assertTrue(first.awaitReached(mark, LIMIT), mark::toString);
    first.suspend();
    assertEquals(409, front.putWave(second, "after", "CHAIR").status());
    front.sendUntilDone(second, order.call());
    first.resume();
    first.goOn(mark);
    assertInstanceOf(XmlRpc.Success.class, late.get());
    assertReckoned("stopped after its transaction");
    front.assertReceivedOnly(order, "stopped after its transaction");
  }

  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void stopped_while_it_releases_our_lines_an_adapter_lets_the_other_one_do_it() throws Exception {
    WantedOrder order = shown("RELEASE", Map.of(OURS + "/1", 2, THEIRS + "/2", 1));
    Mark mark = ANSWER_NOTED.about("RELEASE");
    first.stopAt(mark);
    Future<XmlRpc.Answer> late = senders.submit(() -> front.send(first, order));
    assertTrue(first.awaitReached(mark, LIMIT), mark::toString);
    first.suspend();
    front.sendUntilDone(second, order.call());
    assertDivided(order, "stopped while it releases our lines");
    first.resume();
    first.goOn(mark);
    assertInstanceOf(XmlRpc.Fault.class, late.get(), "the sender is to send again");
    front.sendUntilDone(first, order.call());
    assertDivided(order, "stopped while it releases our lines");
  }

  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void stopped_while_it_changes_routes_an_adapter_keeps_nobody_from_selling_for_long()
      throws Exception {
    first.stopAt(ROUTES_WRITTEN);
    Future<Http.Response> unchanged = senders.submit(() -> front.putWave(first, "stopped", "SOFA"));
    assertTrue(first.awaitReached(ROUTES_WRITTEN, LIMIT));
    first.suspend();
    WantedOrder order = shown("ROUTES", Map.of("SOFA/1", 2));
    front.sendUntilDone(second, order.call());
    first.resume();
    first.goOn(ROUTES_WRITTEN);
    assertEquals(500, unchanged.get().status() / 100 * 100, unchanged.get().body());
    assertEquals(409, front.putWave(first, "stopped", "SOFA").status());
    assertReckoned("stopped while it changes routes");
  }

  /** From now on the order is to be there like this. */
  private WantedOrder shown(String number, Map<String, Integer> lines) {
    WantedOrder order = WantedOrder.of(number, lines);
    synchronized (orders) {
      orders.put(number, order);
    }
    return order;
  }

  private void assertDivided(WantedOrder order, String where) throws Exception {
    assertReckoned(where);
    front.assertReceivedOnly(order, where);
  }

  private void assertReckoned(String where) throws Exception {
    front.assertEachLineIsWithItsOwner(orders.values(), where);
    front.assertRepeatsLeaveNoDoubt(second, orders, where);
  }

  /** How many transactions share the barrier. */
  private long sharing() throws SQLException {
    try (Query query = new Query(front.database())) {
      return query.count(
          """
          select count(*) from pg_locks join pg_database on pg_database.oid = database
          where datname = current_database() and locktype = 'advisory' and mode = 'ShareLock'
            and granted
          """);
    }
  }
}
