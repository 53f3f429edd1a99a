package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * What a browser, or a tab of it, is driven by: its developer tools, over a web socket, with
 * messages in JSON.
 */
final class DevTools implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final BiConsumer<String, JsonNode> events;
  private final WebSocket socket;

  /**
   * Connects.
   *
   * @param events gets the name and the parameters of each event
   */
  DevTools(URI address, BiConsumer<String, JsonNode> events) {
    this.events = events;
    this.socket = CLIENT.newWebSocketBuilder().buildAsync(address, new Messages()).join();
  }

  /** Puts the messages together that come in pieces. */
  private final class Messages implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        String message = text.toString();
        text.setLength(0);
        received(message);
      }
      from.request(1);
      return null;
    }
  }

  private void received(String message) {
    JsonNode read;
    try {
      read = JSON.readTree(message);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    if (read.has("id")) {
      answers.remove(read.get("id").asInt()).complete(read);
    } else {
      events.accept(read.path("method").asText(), read.path("params"));
    }
  }

  /**
   * The result of a method.
   *
   * @throws AssertionError if it fails
   */
  JsonNode call(String method, Map<String, ?> parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode found = answer.orTimeout(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    assertTrue(!found.has("error"), () -> method + parameters + ": " + found);
    return found.get("result");
  }

  @Override
  public void close() {
    socket.abort();
  }
}
