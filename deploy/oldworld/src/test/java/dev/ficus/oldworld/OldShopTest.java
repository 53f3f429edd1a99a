package dev.ficus.oldworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.oldworld.Report.What;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OldShopTest {
  private static final String SUCCESS =
      "<methodResponse><params><param><value><boolean>1</boolean></value></param></params></methodResponse>";

  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private HttpServer adapter;
  private Duration patience = Duration.ofMinutes(2);

  @BeforeEach
  void start() throws IOException {
    adapter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    adapter.start();
  }

  @AfterEach
  void stop() {
    adapter.stop(0);
  }

  @Test
  void every_order_is_sent_once_when_all_goes_well() throws Exception {
    answer(call -> SUCCESS);
    assertTrue(sell(orders(20), 0, 0));
    assertEquals(20, count(What.ACCEPTED));
    assertEquals(20, calls.size());
    assertTrue(calls.values().stream().allMatch(times -> times == 1));
    assertEquals(What.OPENED, reports.get(0).what());
    assertEquals(What.CLOSED, reports.get(reports.size() - 1).what());
  }

  @Test
  void a_call_that_was_not_accepted_is_repeated() throws Exception {
    answer(call -> calls.get(call) < 3 ? fault(-32500) : SUCCESS);
    assertTrue(sell(orders(3), 0, 0));
    assertEquals(3, count(What.ACCEPTED));
    assertEquals(6, count(What.REPEATING));
  }

  @Test
  void an_answer_that_is_no_answer_is_repeated_too() throws Exception {
    answer(call -> calls.get(call) < 2 ? "<html>Bad Gateway</html>" : SUCCESS);
    assertTrue(sell(orders(3), 0, 0));
    assertEquals(3, count(What.ACCEPTED));
  }

  @Test
  void a_call_that_the_adapter_calls_wrong_is_given_up() throws Exception {
    answer(call -> call.contains("order-2") ? fault(-32600) : SUCCESS);
    assertFalse(sell(orders(3), 0, 0));
    assertEquals(2, count(What.ACCEPTED));
    assertEquals(List.of("order-2"), reported(What.REFUSED).stream().map(Report::order).toList());
    assertEquals("fault -32600: no", reported(What.REFUSED).get(0).detail());
  }

  @Test
  void patience_has_an_end() throws Exception {
    adapter.stop(0);
    patience = Duration.ofSeconds(1);
    assertFalse(sell(orders(1), 0, 0));
    assertEquals(1, count(What.REFUSED));
  }

  @Test
  void a_sample_of_the_accepted_orders_is_cancelled_the_same_every_time() throws Exception {
    answer(call -> call.contains("order-4") ? fault(-32600) : SUCCESS);
    sell(orders(10), 3, 0);
    assertEquals(
        List.of("order-3", "order-7", "order-10"),
        reported(What.CANCELLED).stream()
            .map(Report::order)
            .sorted(Comparator.comparingInt(String::length).thenComparing(order -> order))
            .toList());
  }

  @Test
  void broken_calls_come_between_the_others() throws Exception {
    answer(call -> call.contains("</methodCall>") ? SUCCESS : fault(-32700));
    assertTrue(sell(orders(8), 0, 2));
    assertEquals(8, count(What.ACCEPTED));
    assertEquals(2, count(What.NAMELESS));
    assertEquals(
        List.of("fault -32700: no", "fault -32700: no"),
        reported(What.CUT_OFF).stream().map(Report::detail).toList());
  }

  private void answer(Function<String, String> answers) {
    adapter.createContext("/", exchange -> answer(exchange, answers));
  }

  private void answer(HttpExchange exchange, Function<String, String> answers) throws IOException {
    String call = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.merge(call, 1, Integer::sum);
    byte[] answer = answers.apply(call).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static String fault(int code) {
    return "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>%d</int></value></member><member><name>faultString</name><value><string>no</string></value></member></struct></value></fault></methodResponse>"
        .formatted(code);
  }

  private boolean sell(List<Order> orders, int cancelEvery, int broken)
      throws InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + adapter.getAddress().getPort() + "/");
    Options options = new Options(Path.of("unused"), address, 2, cancelEvery, broken, patience);
    return new OldShop(options, reports::add).sell(orders);
  }

  private static List<Order> orders(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            number ->
                new Order(
                    "order-" + number,
                    List.of(new Order.Line("RUG", "A rug", "1", "2010-12-01", "1.0", "France"))))
        .toList();
  }

  private List<Report> reported(What what) {
    return reports.stream().filter(report -> report.what() == what).toList();
  }

  private long count(What what) {
    return reported(what).size();
  }
}
