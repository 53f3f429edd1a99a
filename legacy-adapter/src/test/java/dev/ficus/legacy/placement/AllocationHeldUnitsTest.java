package dev.ficus.legacy.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.legacy.access.OwnToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AllocationHeldUnitsTest {

  private final Map<String, String> products = new ConcurrentHashMap<>();
  private HttpServer server;
  private volatile int status = 200;
  private HeldUnits held;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/products/", this::answer);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    held =
        new AllocationHeldUnits(
            new AllocationService(() -> address, OwnToken.none(), new ObjectMapper()));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void units_are_those_of_all_lines_in_the_batch_of_a_closed_product() throws IOException {
    products.put(
        "a/b c",
        """
        {"sku":"a/b c","sequence":7,"closed":true,"opening_revision":2,"batches":[
          {"batchref":"ours","qty":9,"allocated":9,"available":0},
          {"batchref":"shop:a/b c","qty":9,"allocated":4,"available":5}]}
        """);
    assertEquals(OptionalLong.of(4), held.in("a/b c", "shop:a/b c"));
    assertEquals(OptionalLong.empty(), held.in("a/b c", "shop:other"));
  }

  @Test
  void of_an_open_product_they_may_become_more_at_any_time() throws IOException {
    products.put(
        "A",
        """
        {"sku":"A","sequence":7,"batches":[{"batchref":"shop:A","qty":9,"allocated":4}]}
        """);
    assertEquals(OptionalLong.empty(), held.in("A", "shop:A"));
  }

  @Test
  void a_product_that_is_not_there_is_a_failure_of_this_question_alone() {
    assertThrows(HeldUnits.UnusableAnswer.class, () -> held.in("A", "shop:A"));
  }

  @Test
  void a_batch_of_which_no_whole_number_of_units_is_named_is_one_as_well() {
    for (String allocated : List.of("null", "1.5", "\"4\"")) {
      products.put(
          "A",
          """
          {"sku":"A","closed":true,"batches":[{"batchref":"shop:A","allocated":%s}]}
          """
              .formatted(allocated));
      assertThrows(HeldUnits.UnusableAnswer.class, () -> held.in("A", "shop:A"));
    }
  }

  @Test
  void a_service_that_fails_or_is_not_there_is_a_failure_of_all_questions() {
    products.put("A", "{}");
    status = 503;
    assertEquals(IOException.class, kind(() -> held.in("A", "shop:A")));
    server.stop(0);
    assertEquals(IOException.class, kind(() -> held.in("A", "shop:A")));
  }

  private static Class<?> kind(Executable question) {
    return assertThrows(IOException.class, question) instanceof HeldUnits.UnusableAnswer
        ? HeldUnits.UnusableAnswer.class
        : IOException.class;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String raw = exchange.getRequestURI().getRawPath().substring("/products/".length());
    String sku = URI.create("sku:" + raw).getSchemeSpecificPart();
    String product = products.get(raw.contains("/") ? "not one step" : sku);
    byte[] body = (product == null ? "{}" : product).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(product == null ? 404 : status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
