package dev.ficus.legacy.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.placement.AllocationAt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllocationRevisionsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String HEADER = "orderid,sku,lineid,qty,revision,state,batchref,eta\r\n";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private HttpServer server;
  private AllocationRevisions revisions;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    revisions = new AllocationRevisions(AllocationAt.address(address), Set.of("shop", "-till"));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void registers_are_read_page_by_page_and_products_without_one_are_passed_over()
      throws IOException {
    answers.put(
        "/products?after=",
        """
        {"products":[{"sku":"A","sequence":1,"batches":[]},
          {"sku":"B&C","sequence":4,"closed":true,"opening_revision":2,"batches":[]}],
         "next":"B&C"}
        """);
    answers.put(
        "/products?after=B%26C",
        """
        {"products":[{"sku":"D","sequence":1,"closed":false,"opening_revision":7,"batches":[]},
          {"sku":"E","sequence":1,"closed":true,"opening_revision":0,"batches":[]},
          {"sku":"F","sequence":1,"closed":false,"opening_revision":99999999999,"batches":[]}]}
        """);
    List<List<Openness>> pages = new ArrayList<>();
    revisions.registers(LONG, pages::add);
    assertEquals(
        List.of(
            List.of(new Openness("B&C", false, 2)),
            List.of(new Openness("D", true, 7), new Openness("F", true, Integer.MAX_VALUE))),
        pages);
  }

  @Test
  void of_all_lines_those_of_our_shops_have_the_highest_revision() throws IOException {
    answers.put("/allocations.csv", HEADER);
    assertEquals(0, revisions.highestOfLines());
    answers.put(
        "/allocations.csv",
        HEADER
            + "shop:1,A,1,2,3,allocated,B,2026-12-01\r\n"
            + "'-till:2,\"A,B\",1,2,5,backordered,,\r\n"
            + "other:3,A,1,2,70,allocated,B,\r\n"
            + "of-another-team,A,,2,80,cancelled,,\r\n"
            + "shop:4,A,1,2,4,despatched,B,\r\n");
    assertEquals(5, revisions.highestOfLines());
  }

  @Test
  void what_cannot_be_read_is_a_failure_and_no_revision() {
    assertThrows(IOException.class, () -> revisions.registers(LONG, page -> {}));
    assertThrows(IOException.class, revisions::highestOfLines);
    answers.put("/allocations.csv", "nothing,of,it\r\n");
    assertThrows(IOException.class, revisions::highestOfLines);
    answers.put("/allocations.csv", HEADER + "shop:1,A,1,2,many,allocated,B,\r\n");
    assertThrows(IOException.class, revisions::highestOfLines);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String found = answers.get(exchange.getRequestURI().toString());
    byte[] body = (found == null ? "" : found).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(found == null ? 503 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
