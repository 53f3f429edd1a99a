package dev.ficus.legacy.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * An HTTP client for one other system. Every exchange ends in time, its body included; redirects
 * are not followed, since what is posted would get lost on the way. What {@code timeout} means in
 * the JDK's client ends with the headers.
 */
public final class HttpCaller {

  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final HttpClient http;
  private final Address address;

  private HttpCaller(Address address, HttpClient.Builder http) {
    this.address = address;
    this.http =
        http.version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            // Nothing here waits, so another thread would only cost its waking up.
            .executor(Runnable::run)
            .build();
  }

  /** A client that sends what it is given, and nothing else. */
  public static HttpCaller plain(Address address) {
    return new HttpCaller(address, HttpClient.newBuilder());
  }

  /** A client that brings back the cookies it gets: so balancers know to which node it belongs. */
  public static HttpCaller withCookies(Address address) {
    return new HttpCaller(address, HttpClient.newBuilder().cookieHandler(new CookieManager()));
  }

  /** Whom it calls. */
  public Address address() {
    return address;
  }

  /** The system could not be reached: nothing was sent. */
  public static final class Unreachable extends IOException {

    private static final long serialVersionUID = 1L;

    Unreachable(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * Sends a request and returns when the headers of the answer are there.
   *
   * @param request to somewhere at the address; gets its user, where it has one
   * @return the body is to be closed by whoever gets it
   * @throws Unreachable when there is no connection
   * @throws HttpTimeoutException when it takes longer than it may
   */
  public HttpResponse<InputStream> send(HttpRequest.Builder request, TimeLimits limits)
      throws IOException {
    address.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    Duration headers =
        limits.silence().compareTo(limits.whole()) < 0 ? limits.silence() : limits.whole();
    long begunAt = System.nanoTime();
    try {
      return http.send(
          request.timeout(headers).build(), answer -> new LimitedBody(limits, begunAt));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Unreachable(address + " cannot be reached", e);
    } catch (HttpTimeoutException e) {
      throw new HttpTimeoutException(
          "%s did not answer within %d ms".formatted(address, headers.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting for " + address);
    } catch (IOException e) {
      throw new IOException("no answer from %s: %s".formatted(address, e.getMessage()), e);
    }
  }
}
