package dev.ficus.journeys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a shell calls to have the test do something: each call is answered when it is done. */
final class RemoteControl implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Deed deed;

  /** Does what a call wants. */
  interface Deed {

    /**
     * @param words of the call, one or more
     */
    void perform(List<String> words) throws Exception;
  }

  RemoteControl(Deed deed) throws IOException {
    this.deed = deed;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(thread);
    server.createContext("/", this::answer);
    server.start();
  }

  /** A function of a shell by which it is called; its words follow the name. */
  String function(String name) {
    return "%s() { curl -sS --fail-with-body -X POST \"http://127.0.0.1:%d/%s$(printf '/%%s' \"$@\")\"; }"
        .formatted(name, server.getAddress().getPort(), name);
  }

  private void answer(HttpExchange call) throws IOException {
    String failure = "";
    try {
      deed.perform(Arrays.asList(call.getRequestURI().getPath().substring(1).split("/")));
    } catch (Exception | AssertionError e) {
      failure = String.valueOf(e);
    }
    byte[] answer = failure.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(failure.isEmpty() ? 204 : 500, failure.isEmpty() ? -1 : answer.length);
    if (answer.length > 0) {
      call.getResponseBody().write(answer);
    }
    call.close();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
