package dev.ficus.legacy.forwarding;

import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands behind a feed, at its address: the monolith behind the shop's calls, the shop behind
 * its.
 */
public final class Upstream {

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

  private final HttpCaller http;
  private final TimeLimits times;
  private final XmlRpcClient calls;

  /**
   * @param limits of an answer that is read here
   */
  public Upstream(Address address, TimeLimits times, Limits limits) {
    this.http = HttpCaller.plain(address);
    this.times = times;
    this.calls = new XmlRpcClient(http, times, limits);
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
        HttpRequest.newBuilder(http.address().uri())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    ofTheMessage(headers)
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<InputStream> answer = http.send(request, times);
    return new Answered(answer.statusCode(), ofTheMessage(answer.headers().map()), answer.body());
  }

  /**
   * Calls one method, for calls that came inside another.
   *
   * @param headers those of the call it came in
   * @throws IOException when there was no answer, or none that can be read
   */
  public Answer call(Call call, Map<String, List<String>> headers) throws IOException {
    Map<String, List<String>> own =
        ofTheMessage(headers).entrySet().stream()
            .filter(each -> !each.getKey().toLowerCase(Locale.ROOT).startsWith("content-"))
            .filter(each -> !each.getKey().equalsIgnoreCase("Accept-Encoding"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return calls.call(call, own);
  }

  private static Map<String, List<String>> ofTheMessage(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .filter(each -> !OF_THE_CONNECTION.contains(each.getKey().toLowerCase(Locale.ROOT)))
        .filter(each -> !each.getKey().startsWith(":"))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public String toString() {
    return http.address().toString();
  }
}
