package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A tab of a real browser in which somebody clicks and types. */
public final class BrowserTab implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How far a page's clock runs ahead while nothing is loading. */
  private static final int AHEAD_MILLIS = 10_000;

  private final Path pictures;
  private final DevTools tools;
  private final Runnable end;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> ahead = new CompletableFuture<>();

  BrowserTab(URI address, Path pictures, Runnable end) {
    this.pictures = pictures;
    this.tools = new DevTools(address, this::happened);
    this.end = end;
    for (String part : List.of("Page", "Runtime", "Log", "Network")) {
      call(part + ".enable", Map.of());
    }
    size(1280, 1000, false);
  }

  private void happened(String event, JsonNode what) {
    switch (event) {
      case "Log.entryAdded" -> complaints.add(what.path("entry").path("text").asText());
      case "Runtime.consoleAPICalled" -> complaints.add(what.path("args").toString());
      case "Runtime.exceptionThrown" -> complaints.add(what.toString());
      case "Emulation.virtualTimeBudgetExpired" -> ahead.complete(null);
      default -> {
        // Nobody asks for it.
      }
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    return tools.call(method, parameters);
  }

  /**
   * Has pages that are opened from now on get this answer to what they ask under a path, and not
   * the adapter's.
   *
   * @return what ends it
   */
  public AutoCloseable pretends(String path, String json) {
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
  public void go(String address) {
    call("Page.navigate", Map.of("url", address));
  }

  /**
   * Goes to an address and returns when its visitor has seen it for some time. The page's clock
   * runs ahead while nothing is loading, stops while something is, and stands still in the end.
   */
  public void see(String address) {
    ahead = new CompletableFuture<>();
    call("Emulation.setVirtualTimePolicy", Map.of("policy", "pause"));
    go(address);
    call(
        "Emulation.setVirtualTimePolicy",
        Map.of("policy", "pauseIfNetworkFetchesPending", "budget", AHEAD_MILLIS));
    ahead.orTimeout(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The document after all that scripts did to it. */
  public String html() {
    return value("document.documentElement.outerHTML").asText();
  }

  /** What an expression of JavaScript is worth, and what it promises. */
  public JsonNode value(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertTrue(!result.has("exceptionDetails"), () -> expression + ": " + result);
    return result.get("result").path("value");
  }

  /** Waits until an expression is true. */
  public void await(String expression) {
    assertTrue(
        Waiting.until(() -> value("Boolean(" + expression + ")").asBoolean(), Waiting.LIMIT),
        () -> expression + " in\n" + text("body"));
  }

  /** Waits until something can be read in an element. */
  public void awaitText(String selector, String text) {
    await(reads(selector, text));
  }

  /** Whether something can be read in an element now. */
  public boolean shows(String selector, String text) {
    return value(reads(selector, text)).asBoolean();
  }

  private static String reads(String selector, String text) {
    return "[...document.querySelectorAll(%s)].some(each => each.innerText.replace(/\\s+/g, ' ').includes(%s))"
        .formatted(quoted(selector), quoted(text));
  }

  /** What one reads in an element. */
  public String text(String selector) {
    return value("document.querySelector(%s)?.innerText ?? ''".formatted(quoted(selector)))
        .asText()
        .replaceAll("\\s+", " ");
  }

  /**
   * Clicks with the mouse into the middle of the element as soon as it is there. A page that is
   * shown anew just then has another element there, or in another place: then once more.
   */
  public void click(String selector) {
    assertTrue(
        Waiting.until(() -> hasClicked(selector), Waiting.LIMIT),
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
  public void write(String selector, String text) {
    click(selector);
    value("document.activeElement.select()");
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses a key: Tab, Enter, Escape, or a blank. */
  public void press(String key) {
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
  public String focused() {
    return value("document.activeElement?.dataset?.key ?? document.activeElement?.id ?? ''")
        .asText();
  }

  /** Cuts the tab off from everybody, or not any longer. */
  public void offline(boolean isOffline) {
    call(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline", isOffline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** Shows the page in this size, in the dark or in the light. */
  public void size(int width, int height, boolean isDark) {
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
  public void picture(String name) throws IOException {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(
        pictures.resolve(name + ".png"), Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** What its console has, since this was last asked. */
  public List<String> complaints() {
    List<String> until = List.copyOf(complaints);
    complaints.clear();
    return until;
  }

  public static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  @Override
  public void close() {
    tools.close();
    end.run();
  }
}
