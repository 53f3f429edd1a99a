package dev.ficus.legacy.serving;

import dev.ficus.legacy.dialect.KnownCall;
import dev.ficus.legacy.dialect.OrderShape;
import dev.ficus.legacy.forwarding.Monolith;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Outage;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.shop.Shops;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The methods the old world calls: those of the feed's dialect, and XML-RPC's own.
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
  static final Answer.Fault NO_MONOLITH =
      new Answer.Fault(-32300, "transport error: no answer from the system behind");

  /** Magento 1's code for an order it does not know. */
  private static final int NO_SUCH_ORDER = 100;

  private static final Answer DONE = new Answer.Result(new Value.Bool(true));
  private static final String LIST_METHODS = "system.listMethods";
  private static final String METHOD_HELP = "system.methodHelp";
  private static final Map<String, String> HELP =
      Map.of(
          LIST_METHODS,
          "The names of all methods.",
          METHOD_HELP,
          "What a method does. Parameter: its name.",
          Multicall.METHOD,
          "Carries out several calls. Parameter: an array of {methodName, params}; the answer has,"
              + " for each, an array of its result, or a fault as a struct.");

  private final OrderIntake intake;
  private final int mostCalls;

  /**
   * One call of a feed.
   *
   * @param headers of the HTTP request it came in
   */
  record Request(Call call, Feeds.Feed feed, Arrival arrival, Map<String, List<String>> headers) {

    private Request with(Call other) {
      return new Request(other, feed, arrival, headers);
    }

    /** What the call means to us; nothing, where the monolith can answer it better. */
    private Optional<KnownCall> meaning() {
      return feed.dialect()
          .meaning(call)
          .filter(known -> known.means().isAboutAnOrder() || feed.monolith().isEmpty());
    }
  }

  Methods(OrderIntake intake, Shops shops) {
    this.intake = intake;
    this.mostCalls = shops.mostCalls();
  }

  /** Whether anything in the call is for us; if not, it belongs to the monolith as a whole. */
  boolean areMeant(Request request) {
    if (request.call().method().equals(Multicall.METHOD)) {
      return calls(request)
          .map(calls -> calls.stream().anyMatch(call -> call.filter(this::areMeant).isPresent()))
          .orElse(true);
    }
    return HELP.containsKey(request.call().method()) || request.meaning().isPresent();
  }

  /**
   * Carries out a call that came before, and is about an order or holds some that are; nothing of
   * it goes to the monolith again.
   *
   * @return waits, and says what was answered to each of them; throws what went wrong. Empty when
   *     nothing in the call is about an order
   */
  Optional<Supplier<List<Answer>>> again(Request request) {
    List<Request> calls =
        request.call().method().equals(Multicall.METHOD)
            ? calls(request).orElse(List.of()).stream().flatMap(Optional::stream).toList()
            : List.of(request);
    List<Supplier<Answer>> begun =
        calls.stream()
            .filter(
                call -> call.meaning().filter(known -> known.means().isAboutAnOrder()).isPresent())
            .map(this::carryOut)
            .toList();
    return begun.isEmpty()
        ? Optional.empty()
        : Optional.of(() -> begun.stream().map(Supplier::get).toList());
  }

  /** Carries out a call and says what to answer; whatever goes wrong is a fault, never a trace. */
  Answer answer(Request request) {
    return begin(request).get();
  }

  /** Begins to carry out a call; the answer is there when everything in it is safe. */
  private Supplier<Answer> begin(Request request) {
    Supplier<Answer> begun;
    try {
      begun = carryOut(request);
    } catch (RuntimeException e) {
      Answer notBegun = notAccepted(e);
      return () -> notBegun;
    }
    return () -> {
      try {
        return begun.get();
      } catch (RuntimeException e) {
        return notAccepted(e);
      }
    };
  }

  private static Answer notAccepted(RuntimeException failure) {
    if (failure instanceof NotConfirmedException) {
      LOG.warnf("Not accepted, the broker did not confirm: %s", failure.getMessage());
    } else {
      Outage.in(failure)
          .ifPresentOrElse(
              why -> LOG.warnf("Not accepted, the database is away: %s", why),
              () -> LOG.error("Not accepted", failure));
    }
    return TRY_AGAIN;
  }

  private Supplier<Answer> carryOut(Request request) {
    switch (request.call().method()) {
      case LIST_METHODS:
        return () -> listMethods(request);
      case METHOD_HELP:
        return () -> methodHelp(request);
      case Multicall.METHOD:
        return multicall(request);
      default:
        return request
            .meaning()
            .map(known -> carryOut(request, known))
            .orElseGet(() -> () -> elsewhere(request));
    }
  }

  private Supplier<Answer> carryOut(Request request, KnownCall known) {
    return switch (known.means()) {
      case ORDER -> take(request, known);
      case CANCELLATION -> cancel(request, known);
      case SESSION -> () -> text(UUID.randomUUID().toString().replace("-", ""));
      case NOTHING -> () -> DONE;
    };
  }

  private Supplier<Answer> take(Request request, KnownCall known) {
    Feeds.Feed feed = request.feed();
    Optional<OldOrder> read =
        feed.dialect().order().order(feed.shop(), known.subject(request.call()));
    if (read.isEmpty()) {
      intake.keepUnreadable(feed.shop(), request.arrival());
      return () -> DONE;
    }
    CompletableFuture<Void> taken = intake.take(read.get(), feed.rules(), request.arrival());
    return () -> {
      Results.of(taken);
      return known.reply() == KnownCall.Reply.NUMBER ? text(read.get().number().number()) : DONE;
    };
  }

  private Supplier<Answer> cancel(Request request, KnownCall known) {
    Optional<OrderNumber> number =
        OrderShape.orderNumber(request.feed().shop(), known.subject(request.call()));
    if (number.isEmpty()) {
      return () -> WRONG_PARAMETERS;
    }
    CompletableFuture<Boolean> cancelled = intake.cancel(number.get(), request.arrival());
    return () ->
        Results.of(cancelled)
            ? DONE
            : new Answer.Fault(
                NO_SUCH_ORDER, "Requested order does not exist: " + number.get().number());
  }

  /** A call that is not for us, inside one that is. */
  private Answer elsewhere(Request request) {
    Optional<Monolith> monolith = request.feed().monolith();
    if (monolith.isEmpty()) {
      return UNKNOWN_METHOD;
    }
    try {
      return monolith.get().call(request.call(), request.headers());
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", monolith.get(), e);
      return NO_MONOLITH;
    }
  }

  private Supplier<Answer> multicall(Request request) {
    Optional<List<Optional<Request>>> calls = calls(request);
    if (calls.isEmpty()) {
      return () -> WRONG_PARAMETERS;
    }
    if (calls.get().size() > mostCalls) {
      return () -> TOO_MANY_CALLS;
    }
    List<Supplier<Answer>> begun =
        calls.get().stream()
            .map(call -> call.map(this::begin).orElse(() -> WRONG_PARAMETERS))
            .toList();
    return () ->
        new Answer.Result(
            new Value.Array(begun.stream().map(each -> inMulticall(each.get())).toList()));
  }

  private static Value inMulticall(Answer answer) {
    return answer instanceof Answer.Fault fault
        ? fault.asStruct()
        : new Value.Array(List.of(((Answer.Result) answer).value()));
  }

  /** The calls of a multicall, empty where one is none; empty as a whole if it has no list. */
  private static Optional<List<Optional<Request>>> calls(Request multicall) {
    return Multicall.calls(multicall.call())
        .map(calls -> calls.stream().map(call -> call.map(multicall::with)).toList());
  }

  private Answer listMethods(Request request) {
    Set<String> names = new TreeSet<>(HELP.keySet());
    names.addAll(request.feed().dialect().methods());
    if (request.feed().monolith().isPresent()
        && elsewhere(request) instanceof Answer.Result result) {
      result
          .value()
          .asList()
          .ifPresent(list -> list.forEach(name -> name.asText().ifPresent(names::add)));
    }
    return new Answer.Result(new Value.Array(names.stream().<Value>map(Value.Text::new).toList()));
  }

  private Answer methodHelp(Request request) {
    String method = request.call().parameter(0).asText().orElse("");
    if (HELP.containsKey(method)) {
      return text(HELP.get(method));
    }
    return request.feed().dialect().calls().stream()
        .filter(known -> known.method().equals(method))
        .findFirst()
        .map(known -> text(help(known.means())))
        .orElseGet(() -> elsewhere(request));
  }

  private static String help(KnownCall.Meaning meaning) {
    return switch (meaning) {
      case ORDER -> "Takes an order in, whole, as it looks now; again and again does no harm.";
      case CANCELLATION -> "Cancels an order.";
      case SESSION -> "Begins a session.";
      case NOTHING -> "Answers true.";
    };
  }

  private static Answer text(String text) {
    return new Answer.Result(new Value.Text(text));
  }
}
