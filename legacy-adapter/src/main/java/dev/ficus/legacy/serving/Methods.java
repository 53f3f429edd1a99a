package dev.ficus.legacy.serving;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Outage;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The methods the old world calls.
 *
 * <p>A result means that everything in the call is safe: with the broker, or in quarantine. A fault
 * means that the sender shall try again, or, where it says so, that the call was wrong.
 */
@ApplicationScoped
class Methods {

  private static final Logger LOG = Logger.getLogger(Methods.class);

  static final Answer.Fault UNKNOWN_METHOD =
      new Answer.Fault(-32601, "server error: method not found");
  static final Answer.Fault WRONG_PARAMETERS =
      new Answer.Fault(-32602, "server error: wrong parameters");
  static final Answer.Fault TOO_MANY_CALLS =
      new Answer.Fault(-32602, "server error: too many calls in a multicall");
  static final Answer.Fault TRY_AGAIN =
      new Answer.Fault(-32500, "application error: not accepted, please send again");

  /** Magento 1's code for an order it does not know. */
  private static final int NO_SUCH_ORDER = 100;

  private static final String MULTICALL = "system.multicall";

  private final OrderIntake intake;
  private final int mostCalls;
  private final Map<String, Function<Request, Answer>> methods =
      Map.of(
          "system.listMethods",
          this::listMethods,
          MULTICALL,
          this::multicall,
          "login",
          this::login,
          "endSession",
          request -> result(new Value.Bool(true)),
          "call",
          this::inSession,
          "sales_order.create",
          this::create,
          "sales_order.cancel",
          this::cancel);

  /** One call of a feed. */
  private record Request(Call call, Feeds.Feed feed, Arrival arrival) {
    Request with(Call other) {
      return new Request(other, feed, arrival);
    }
  }

  Methods(OrderIntake intake, LegacySettings settings) {
    this.intake = intake;
    this.mostCalls = settings.xml().maxCalls();
  }

  /** Carries out a call and says what to answer; whatever goes wrong is a fault, never a trace. */
  Answer answer(Call call, Feeds.Feed feed, Arrival arrival) {
    return answer(new Request(call, feed, arrival));
  }

  private Answer answer(Request request) {
    Function<Request, Answer> method = methods.get(request.call().method());
    if (method == null) {
      return UNKNOWN_METHOD;
    }
    try {
      return method.apply(request);
    } catch (NotConfirmedException e) {
      LOG.warnf("Not accepted, the broker did not confirm: %s", e.getMessage());
      return TRY_AGAIN;
    } catch (RuntimeException e) {
      Outage.in(e)
          .ifPresentOrElse(
              why -> LOG.warnf("Not accepted, the database is away: %s", why),
              () -> LOG.error("Not accepted", e));
      return TRY_AGAIN;
    }
  }

  private Answer create(Request request) {
    Value order = request.call().parameter(0);
    Optional<OldOrder> read = OrderReading.order(request.feed().shop(), order);
    if (read.isEmpty()) {
      intake.keepUnreadable(request.feed().shop(), request.arrival());
      return result(new Value.Bool(true));
    }
    intake.take(read.get(), request.feed().rules(), request.arrival());
    return result(new Value.Text(read.get().number().number()));
  }

  private Answer cancel(Request request) {
    Optional<OrderNumber> number =
        OrderReading.number(request.feed().shop(), request.call().parameter(0));
    if (number.isEmpty()) {
      return WRONG_PARAMETERS;
    }
    return intake.cancel(number.get(), request.arrival())
        ? result(new Value.Bool(true))
        : new Answer.Fault(
            NO_SUCH_ORDER, "Requested order does not exist: " + number.get().number());
  }

  /** The session is a form only: old clients will not go on without one. */
  private Answer login(Request request) {
    return result(new Value.Text(UUID.randomUUID().toString().replace("-", "")));
  }

  /** Magento's envelope: session, method, and the parameters as a list or a single one bare. */
  private Answer inSession(Request request) {
    Call envelope = request.call();
    String method = envelope.parameter(1).asText().orElse("");
    if (!method.startsWith("sales_order.")) {
      return UNKNOWN_METHOD;
    }
    Value parameters = envelope.parameter(2);
    List<Value> unpacked =
        parameters instanceof Value.Array array ? array.values() : List.of(parameters);
    return answer(request.with(new Call(method, unpacked)));
  }

  private Answer multicall(Request request) {
    Optional<List<Value>> calls = request.call().parameter(0).asList();
    if (calls.isEmpty()) {
      return WRONG_PARAMETERS;
    }
    if (calls.get().size() > mostCalls) {
      return TOO_MANY_CALLS;
    }
    List<Value> answers = new ArrayList<>();
    for (Value call : calls.get()) {
      Answer answer = inner(request, call);
      answers.add(
          answer instanceof Answer.Fault fault
              ? fault.asStruct()
              : new Value.Array(List.of(((Answer.Result) answer).value())));
    }
    return result(new Value.Array(answers));
  }

  private Answer inner(Request request, Value call) {
    Optional<Value.Struct> struct = call.asStruct();
    String method = struct.flatMap(s -> s.member("methodName").asText()).orElse("");
    Optional<List<Value>> parameters =
        struct.flatMap(
            s ->
                s.member("params") instanceof Value.Nil
                    ? Optional.of(List.of())
                    : s.member("params").asList());
    if (method.isEmpty() || parameters.isEmpty() || method.equals(MULTICALL)) {
      return WRONG_PARAMETERS;
    }
    return answer(request.with(new Call(method, parameters.get())));
  }

  private Answer listMethods(Request request) {
    return result(
        new Value.Array(methods.keySet().stream().sorted().<Value>map(Value.Text::new).toList()));
  }

  private static Answer result(Value value) {
    return new Answer.Result(value);
  }
}
