package dev.ficus.legacy.outgoing;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.ContentCharset;
import dev.ficus.legacy.xmlrpc.ContentCoding;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * A client of XML-RPC over HTTP. Answers are read as they arrive, so their length does not matter;
 * an answer that is none is an exception that shows how it begins.
 */
public final class XmlRpcClient {

  private static final int OK = 200;
  private static final int REDIRECTION = 3;

  private final HttpCaller http;
  private final TimeLimits times;
  private final XmlRpcReader reader;

  /**
   * @param limits of an answer; those of values are for one element of a list
   */
  public XmlRpcClient(HttpCaller http, TimeLimits times, Limits limits) {
    this.http = http;
    this.times = times;
    this.reader = new XmlRpcReader(limits);
  }

  /** An HTTP status other than 200. */
  public static final class StatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    StatusException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** The status. */
    public int status() {
      return status;
    }
  }

  /** An answer that is not read; the cause names the rule that it breaks. */
  public static final class UnreadableAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    private final XmlRpcException.DocumentRefusal refusal;
    private final boolean beginsAsAnswer;

    UnreadableAnswer(String message, boolean beginsAsAnswer, XmlRpcException cause) {
      super(message, cause);
      this.refusal = cause.refusal();
      this.beginsAsAnswer = beginsAsAnswer;
    }

    /** Whether it is an answer of XML-RPC, and not for instance a page of HTML. */
    public boolean beginsAsAnswer() {
      return beginsAsAnswer;
    }

    /** Which rule it breaks. */
    public XmlRpcException.DocumentRefusal refusal() {
      return refusal;
    }
  }

  /**
   * Calls a method.
   *
   * @param headers to go with it
   * @throws IOException when there is no answer, or none that can be read
   */
  public Answer call(Call call, Map<String, List<String>> headers) throws IOException {
    return call(http.address().uri(), call, headers);
  }

  /** The same at another path, or with a query. */
  public Answer call(URI at, Call call, Map<String, List<String>> headers) throws IOException {
    return answered(at, call, headers, reader::readAnswer);
  }

  /**
   * Calls a method whose result is a list of any length.
   *
   * @param each takes its elements as they arrive; what it took counts only if this returns
   * @return the fault, if that is what came
   * @throws IOException when there is no answer, or none that can be read to its end
   */
  public Optional<Answer.Fault> list(
      Call call, Map<String, List<String>> headers, Consumer<Value> each) throws IOException {
    return answered(
        http.address().uri(),
        call,
        headers,
        (body, charset) -> reader.readList(body, charset, each));
  }

  private interface Reading<T> {
    T of(InputStream body, Optional<String> charset) throws IOException;
  }

  private <T> T answered(URI at, Call call, Map<String, List<String>> headers, Reading<T> reading)
      throws IOException {
    HttpResponse<InputStream> response = send(at, call, headers);
    try (InputStream raw = response.body()) {
      if (response.statusCode() != OK) {
        throw new StatusException(response.statusCode(), refusal(response, raw));
      }
      return read(response, raw, reading);
    }
  }

  private <T> T read(HttpResponse<InputStream> response, InputStream raw, Reading<T> reading)
      throws IOException {
    try (Beginning body = new Beginning(unpacked(response, raw))) {
      try {
        return reading.of(
            Noise.skipped(body), ContentCharset.of(response.headers().allValues("Content-Type")));
      } catch (XmlRpcException unreadable) {
        throw new UnreadableAnswer(
            "%s answered what cannot be read: %s; %s"
                .formatted(http.address(), unreadable.getMessage(), body.description()),
            body.isAnswer(),
            unreadable);
      }
    } catch (ZipException | EOFException damaged) {
      throw new IOException(
          "%s answered what cannot be unpacked: %s".formatted(http.address(), damaged.getMessage()),
          damaged);
    }
  }

  private HttpResponse<InputStream> send(URI at, Call call, Map<String, List<String>> headers)
      throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(xml, call);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at).POST(HttpRequest.BodyPublishers.ofByteArray(xml.toByteArray()));
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    request.setHeader("Content-Type", "text/xml;charset=UTF-8");
    request.setHeader("Accept-Encoding", "gzip");
    return http.send(request, times);
  }

  private String refusal(HttpResponse<InputStream> response, InputStream raw) {
    int status = response.statusCode();
    Optional<String> location = response.headers().firstValue("Location");
    if (status / 100 == REDIRECTION && location.isPresent()) {
      return "%s answered HTTP %d and points to %s: configure that address, if it is the right one"
          .formatted(http.address(), status, Beginning.oneLine(location.get()));
    }
    return "%s answered HTTP %d; %s".formatted(http.address(), status, beginning(response, raw));
  }

  private String beginning(HttpResponse<InputStream> response, InputStream raw) {
    try (Beginning body = new Beginning(unpacked(response, raw))) {
      return body.describedAfterReading();
    } catch (IOException damaged) {
      return "what came with it cannot be unpacked";
    }
  }

  /** By the names that are, or were, in use; some servers pack without being asked to. */
  private InputStream unpacked(HttpResponse<InputStream> response, InputStream raw)
      throws IOException {
    List<String> named = response.headers().allValues("Content-Encoding");
    Optional<ContentCoding> coding = ContentCoding.of(named);
    if (coding.isEmpty()) {
      throw new IOException(
          "%s answered in the encoding %s, which was not asked for"
              .formatted(http.address(), Beginning.oneLine(String.join(", ", named))));
    }
    return coding.get().unpacked(raw);
  }
}
