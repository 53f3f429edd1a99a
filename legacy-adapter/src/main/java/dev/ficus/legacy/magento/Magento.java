package dev.ficus.legacy.magento;

import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Magento 1 shop, asked by XML-RPC. Answers are read as they arrive, so their length does not
 * matter. A session that has expired is renewed; everything else that goes wrong is thrown.
 */
public final class Magento {

  private static final int SESSION_EXPIRED = 5;

  /** Access, paths and filters: no access, no such resource or method, expired, wrong filter. */
  private static final Set<Integer> FAULTS_WHATEVER_IS_ASKED =
      Set.of(2, 3, 4, SESSION_EXPIRED, 102);

  /** What a PHP answers, or a server before it, that runs out of memory or time. */
  private static final Set<Integer> EXHAUSTED = Set.of(413, 500, 502, 504, 507);

  private final XmlRpcClient client;
  private final Account account;
  // Guarded by this; null while there is none.
  private String session;

  /**
   * @param limits of an answer; those of values are for one element of a list
   */
  public Magento(Account account, Limits limits) {
    this.account = account;
    this.client =
        new XmlRpcClient(HttpCaller.withCookies(account.address()), account.times(), limits);
  }

  /**
   * Whom to ask.
   *
   * @param key of the user
   */
  public record Account(Address address, String user, String key, TimeLimits times) {}

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

    /** The code of the fault. */
    public int code() {
      return code;
    }
  }

  /** Whether the shop may be able to answer if it is asked for less at a time. */
  public static boolean mayAnswerLess(IOException failure) {
    if (failure instanceof Refused refused) {
      return !FAULTS_WHATEVER_IS_ASKED.contains(refused.code());
    }
    if (failure instanceof XmlRpcClient.StatusException status) {
      return EXHAUSTED.contains(status.status());
    }
    return !(failure instanceof HttpCaller.Unreachable
        || failure instanceof InterruptedIOException);
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
    Optional<Answer.Fault> fault = client.list(call, Map.of(), each);
    if (fault.isPresent()) {
      throw new Refused(fault.get());
    }
  }

  private synchronized String session() throws IOException {
    if (session == null) {
      Call login =
          new Call("login", List.of(new Value.Text(account.user()), new Value.Text(account.key())));
      Answer answer = client.call(login, Map.of());
      if (answer instanceof Answer.Fault fault) {
        throw new Refused(fault);
      }
      session =
          ((Answer.Result) answer)
              .value()
              .asText()
              .orElseThrow(() -> new IOException("login was not answered with a session"));
    }
    return session;
  }

  private synchronized void expired(String used) {
    // Somebody else may have begun a new one meanwhile.
    if (used.equals(session)) {
      session = null;
    }
  }
}
