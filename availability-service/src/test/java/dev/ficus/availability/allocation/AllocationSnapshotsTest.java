package dev.ficus.availability.allocation;

import static dev.ficus.local.Waiting.LIMIT;
import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.FakeAllocation;
import dev.ficus.availability.access.OwnToken;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots;
import dev.ficus.availability.view.Snapshots.Page;
import dev.ficus.availability.view.Snapshots.Snapshot;
import dev.ficus.local.Background;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationSnapshotsTest {

  private static final Instant NOW = Instant.parse("2026-02-27T12:00:00Z");

  private FakeAllocation allocation;
  private String url;
  private Snapshots snapshots;

  @BeforeEach
  void start() throws IOException {
    allocation = new FakeAllocation();
    url = allocation.url().toString();
    snapshots = at(URI.create(url + "/"), LIMIT);
  }

  @AfterEach
  void stop() {
    allocation.close();
  }

  @Test
  void reads_a_product_with_its_batches() {
    FakeAllocation.put(
        url,
        "RUG",
        7,
        "[{\"batchref\":\"b1\",\"qty\":9,\"allocated\":2,\"available\":7,\"colour\":\"red\"},"
            + "{\"batchref\":\"b2\",\"available\":5,\"eta\":\"2026-03-01\"},"
            + "{\"batchref\":\"b3\",\"available\":0,\"eta\":null}]");

    assertEquals(
        Optional.of(
            new Snapshot(
                new Stock(
                    "RUG",
                    7,
                    List.of(
                        new Batch("b1", null, 7),
                        new Batch("b2", LocalDate.of(2026, 3, 1), 5),
                        new Batch("b3", null, 0))),
                NOW)),
        snapshots.of("RUG"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "100%", "two words", "a+b", "a?b#c", "größe", "😀", "\"", "a&b=c"})
  void identifiers_survive_the_path_and_the_query(String sku) {
    FakeAllocation.put(url, sku, 1, "[]");
    FakeAllocation.put(url, sku + "~", 1, "[]");

    assertEquals(sku, snapshots.of(sku).orElseThrow().stock().sku());
    assertEquals(
        List.of(sku + "~"),
        snapshots.page(sku, 9).products().stream().map(of -> of.stock().sku()).toList());
  }

  @Test
  void an_unknown_product_is_absent() {
    assertEquals(Optional.empty(), snapshots.of("NEVER"));
  }

  @Test
  void pages_follow_each_other() {
    for (String sku : List.of("a", "b", "c")) {
      FakeAllocation.put(url, sku, 1, "[]");
    }
    Page first = snapshots.page(null, 2);
    assertEquals(2, first.products().size());
    assertEquals("b", first.next());
    Page last = snapshots.page(first.next(), 2);
    assertEquals("c", last.products().get(0).stock().sku());
    assertNull(last.next());
  }

  @Test
  void a_product_on_a_page_that_cannot_be_read_is_skipped() {
    FakeAllocation.put(url, "bad", 1, "[{\"batchref\":\"b\",\"available\":-1}]");
    FakeAllocation.put(url, "bad-too", 1, "[{\"batchref\":\"b\"}]");
    FakeAllocation.put(url, "bad-day", 1, "[{\"batchref\":\"b\",\"available\":1,\"eta\":\"?\"}]");
    FakeAllocation.put(url, "good", 1, "[]");

    Page page = snapshots.page(null, 9);
    assertEquals(List.of("good"), page.products().stream().map(of -> of.stock().sku()).toList());
    assertThrows(Snapshots.Unreachable.class, () -> snapshots.of("bad"));
  }

  @Test
  void an_allocation_that_does_not_answer_well_is_unreachable() throws IOException {
    FakeAllocation.away(url, true);
    assertThrows(Snapshots.Unreachable.class, () -> snapshots.of("RUG"));
    assertThrows(Snapshots.Unreachable.class, () -> snapshots.page(null, 9));

    Snapshots nobody = at(URI.create("http://localhost:1"), LIMIT);
    assertThrows(Snapshots.Unreachable.class, () -> nobody.of("RUG"));

    try (ServerSocket silent = new ServerSocket(0)) {
      Snapshots mute =
          at(URI.create("http://localhost:" + silent.getLocalPort()), Duration.ofMillis(200));
      assertThrows(Snapshots.Unreachable.class, () -> mute.of("RUG"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ficus", "/ficus/", "/a/b//"})
  void a_path_in_the_configured_address_is_kept(String path) throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      // With an answer: a client whose connection ends without one would ask again.
      String none = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      CompletableFuture<String> asked = Background.supply(() -> firstLine(server, none));
      Snapshots below = at(URI.create("http://localhost:" + server.getLocalPort() + path), LIMIT);
      assertEquals(Optional.empty(), below.of("RUG"));
      assertEquals("GET " + path.replaceAll("/+$", "") + "/products/RUG HTTP/1.1", asked.get());
    }
  }

  @Test
  void an_answer_that_stops_in_the_middle_is_given_up_and_its_connection_closed() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      String begun = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"sku\"";
      CompletableFuture<String> closed = Background.supply(() -> firstLine(server, begun));
      Snapshots stuck =
          at(URI.create("http://localhost:" + server.getLocalPort()), Duration.ofMillis(200));
      // Again where a busy machine did not even come to send the question in that time.
      await(
          () -> {
            assertThrows(Snapshots.Unreachable.class, () -> stuck.of("RUG"));
            return closed.isDone();
          });
      assertEquals("GET /products/RUG HTTP/1.1", closed.get());
    }
  }

  /** Answers the first request, and says what it was when the other side has hung up. */
  private static String firstLine(ServerSocket server, String answer) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          String first = in.readLine();
          if (first != null) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            awaitEnd(in);
            return first;
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Until the other side has closed the connection, in whatever way. */
  private static void awaitEnd(BufferedReader in) {
    try {
      while (in.readLine() != null) {
        continue;
      }
    } catch (IOException reset) {
      return;
    }
  }

  private static Snapshots at(URI base, Duration timeout) {
    return new AllocationSnapshots(
        base, timeout, OwnToken.none(), new ObjectMapper(), Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
