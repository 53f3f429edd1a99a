package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** Is asked to say again what it has said, as allocation-service is. */
public final class FakeAllocation implements AutoCloseable {

  private final HttpServer server;
  private final List<String> wishes = new CopyOnWriteArrayList<>();
  private volatile Callable<Integer> again = () -> 0;

  FakeAllocation() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/events/replay", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** What it does from now on when it is asked; it answers the number of events. */
  void whenAsked(Callable<Integer> work) {
    again = work;
  }

  /** What it was asked for so far. */
  List<String> wishes() {
    return List.copyOf(wishes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    wishes.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    int status = 200;
    String body;
    try {
      body = "{\"events\":%d}".formatted(again.call());
    } catch (Exception e) {
      status = 503;
      body = e.toString();
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
