package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private HttpServer server;

  /** Answers what it is sent, so long or in chunks as the path has it. */
  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean inChunks = exchange.getRequestURI().getPath().equals("/chunks");
          exchange.sendResponseHeaders(200, inChunks ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void answers_with_a_length_and_in_chunks_are_read_whole_one_after_the_other() throws IOException {
    String text = "Lager geprüft ".repeat(10_000);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (HttpConnection connection = new HttpConnection(server.getAddress().getPort())) {
      for (String path : new String[] {"/chunks", "/length", "/chunks", "/length"}) {
        HttpAnswer answer = connection.ask(HttpConnection.sent("PUT", path, "text/plain", body));
        assertEquals(new HttpAnswer(200, text), answer, path);
      }
    }
  }
}
