package dev.ficus.legacy.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.ficus.legacy.placement.AllocationAt;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllocationBackordersTest {

  private static final String HEADER = "orderid,sku,lineid,qty,revision,state,batchref,eta\r\n";

  private HttpServer server;
  private AllocationBackorders backorders;
  private volatile String answer;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/allocations.csv",
        exchange -> {
          boolean asked = "state=backordered".equals(exchange.getRequestURI().getQuery());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(asked ? 200 : 400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    backorders = new AllocationBackorders(AllocationAt.address(address));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void lines_of_these_products_are_found_as_they_were_ordered() throws IOException {
    answer =
        HEADER
            + "shop:1,A,1,2,3,backordered,,\r\n"
            + "'-market,\"'=A,B\",'-1,5,1,backordered,,\r\n"
            + "market-2,A,,4,1,backordered,,\r\n"
            + "market-3,C,,6,1,backordered,,\r\n";
    assertEquals(
        List.of(
            new BackorderedLine("shop:1", "A", "1", 2),
            new BackorderedLine("-market", "=A,B", "-1", 5),
            new BackorderedLine("market-2", "A", "", 4)),
        backorders.of(Set.of("A", "=A,B")));
    answer = HEADER;
    assertEquals(List.of(), backorders.of(Set.of("A")));
  }

  @Test
  void what_cannot_be_read_is_a_failure_and_no_empty_list() {
    answer = "nothing,of,it\r\n";
    assertThrows(IOException.class, () -> backorders.of(Set.of("A")));
    answer = HEADER + "market-2,A,,many,1,backordered,,\r\n";
    assertThrows(IOException.class, () -> backorders.of(Set.of("A")));
    answer = "";
    assertThrows(IOException.class, () -> backorders.of(Set.of("A")));
  }
}
