package dev.ficus.journeys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A web shop with one page, which asks availability-service from the visitor's browser. Its origin
 * is known before that of availability-service, which has to allow it.
 */
final class ShopPage implements AutoCloseable {
  /** Any port that is free. */
  static final int ANY = 0;

  private final HttpServer server;
  private volatile String page = "";
  private volatile String policy = "default-src 'none'";

  /**
   * Answers on this port of the loopback address; the page is empty until it has an address to ask.
   */
  ShopPage(int port) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (IOException failure) {
      throw new DemoException("the shop's page cannot be served on port " + port, failure);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** What a browser calls the place its pages come from. */
  URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The page that asks this availability-service. */
  void ask(URI availability) {
    try (InputStream html = ShopPage.class.getResourceAsStream("shop.html")) {
      page =
          new String(html.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${availability}", availability.toString());
      policy =
          "default-src 'none'; script-src %s; style-src %s; connect-src %s; form-action 'self';"
                  .formatted(hash("script"), hash("style"), availability)
              + " base-uri 'none'; frame-ancestors 'none'";
    } catch (IOException unreadable) {
      throw new DemoException("the shop's page cannot be read", unreadable);
    }
  }

  /** What stands in this element of the page, as a policy names it: nothing else may run there. */
  private String hash(String element) {
    String begin = "<" + element + ">";
    String content =
        page.substring(page.indexOf(begin) + begin.length(), page.indexOf("</" + element + ">"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The page's address for a question. */
  URI question(String sku, int qty, String country, String postcode) {
    return origin()
        .resolve(
            "/?sku=%s&qty=%d&country=%s&postcode=%s"
                .formatted(Http.encode(sku), qty, Http.encode(country), Http.encode(postcode)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean found = exchange.getRequestURI().getPath().equals("/");
    byte[] body = (found ? page : "").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().add("Cache-Control", "no-store");
    exchange.getResponseHeaders().add("Content-Security-Policy", policy);
    exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().add("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
