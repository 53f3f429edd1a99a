package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tab of a real browser in which somebody clicks and types. It is driven as the developer tools
 * are: over a web socket, with messages in JSON.
 */
final class BrowserTab implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Chromium.RunningChromium browser;
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private BrowserTab(Path folder, Chromium.RunningChromium browser, URI address) {
    this.folder = folder;
    this.browser = browser;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Messages()).join();
  }

  /**
   * A tab of a browser of its own.
   *
   * @param name of the folder for its pictures
   */
  static BrowserTab open(String name) throws IOException, InterruptedException {
    Path folder = Chromium.folder(name);
    Chromium.RunningChromium browser = Chromium.start(folder);
    HttpRequest tabs =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + browser.port() + "/json/list"))
            .build();
    String list =
        HttpClient.newHttpClient().send(tabs, HttpResponse.BodyHandlers.ofString()).body();
    JsonNode page = null;
    for (JsonNode each : JSON.readTree(list)) {
      page = "page".equals(each.path("type").asText()) ? each : page;
    }
    assertTrue(page != null, list);
    BrowserTab tab =
        new BrowserTab(folder, browser, URI.create(page.get("webSocketDebuggerUrl").asText()));
    for (String part : List.of("Page", "Runtime", "Log", "Network")) {
      tab.call(part + ".enable", Map.of());
    }
    tab.size(1280, 1000, false);
    return tab;
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
    } else if ("Log.entryAdded".equals(read.path("method").asText())) {
      complaints.add(read.path("params").path("entry").path("text").asText());
    } else if ("Runtime.exceptionThrown".equals(read.path("method").asText())) {
      complaints.add(read.path("params").toString());
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode found = answer.orTimeout(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    assertTrue(!found.has("error"), () -> method + parameters + ": " + found);
    return found.get("result");
  }

  /**
   * Has pages that are opened from now on get this answer to what they ask under a path, and not
   * the adapter's.
   *
   * @return what ends it
   */
  AutoCloseable pretends(String path, String json) {
    String script =
        """
        (() => {
          const asked = globalThis.fetch;
          globalThis.fetch = (address, options) =>
            new URL(address, location).pathname === %s && (options?.method ?? 'GET') === 'GET'
              ? Promise.resolve(new Response(%s, { headers: { 'Content-Type': 'application/json' } }))
              : asked(address, options);
        })();
        """
            .formatted(quoted(path), quoted(json));
    String identifier =
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
            .get("identifier")
            .asText();
    return () -> call("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", identifier));
  }

  /** Goes to an address. */
  void go(String address) {
    call("Page.navigate", Map.of("url", address));
  }

  /** What an expression of JavaScript is worth, and what it promises. */
  JsonNode value(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertTrue(!result.has("exceptionDetails"), () -> expression + ": " + result);
    return result.get("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(String expression) {
    assertTrue(
        Waiting.until(() -> value("Boolean(" + expression + ")").asBoolean(), LIMIT),
        () -> expression + " in\n" + text("body"));
  }

  /** Waits until something can be read in an element. */
  void awaitText(String selector, String text) {
    await(reads(selector, text));
  }

  /** Whether something can be read in an element now. */
  boolean shows(String selector, String text) {
    return value(reads(selector, text)).asBoolean();
  }

  private static String reads(String selector, String text) {
    return "[...document.querySelectorAll(%s)].some(each => each.innerText.replace(/\\s+/g, ' ').includes(%s))"
        .formatted(quoted(selector), quoted(text));
  }

  /** What one reads in an element. */
  String text(String selector) {
    return value("document.querySelector(%s)?.innerText ?? ''".formatted(quoted(selector)))
        .asText()
        .replaceAll("\\s+", " ");
  }

  /**
   * Clicks with the mouse into the middle of the element as soon as it is there. A page that is
   * shown anew just then has another element there, or in another place: then once more.
   */
  void click(String selector) {
    assertTrue(
        Waiting.until(() -> hasClicked(selector), LIMIT),
        () -> "nothing was clicked by " + selector + " in " + text("body"));
  }

  /** Whether the click has come to the element; one that leads away from the page has. */
  private boolean hasClicked(String selector) {
    await("document.querySelector(%s)?.checkVisibility()".formatted(quoted(selector)));
    JsonNode place =
        value(
            """
            (() => {
              const element = document.querySelector(%1$s);
              if (!element) return null;
              window.hasClicked = false;
              addEventListener('click', event => {
                if (event.target.closest?.(%1$s)) window.hasClicked = true;
              }, { capture: true, once: true });
              element.scrollIntoView({ block: 'center' });
              const box = element.getBoundingClientRect();
              return { x: box.x + box.width / 2, y: box.y + box.height / 2, page: performance.timeOrigin };
            })()
            """
                .formatted(quoted(selector)));
    if (!place.isObject()) {
      return false;
    }
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              place.get("x").asDouble(),
              "y",
              place.get("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
    return value(
            "window.hasClicked === true || performance.timeOrigin !== "
                + place.get("page").asDouble())
        .asBoolean();
  }

  /** Writes into a field as somebody who has clicked into it, over what is in it. */
  void write(String selector, String text) {
    click(selector);
    value("document.activeElement.select()");
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses a key: Tab, Enter, Escape, or a blank. */
  void press(String key) {
    int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27, " ", 32).get(key);
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "text",
              "keyUp".equals(type) ? "" : Map.of("Enter", "\r", " ", " ").getOrDefault(key, "")));
    }
  }

  /** The key of the element that the keyboard is in; empty when it has none. */
  String focused() {
    return value("document.activeElement?.dataset?.key ?? document.activeElement?.id ?? ''")
        .asText();
  }

  /** Cuts the tab off from everybody, or not any longer. */
  void offline(boolean isOffline) {
    call(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline", isOffline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** Shows the page in this size, in the dark or in the light. */
  void size(int width, int height, boolean isDark) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
  }

  /** Keeps what it looks like. */
  void picture(String name) throws IOException {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(
        folder.resolve(name + ".png"), Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** What its console has, since this was last asked. */
  List<String> complaints() {
    List<String> until = List.copyOf(complaints);
    complaints.clear();
    return until;
  }

  static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.abort();
    browser.close();
  }
}
