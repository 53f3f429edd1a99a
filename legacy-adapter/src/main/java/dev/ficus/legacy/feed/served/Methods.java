package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.RequestHead;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.BatchLedger.Source;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The methods the old world calls: those of the feed's dialect, and XML-RPC's own.
 *
 * <p>A result means that everything in the call is safe: with the broker, or in quarantine. A fault
 * means that the sender shall try again, or, where it says so, that the call was wrong.
 */
@ApplicationScoped
public class Methods {

  private static final Logger LOG = Logger.getLogger(Methods.class);

  public static final Answer.Fault UNKNOWN_METHOD =
      new Answer.Fault(-32601, "server error: method not found");
  public static final Answer.Fault WRONG_PARAMETERS =
      new Answer.Fault(-32602, "server error: wrong parameters");
  public static final Answer.Fault TOO_MANY_CALLS =
      new Answer.Fault(-32602, "server error: too many calls in a multicall");
  public static final Answer.Fault TRY_AGAIN =
      new Answer.Fault(-32500, "application error: not accepted, please send again");
  public static final Answer.Fault NO_UPSTREAM =
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
  private final StockIntake stock;
  private final int mostCalls;

  /**
   * One call of a feed.
   *
   * @param head of the HTTP request it came in
   */
  public record Request(Call call, ServedFeeds.Feed feed, Arrival arrival, RequestHead head) {

    private Request with(Call other) {
      return new Request(other, feed, arrival, head);
    }

    /** What the call means to us; nothing, where somebody behind can answer it better. */
    private Optional<KnownCall> meaning() {
      return feed.dialect()
          .meaning(call)
          .filter(known -> feed.upstream().isEmpty() || feed.dialect().isAboutAnOrder(call));
    }
  }

  Methods(OrderIntake intake, StockIntake stock, Shops shops) {
    this.intake = intake;
    this.stock = stock;
    this.mostCalls = shops.mostCalls();
  }

  /** Whether anything in the call is for us; if not, it goes to the upstream as a whole. */
  boolean areMeant(Request request) {
    if (request.call().method().equals(Multicall.METHOD)) {
      return calls(request)
          .map(calls -> calls.stream().anyMatch(call -> call.filter(this::areMeant).isPresent()))
          .orElse(true);
    }
    return HELP.containsKey(request.call().method()) && request.feed().dialect().takesOrders()
        || request.meaning().isPresent();
  }

  /**
   * Passes on a call that is somebody else's to answer, and takes in what it says of stock, its
   * inner calls included. What it says is the monolith's word, whatever the upstream makes of it.
   *
   * <p>It is written down first, for what has been passed on could not be called back: if that
   * fails, nothing is passed on, and the sender shall try again. From then on it is safe, and the
   * upstream's answer is the answer. It is held back until the broker has confirmed, but not if the
   * broker is away: then the commands are sent when it is back.
   *
   * @param refusal what becomes of a fault of ours
   * @param upstream passes the call on
   */
  <T> T passOn(Request request, Function<Answer, T> refusal, Supplier<T> upstream) {
    List<StockReport> said = said(request);
    if (said.isEmpty()) {
      return upstream.get();
    }
    StockIntake.Taken taken;
    try {
      taken = stock.take(said);
      Results.of(taken.noted());
    } catch (RuntimeException e) {
      return refusal.apply(notAccepted(e));
    }
    T answer = upstream.get();
    if (stock.canConfirm()) {
      try {
        Results.of(taken.confirmed());
      } catch (RuntimeException e) {
        LOG.warnf("Commands about stock are sent again later: %s", e.getMessage());
      }
    }
    return answer;
  }

  private List<StockReport> said(Request request) {
    ServedFeeds.Feed feed = request.feed();
    return feed.dialect().said(request.call()).stream()
        .map(
            said ->
                stock.report(
                    said.stock(),
                    feed.shop(),
                    feed.rules(),
                    new Source.Call(request.arrival(), said.place())))
        .toList();
  }

  /**
   * Carries out a call that came before, and is about an order or holds some that are; nothing of
   * it goes to the monolith again.
   *
   * @return waits, and says what was answered to each of them; throws what went wrong. Empty when
   *     nothing in the call is about an order
   */
  public Optional<Supplier<List<Answer>>> again(Request request) {
    Stream<Request> calls =
        request.call().method().equals(Multicall.METHOD)
            ? calls(request).orElse(List.of()).stream().flatMap(Optional::stream)
            : Stream.of(request);
    List<Supplier<Answer>> begun =
        calls
            .flatMap(
                call ->
                    Stream.concat(
                        Stream.of(call),
                        call.feed().dialect().callsIn(call.call()).stream().map(call::with)))
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
      TransientFailure.in(failure)
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
            .orElseGet(() -> () -> passOn(request, fault -> fault, () -> elsewhere(request)));
    }
  }

  private Supplier<Answer> carryOut(Request request, KnownCall known) {
    return switch (known.means()) {
      case ORDER -> take(request, known);
      case CANCELLATION -> cancel(request, known);
      case STOCK, BATCH_CREATED, BATCH_QUANTITY, BATCH_ETA -> stock(request);
      case CALLS -> several(request);
      case SESSION -> () -> text(UUID.randomUUID().toString().replace("-", ""));
      case NOTHING -> () -> DONE;
    };
  }

  private Supplier<Answer> take(Request request, KnownCall known) {
    ServedFeeds.Feed feed = request.feed();
    Optional<OldOrder> read =
        feed.dialect().order().order(feed.shop(), known.subject(request.call()));
    if (read.isEmpty()) {
      intake.keepUnreadable(feed.shop(), request.call().place(), request.arrival());
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

  /** Nobody stands behind us: what is said is for us alone. */
  private Supplier<Answer> stock(Request request) {
    StockIntake.Taken taken = stock.take(said(request));
    return () -> {
      Results.of(taken.confirmed());
      return DONE;
    };
  }

  /**
   * Several calls in one, answered as Magento does. Those that somebody behind us is to answer go
   * there together, in a call like this one: they may need its session.
   */
  private Supplier<Answer> several(Request request) {
    Dialect dialect = request.feed().dialect();
    List<Optional<Call>> calls = dialect.listedIn(request.call());
    if (calls.size() > mostCalls) {
      return () -> TOO_MANY_CALLS;
    }
    Map<Integer, Supplier<Answer>> ours = new TreeMap<>();
    List<Integer> theirs = new ArrayList<>();
    for (int place = 0; place < calls.size(); place++) {
      Optional<Call> call = calls.get(place).filter(each -> dialect.listedIn(each).isEmpty());
      boolean about = call.filter(dialect::isAboutAnOrder).isPresent();
      if (about || request.feed().upstream().isEmpty()) {
        ours.put(
            place,
            call.map(request::with)
                .map(this::begin)
                .orElse((Supplier<Answer>) () -> WRONG_PARAMETERS));
      } else {
        theirs.add(place);
      }
    }
    return () -> {
      Value[] answers = new Value[calls.size()];
      List<Value> others = theirs.isEmpty() ? List.of() : elsewhere(request, theirs);
      IntStream.range(0, theirs.size()).forEach(at -> answers[theirs.get(at)] = others.get(at));
      ours.forEach((place, begun) -> answers[place] = begun.get().inMultiCall());
      return new Answer.Result(new Value.Array(List.of(answers)));
    };
  }

  /** What somebody behind us answers to some of the calls in one, to each in its place. */
  private List<Value> elsewhere(Request request, List<Integer> places) {
    Request others = request.with(request.feed().dialect().only(places, request.call()));
    Answer answer = passOn(request, fault -> fault, () -> elsewhere(others));
    Optional<List<Value>> list =
        answer instanceof Answer.Result result ? result.value().asList() : Optional.empty();
    Answer otherwise = answer instanceof Answer.Fault ? answer : NO_UPSTREAM;
    return list.filter(each -> each.size() == places.size())
        .orElseGet(() -> Collections.nCopies(places.size(), otherwise.inMultiCall()));
  }

  /** A call that is not for us, inside one that is. */
  private Answer elsewhere(Request request) {
    Optional<Upstream> upstream = request.feed().upstream();
    if (upstream.isEmpty()) {
      return UNKNOWN_METHOD;
    }
    try {
      return upstream.get().call(request.call(), request.head());
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", upstream.get(), e);
      return NO_UPSTREAM;
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
    if (request.feed().upstream().isPresent()
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
      case STOCK -> "Says how many there are of a SKU.";
      case BATCH_CREATED -> "Says that a batch of stock was bought.";
      case BATCH_QUANTITY -> "Says how many units a batch has.";
      case BATCH_ETA -> "Says when a batch is expected.";
      case CALLS -> "Carries out several calls.";
      case SESSION -> "Begins a session.";
      case NOTHING -> "Answers true.";
    };
  }

  private static Answer text(String text) {
    return new Answer.Result(new Value.Text(text));
  }
}
