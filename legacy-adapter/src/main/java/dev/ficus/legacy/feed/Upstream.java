package dev.ficus.legacy.feed;

import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The system behind a feed, at its address: the monolith behind the shop's calls, the shop behind
 * the monolith's.
 */
public final class Upstream {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern SENDABLE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

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

  /** How long an exchange with it may take. */
  public Duration longestExchange() {
    return times.whole();
  }

  /** What was answered; the body is to be closed by whoever gets it. */
  public record Answered(int status, Map<String, List<String>> headers, InputStream body) {

    /** The same with another body, which is not compressed. */
    public Answered with(byte[] another) {
      return new Answered(
          status, RequestHead.ofAnotherBody(headers), new ByteArrayInputStream(another));
    }
  }

  /**
   * Passes a call on byte for byte.
   *
   * @param head of the request it came in; what is of the connection is left out, there and back
   * @param body the bytes, whatever their encoding
   * @throws IOException when there was no answer: whether the call was carried out is not known
   */
  public Answered forward(RequestHead head, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(head.at(http.address().uri()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    passable(head).forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<InputStream> answer = http.send(request, times);
    return new Answered(
        answer.statusCode(), RequestHead.endToEnd(answer.headers().map()), answer.body());
  }

  /**
   * Calls one method, for calls that came inside another.
   *
   * @param head of the request it came in
   * @throws IOException when there was no answer, or none that can be read
   */
  public Answer call(Call call, RequestHead head) throws IOException {
    Map<String, List<String>> own =
        passable(head).entrySet().stream()
            .filter(each -> !each.getKey().toLowerCase(Locale.ROOT).startsWith("content-"))
            .filter(each -> !each.getKey().equalsIgnoreCase("Accept-Encoding"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return calls.call(head.at(http.address().uri()), call, own);
  }

  /** What is not allowed in a header, such as a control character, cannot be sent. */
  private static Map<String, List<String>> passable(RequestHead head) {
    return RequestHead.endToEnd(head.headers()).entrySet().stream()
        .filter(each -> TOKEN.matcher(each.getKey()).matches())
        .filter(each -> each.getValue().stream().allMatch(SENDABLE.asMatchPredicate()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public String toString() {
    return http.address().toString();
  }
}
