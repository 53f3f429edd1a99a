package dev.ficus.legacy.forwarding;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What stands behind a feed, at its address: the monolith behind the shop's calls, the shop behind
 * its.
 */
public final class Upstream {

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final String CONTENT_TYPE = "Content-Type";

  /** Of one connection each, not of the message. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECTING)
          .build();
  private final URI address;
  private final Duration timeout;
  private final XmlRpcReader reader;

  /**
   * @param timeout until the answer begins
   */
  public Upstream(URI address, Duration timeout, Limits limits) {
    this.address = address;
    this.timeout = timeout;
    this.reader = new XmlRpcReader(limits);
  }

  /** What was answered; the body is to be closed by whoever gets it. */
  public record Answered(int status, Map<String, List<String>> headers, InputStream body) {}

  /**
   * Passes a call on byte for byte.
   *
   * @param headers by name; those of the connection are left out, there and back
   * @param body the bytes, whatever their encoding
   * @throws IOException when there was no answer: whether the call was carried out is not known
   */
  public Answered forward(Map<String, List<String>> headers, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    ofTheMessage(headers)
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    try {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      return new Answered(answer.statusCode(), ofTheMessage(answer.headers().map()), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting for " + address);
    }
  }

  /**
   * Asks for a list of any length.
   *
   * @param each takes each element as it arrives
   * @return the fault, if that is what came
   * @throws IOException when there was no answer, or none that can be read to its end
   */
  public Optional<Answer.Fault> list(
      Call call, Map<String, List<String>> headers, Consumer<Value> each) throws IOException {
    try (InputStream body = carriedOut(call, headers)) {
      return reader.readList(body, each);
    }
  }

  /**
   * Calls one method, for calls that came inside another.
   *
   * @param headers those of the call it came in
   * @throws IOException when there was no answer, or none that can be read
   */
  public Answer call(Call call, Map<String, List<String>> headers) throws IOException {
    try (InputStream body = carriedOut(call, headers)) {
      return reader.readAnswer(body);
    }
  }

  private InputStream carriedOut(Call call, Map<String, List<String>> headers) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(xml, call);
    Map<String, List<String>> own =
        headers.entrySet().stream()
            .filter(each -> !each.getKey().toLowerCase(Locale.ROOT).startsWith("content-"))
            .filter(each -> !each.getKey().equalsIgnoreCase("Accept-Encoding"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    own.put(CONTENT_TYPE, List.of("text/xml;charset=UTF-8"));
    Answered answered = forward(own, xml.toByteArray());
    if (answered.status() != OK) {
      answered.body().close();
      throw new IOException(address + " answered HTTP " + answered.status());
    }
    return answered.body();
  }

  private static Map<String, List<String>> ofTheMessage(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .filter(each -> !OF_THE_CONNECTION.contains(each.getKey().toLowerCase(Locale.ROOT)))
        .filter(each -> !each.getKey().startsWith(":"))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
