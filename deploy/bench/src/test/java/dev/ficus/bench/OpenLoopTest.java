package dev.ficus.bench;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final int PER_SECOND = 200;
  private static final int REQUESTS = 80;
  private static final int OVERDUE = 60;

  private final AtomicInteger asked = new AtomicInteger();
  private final Map<Long, Long> millis = new ConcurrentHashMap<>();
  private HttpServer server;
  private Schedule schedule;
  private volatile int stopAt;
  private volatile int status = 200;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (asked.incrementAndGet() == stopAt) {
            // As a service that stops: until that many requests are overdue.
            assertTrue(Waiting.until(() -> System.nanoTime() >= schedule.due(OVERDUE), LIMIT));
          }
          // Without a body, which this server would send apart and late.
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private void run(int connections) throws Exception {
    schedule = new Schedule(System.nanoTime(), PER_SECOND);
    OpenLoop.run(
        server.getAddress().getPort(),
        connections,
        schedule,
        number -> number < REQUESTS,
        () -> HttpConnection.get("/something"),
        (number, due, received, answer) -> {
          assertEquals(status, answer.status());
          millis.put(number, Duration.ofNanos(received - due).toMillis());
        });
  }

  @Test
  void every_request_is_sent_and_answered_once() throws Exception {
    run(4);

    assertEquals(REQUESTS, asked.get());
    assertEquals(REQUESTS, millis.size());
  }

  @Test
  void an_error_is_an_answer_too() throws Exception {
    status = 503;

    run(4);

    assertEquals(REQUESTS, millis.size());
  }

  @Test
  void a_service_that_stops_does_not_hide_the_requests_of_that_time() throws Exception {
    stopAt = 1;

    run(1);

    // 60 are due in 300 ms: what is due in the first 200 of them waits for the rest.
    long late = millis.values().stream().filter(each -> each >= 100).count();
    assertTrue(late >= PER_SECOND / 5, late + " were late");
  }

  @Test
  void a_service_that_goes_away_is_named() {
    int port = server.getAddress().getPort();
    server.stop(0);

    assertThrows(
        IOException.class,
        () ->
            OpenLoop.run(
                port,
                1,
                new Schedule(System.nanoTime(), PER_SECOND),
                number -> true,
                () -> HttpConnection.get("/"),
                (number, due, received, answer) -> {}));
  }
}
