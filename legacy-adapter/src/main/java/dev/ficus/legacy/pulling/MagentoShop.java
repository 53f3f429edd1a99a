package dev.ficus.legacy.pulling;

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
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A Magento 1 shop, asked by XML-RPC. Answers are read as they arrive, so their length does not
 * matter. A session that has expired is begun anew; everything else that goes wrong is told.
 */
final class MagentoShop {

  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int SESSION_EXPIRED = 5;
  private static final DateTimeFormatter WRITTEN_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();
  private final URI address;
  private final String user;
  private final String key;
  private final Duration timeout;
  private final XmlRpcReader reader;
  // Guarded by this; null while there is none.
  private String session;

  /**
   * @param timeout until an answer begins
   * @param limits of an answer; those of values are for one order
   */
  MagentoShop(URI address, String user, String key, Duration timeout, Limits limits) {
    this.address = address;
    this.user = user;
    this.key = key;
    this.timeout = timeout;
    this.reader = new XmlRpcReader(limits);
  }

  /**
   * An order as the list has it.
   *
   * @param updatedAt by the shop's clock; null when it does not say
   */
  record Listed(String number, LocalDateTime updatedAt) {}

  /** The shop refuses. */
  static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private final int code;

    Refused(Answer.Fault fault) {
      super("fault " + fault.code() + ": " + fault.message());
      this.code = fault.code();
    }
  }

  /**
   * The orders that have changed, in no order, perhaps some of them twice.
   *
   * @param from since when, by the shop's clock; empty for all
   * @param each takes them as they arrive; what it took counts only if this returns
   */
  void changed(Optional<LocalDateTime> from, Consumer<Listed> each) throws IOException {
    Value filter =
        from.<Value>map(
                time ->
                    struct("updated_at", struct("from", new Value.Text(WRITTEN_TIME.format(time)))))
            .orElse(new Value.Array(List.of()));
    list(
        token ->
            new Call(
                "call",
                List.of(
                    token, new Value.Text("sales_order.list"), new Value.Array(List.of(filter)))),
        row -> listed(row).ifPresent(each));
  }

  /**
   * Orders with their lines.
   *
   * @param each takes, for each number in its place, the order or why there is none
   */
  void orders(List<String> numbers, BiConsumer<String, Answer> each) throws IOException {
    List<Value> calls =
        numbers.stream()
            .<Value>map(
                number ->
                    new Value.Array(
                        List.of(
                            new Value.Text("sales_order.info"),
                            new Value.Array(List.of(new Value.Text(number))))))
            .toList();
    List<Answer> answers = new ArrayList<>(numbers.size());
    list(
        token -> {
          answers.clear();
          return new Call("multiCall", List.of(token, new Value.Array(calls)));
        },
        value -> answers.add(Answer.ofMultiCall(value)));
    if (answers.size() != numbers.size()) {
      throw new IOException(
          "%d calls were answered %d times".formatted(numbers.size(), answers.size()));
    }
    Iterator<String> number = numbers.iterator();
    answers.forEach(answer -> each.accept(number.next(), answer));
  }

  private static Optional<Listed> listed(Value row) {
    return row.asStruct()
        .flatMap(
            struct ->
                struct
                    .member("increment_id")
                    .asText()
                    .map(
                        number ->
                            new Listed(
                                number,
                                struct
                                    .member("updated_at")
                                    .asDateTime()
                                    .map(Value.DateTime::local)
                                    .orElse(null))));
  }

  /** What is to be called in a session. */
  private interface InSession {
    Call with(Value token);
  }

  private void list(InSession call, Consumer<Value> each) throws IOException {
    String used = session();
    try {
      list(call.with(new Value.Text(used)), each);
    } catch (Refused refused) {
      if (refused.code != SESSION_EXPIRED) {
        throw refused;
      }
      expired(used);
      list(call.with(new Value.Text(session())), each);
    }
  }

  private void list(Call call, Consumer<Value> each) throws IOException {
    try (InputStream body = send(call)) {
      Optional<Answer.Fault> fault = reader.readList(body, each);
      if (fault.isPresent()) {
        throw new Refused(fault.get());
      }
    }
  }

  private synchronized String session() throws IOException {
    if (session == null) {
      try (InputStream body =
          send(new Call("login", List.of(new Value.Text(user), new Value.Text(key))))) {
        Answer answer = reader.readAnswer(body);
        if (answer instanceof Answer.Fault fault) {
          throw new Refused(fault);
        }
        session =
            ((Answer.Result) answer)
                .value()
                .asText()
                .orElseThrow(() -> new IOException("login was not answered with a session"));
      }
    }
    return session;
  }

  private synchronized void expired(String used) {
    // Somebody else may have begun a new one meanwhile.
    if (used.equals(session)) {
      session = null;
    }
  }

  private InputStream send(Call call) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(xml, call);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "text/xml")
            .header("Accept-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(xml.toByteArray()))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != OK) {
        response.body().close();
        throw new IOException("the shop answered HTTP " + response.statusCode());
      }
      return response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent()
          ? new GZIPInputStream(response.body())
          : response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while the shop was being asked");
    }
  }

  private static Value struct(String name, Value value) {
    return new Value.Struct(Map.of(name, value));
  }
}
