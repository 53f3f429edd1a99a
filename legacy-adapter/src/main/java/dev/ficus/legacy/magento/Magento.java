package dev.ficus.legacy.magento;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A Magento 1 shop, asked by XML-RPC. Answers are read as they arrive, so their length does not
 * matter. A session that has expired is begun anew; everything else that goes wrong is told.
 */
public final class Magento {

  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int SESSION_EXPIRED = 5;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();
  private final Account account;
  private final XmlRpcReader reader;
  // Guarded by this; null while there is none.
  private String session;

  /**
   * @param limits of an answer; those of values are for one element of a list
   */
  public Magento(Account account, Limits limits) {
    this.account = account;
    this.reader = new XmlRpcReader(limits);
  }

  /**
   * Whom to ask.
   *
   * @param key of the user
   * @param timeout until an answer begins
   */
  public record Account(URI address, String user, String key, Duration timeout) {}

  /**
   * A method of the shop with its arguments.
   *
   * @param method for instance {@code sales_order.info}
   */
  public record Resource(String method, List<Value> arguments) {}

  /** The shop refuses. */
  public static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private final int code;

    Refused(Answer.Fault fault) {
      super("fault " + fault.code() + ": " + fault.message());
      this.code = fault.code();
    }
  }

  /**
   * Asks for a list.
   *
   * @param each takes its elements as they arrive; what it took counts only if this returns
   * @throws Refused if the shop answers a fault
   */
  public void list(Resource resource, Consumer<Value> each) throws IOException {
    list(
        token ->
            new Call(
                "call",
                List.of(
                    token,
                    new Value.Text(resource.method()),
                    new Value.Array(resource.arguments()))),
        each);
  }

  /**
   * Calls many at once.
   *
   * @return the answer to each, in its place
   * @throws Refused if the shop refuses all of them
   */
  public List<Answer> all(List<Resource> resources) throws IOException {
    List<Value> calls =
        resources.stream()
            .<Value>map(
                resource ->
                    new Value.Array(
                        List.of(
                            new Value.Text(resource.method()),
                            new Value.Array(resource.arguments()))))
            .toList();
    List<Answer> answers = new ArrayList<>(resources.size());
    list(
        token -> {
          answers.clear();
          return new Call("multiCall", List.of(token, new Value.Array(calls)));
        },
        value -> answers.add(Answer.ofMultiCall(value)));
    if (answers.size() != resources.size()) {
      throw new IOException(
          "%d calls were answered %d times".formatted(resources.size(), answers.size()));
    }
    return answers;
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
          send(
              new Call(
                  "login",
                  List.of(new Value.Text(account.user()), new Value.Text(account.key()))))) {
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
        HttpRequest.newBuilder(account.address())
            .timeout(account.timeout())
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
}
