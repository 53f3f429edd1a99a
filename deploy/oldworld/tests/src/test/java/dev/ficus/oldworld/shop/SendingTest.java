package dev.ficus.oldworld.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.wire.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendingTest {
  private static final String SUCCESS =
      "<methodResponse><params><param><value><boolean>1</boolean></value></param></params></methodResponse>";

  private final List<CSVRecord> events = new ArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private HttpServer adapter;
  private Duration patience = Duration.ofMinutes(2);
  private Duration pause = Duration.ZERO;

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
    assertEquals(20, count("accepted"));
    assertEquals(20, calls.size());
    assertTrue(calls.values().stream().allMatch(times -> times == 1));
    assertTrue(events.stream().allMatch(event -> event.get("lines").equals("1")));
  }

  @Test
  void a_call_that_was_not_accepted_is_repeated() throws Exception {
    answer(call -> calls.get(call) < 3 ? fault(-32500) : SUCCESS);
    assertTrue(sell(orders(3), 0, 0));
    assertEquals(3, count("accepted"));
    assertEquals(6, count("repeating"));
  }

  @Test
  void a_call_that_the_system_behind_has_not_answered_is_repeated_as_often_as_it_takes()
      throws Exception {
    answer(call -> calls.get(call) < 5 ? fault(-32300) : SUCCESS);
    assertTrue(sell(orders(1), 0, 0));
    assertEquals(1, count("accepted"));
    assertEquals(4, count("repeating"));
  }

  @Test
  void an_answer_that_is_no_answer_is_repeated_too() throws Exception {
    answer(call -> calls.get(call) < 2 ? "<html>Bad Gateway</html>" : SUCCESS);
    assertTrue(sell(orders(3), 0, 0));
    assertEquals(3, count("accepted"));
  }

  @Test
  void a_call_that_the_adapter_calls_wrong_is_given_up() throws Exception {
    answer(call -> call.contains("order-2") ? fault(-32600) : SUCCESS);
    assertFalse(sell(orders(3), 0, 0));
    assertEquals(2, count("accepted"));
    assertEquals(
        List.of("order-2"), reported("refused").stream().map(event -> event.get("order")).toList());
    assertEquals("fault -32600: no", reported("refused").get(0).get("detail"));
  }

  @Test
  void patience_has_an_end() throws Exception {
    adapter.stop(0);
    patience = Duration.ofSeconds(1);
    assertFalse(sell(orders(1), 0, 0));
    assertEquals(1, count("refused"));
  }

  @Test
  void a_sample_of_the_accepted_orders_is_cancelled_the_same_every_time() throws Exception {
    answer(call -> call.contains("order-4") ? fault(-32600) : SUCCESS);
    sell(orders(10), 3, 0);
    assertEquals(
        List.of("order-3", "order-7", "order-10"),
        reported("cancelled").stream()
            .map(event -> event.get("order"))
            .sorted(Comparator.comparingInt(String::length).thenComparing(order -> order))
            .toList());
  }

  @Test
  void broken_calls_come_between_the_others() throws Exception {
    answer(call -> call.contains("</methodCall>") ? SUCCESS : fault(-32700));
    assertTrue(sell(orders(8), 0, 2));
    assertEquals(8, count("accepted"));
    assertEquals(2, count("nameless"));
    assertEquals(
        List.of("fault -32700: no", "fault -32700: no"),
        reported("cut_off").stream().map(event -> event.get("detail")).toList());
  }

  @Test
  void it_pauses_between_a_call_and_the_next() throws Exception {
    answer(call -> SUCCESS);
    pause = Duration.ofMillis(20);
    long begin = System.nanoTime();
    assertTrue(sell(orders(6), 0, 0));
    assertTrue(System.nanoTime() - begin >= 3 * pause.toNanos());
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

  /** Sends them; returns whether every call was taken. */
  private boolean sell(List<Order> orders, int cancelEvery, int broken) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + adapter.getAddress().getPort() + "/");
    Sending sending = new Sending(new WrittenOrders(orders, cancelEvery, broken));
    sending.begin(address, new Sending.Pace(2, patience, pause));
    List<CSVRecord> more = rows(sending.events(0));
    while (!more.isEmpty()) {
      events.addAll(more);
      more = rows(sending.events(events.size()));
    }
    CSVRecord sums = rows(sending.table()).get(0);
    assertEquals("0", sums.get("under_way"));
    assertEquals(count("accepted"), Long.parseLong(sums.get("accepted")));
    assertEquals(count("repeating"), Long.parseLong(sums.get("repeated")));
    return sums.get("refused").equals("0");
  }

  private static List<CSVRecord> rows(Response table) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    table.body().writeTo(text);
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text.toString(StandardCharsets.UTF_8)))
        .getRecords();
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

  private List<CSVRecord> reported(String outcome) {
    return events.stream().filter(event -> event.get("outcome").equals(outcome)).toList();
  }

  private long count(String outcome) {
    return reported(outcome).size();
  }
}
