package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.methods.AnsweredBy;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The dispatch of served calls: to the methods of the feed's dialect, to XML-RPC's own, or to the
 * upstream. Several calls in one are dispatched one by one.
 */
@ApplicationScoped
public class Methods {

  private final OrderCalls orders;
  private final OrderForwarding forwarding;
  private final StockCalls stock;
  private final CallLog log;
  private final int mostCalls;

  Methods(
      OrderCalls orders, OrderForwarding forwarding, StockCalls stock, CallLog log, Shops shops) {
    this.orders = orders;
    this.forwarding = forwarding;
    this.stock = stock;
    this.log = log;
    this.mostCalls = shops.mostCalls();
  }

  /** Whether anything in the call is for us; if not, it goes to the upstream as a whole. */
  boolean areMeant(ServedCall call) {
    if (call.isMulticall()) {
      return call.inMulticall()
          .map(calls -> calls.stream().anyMatch(each -> each.filter(this::areMeant).isPresent()))
          .orElse(true);
    }
    return SystemMethods.include(call.call().method()) && call.feed().dialect().takesOrders()
        || call.meaning().isPresent();
  }

  /**
   * Carries out a call that came before, and is about an order or holds some that are; nothing of
   * it goes to the monolith again.
   *
   * @return waits for the answers to each of them, and throws what went wrong. Empty when nothing
   *     in the call is about an order
   */
  public Optional<Supplier<List<Answer>>> again(ServedCall call) {
    Stream<ServedCall> calls =
        call.isMulticall()
            ? call.inMulticall().orElse(List.of()).stream().flatMap(Optional::stream)
            : Stream.of(call);
    List<Supplier<Answer>> begun =
        calls
            .flatMap(
                each ->
                    Stream.concat(
                        Stream.of(each),
                        each.feed().dialect().callsIn(each.call()).stream().map(each::with)))
            .filter(each -> order(each).isPresent())
            .map(each -> orders.begin(each, order(each).orElseThrow(), WayIn.AGAIN))
            .<Supplier<Answer>>map(reply -> () -> reply.get().ours().orElse(Answers.TRUE))
            .toList();
    return begun.isEmpty()
        ? Optional.empty()
        : Optional.of(() -> begun.stream().map(Supplier::get).toList());
  }

  /** Whether the call is about an order, and holds no others. */
  Optional<KnownCall> order(ServedCall call) {
    return call.meaning().filter(known -> known.means().isAboutAnOrder());
  }

  /** The reply to a call about an order; whatever goes wrong is a fault. */
  OrderReply reply(ServedCall call) {
    return beginOrder(call, order(call).orElseThrow()).get();
  }

  private Supplier<OrderReply> beginOrder(ServedCall call, KnownCall known) {
    return call.begun().at(call.call().place(), () -> beginFirst(call, known));
  }

  private Supplier<OrderReply> beginFirst(ServedCall call, KnownCall known) {
    boolean upstream = call.feed().upstream().isPresent();
    Supplier<OrderReply> begun;
    try {
      begun = orders.begin(call, known, upstream ? WayIn.TO_THE_MONOLITH : WayIn.TO_US);
    } catch (RuntimeException e) {
      OrderReply notBegun = ours(call, Answers.notAccepted(e));
      return () -> notBegun;
    }
    return () -> {
      try {
        OrderReply reply = begun.get();
        return reply.ours().map(answer -> ours(call, answer)).orElse(reply);
      } catch (RuntimeException e) {
        return ours(call, Answers.notAccepted(e));
      }
    };
  }

  private OrderReply ours(ServedCall call, Answer answer) {
    return OrderReply.ours(logged(call, answer));
  }

  /** Carries out a call and answers it; whatever goes wrong is a fault, never a trace. */
  Answer answer(ServedCall call) {
    return begin(call).get();
  }

  /** Begins to carry out a call; the answer is there when everything in it is safe. */
  private Supplier<Answer> begin(ServedCall call) {
    Supplier<Answer> begun;
    try {
      begun = carryOut(call);
    } catch (RuntimeException e) {
      Answer notBegun = Answers.notAccepted(e);
      return () -> logged(call, notBegun);
    }
    return () -> {
      try {
        return logged(call, begun.get());
      } catch (RuntimeException e) {
        return logged(call, Answers.notAccepted(e));
      }
    };
  }

  /** The same for a call in another one, which whoever answers it has a part in. */
  private Supplier<Answer> beginIn(ServedCall outer, ServedCall inner) {
    Supplier<Answer> begun = begin(inner);
    return () -> {
      Answer answer = begun.get();
      outer.answering().by(inner.answering().of(answer));
      return answer;
    };
  }

  private Answer logged(ServedCall call, Answer answer) {
    log.answered(call, call.answering().of(answer));
    return answer;
  }

  private Supplier<Answer> carryOut(ServedCall call) {
    return switch (call.call().method()) {
      case SystemMethods.LIST_METHODS -> () -> SystemMethods.list(call);
      case SystemMethods.METHOD_HELP -> () -> SystemMethods.help(call);
      case Multicall.METHOD -> multicall(call);
      default ->
          call.meaning()
              .map(known -> carryOut(call, known))
              .orElseGet(() -> () -> stock.passOn(call));
    };
  }

  private Supplier<Answer> carryOut(ServedCall call, KnownCall known) {
    return switch (known.means()) {
      case ORDER, CANCELLATION -> order(call, known);
      case STOCK, BATCH_CREATED, BATCH_QUANTITY, BATCH_ETA -> stock.take(call);
      case ORDER_SHOWN, ORDERS_LISTED, ORDER_PART, ORDER_WHOLE, ORDER_STATUS ->
          () -> Answers.UNKNOWN_METHOD;
      case CALLS -> several(call);
      case SESSION -> () -> Answers.text(UUID.randomUUID().toString().replace("-", ""));
      case NOTHING -> () -> Answers.TRUE;
    };
  }

  /** In a call with others: one that is forwarded goes to the monolith for itself. */
  private Supplier<Answer> order(ServedCall call, KnownCall known) {
    Supplier<OrderReply> begun = beginOrder(call, known);
    return () -> {
      OrderReply reply = begun.get();
      return reply.ours().orElseGet(() -> forwarding.ask(call, reply));
    };
  }

  /**
   * The replies to the calls about orders in a call that is several in one, by their places in it,
   * if all of it is the monolith's: then it goes there as it came.
   */
  Optional<SortedMap<Integer, OrderReply>> allForwarded(ServedCall outer) {
    List<Optional<ServedCall>> calls =
        outer.isMulticall()
            ? outer.inMulticall().orElse(List.of())
            : outer.feed().dialect().listedIn(outer.call()).stream()
                .map(each -> each.map(outer::with))
                .toList();
    if (calls.isEmpty() || calls.size() > mostCalls || calls.stream().anyMatch(this::isForUs)) {
      return Optional.empty();
    }
    Map<Integer, Supplier<OrderReply>> begun = new TreeMap<>();
    for (int place = 0; place < calls.size(); place++) {
      ServedCall call = calls.get(place).orElseThrow();
      int at = place;
      order(call).ifPresent(known -> begun.put(at, beginOrder(call, known)));
    }
    SortedMap<Integer, OrderReply> replies = new TreeMap<>();
    begun.forEach((place, reply) -> replies.put(place, reply.get()));
    return replies.isEmpty() || !replies.values().stream().allMatch(OrderReply::isForwarded)
        ? Optional.empty()
        : Optional.of(replies);
  }

  /** Whether a call in another one is for us to answer, or cannot be understood. */
  private boolean isForUs(Optional<ServedCall> inner) {
    return inner.map(call -> areMeant(call) && order(call).isEmpty()).orElse(true);
  }

  /**
   * Several calls in one, answered as Magento does. Those that the upstream is to answer go there
   * together, in a call like this one: they may need its session.
   */
  private Supplier<Answer> several(ServedCall outer) {
    Dialect dialect = outer.feed().dialect();
    List<Optional<Call>> calls = dialect.listedIn(outer.call());
    if (calls.size() > mostCalls) {
      return () -> Answers.TOO_MANY_CALLS;
    }
    Map<Integer, Supplier<Answer>> ours = new TreeMap<>();
    Map<Integer, Supplier<OrderReply>> begun = new TreeMap<>();
    List<Integer> theirs = new ArrayList<>();
    for (int place = 0; place < calls.size(); place++) {
      Optional<Call> call = calls.get(place).filter(each -> dialect.listedIn(each).isEmpty());
      boolean about = call.filter(dialect::isAboutAnOrder).isPresent();
      if (about && outer.feed().upstream().isPresent()) {
        begun.put(place, beginOrderIn(outer, outer.with(call.get())));
      } else if (outer.feed().upstream().isEmpty()) {
        ours.put(
            place,
            call.map(outer::with)
                .map(each -> beginIn(outer, each))
                .orElse((Supplier<Answer>) () -> Answers.WRONG_PARAMETERS));
      } else {
        theirs.add(place);
      }
    }
    return () -> {
      Value[] answers = new Value[calls.size()];
      ours.forEach((place, one) -> answers[place] = one.get().inMultiCall());
      Map<Integer, OrderReply> forwarded = new TreeMap<>();
      begun.forEach(
          (place, one) -> {
            OrderReply reply = one.get();
            reply
                .ours()
                .ifPresentOrElse(
                    answer -> answers[place] = answer.inMultiCall(),
                    () -> forwarded.put(place, reply));
          });
      List<Integer> passedOn =
          Stream.concat(theirs.stream(), forwarded.keySet().stream()).sorted().toList();
      List<DocumentEdit> edits =
          forwarded.values().stream().flatMap(reply -> reply.edits().stream()).toList();
      List<Value> others = passedOn.isEmpty() ? List.of() : passOn(outer, passedOn, edits);
      for (int at = 0; at < passedOn.size(); at++) {
        int place = passedOn.get(at);
        answers[place] = others.get(at);
        Optional.ofNullable(forwarded.get(place))
            .flatMap(reply -> notReleased(reply, Answer.ofMultiCall(answers[place])))
            .ifPresent(fault -> answers[place] = fault.inMultiCall());
      }
      return new Answer.Result(new Value.Array(List.of(answers)));
    };
  }

  /** Our fault instead of the monolith's answer, where what waited for that cannot be released. */
  private Optional<Answer> notReleased(OrderReply reply, Answer answer) {
    try {
      forwarding.note(reply, answer);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Answers.notAccepted(e));
    }
  }

  private Supplier<OrderReply> beginOrderIn(ServedCall outer, ServedCall inner) {
    Supplier<OrderReply> begun = beginOrder(inner, order(inner).orElseThrow());
    return () -> {
      OrderReply reply = begun.get();
      reply.ours().ifPresent(answer -> outer.answering().by(inner.answering().of(answer)));
      return reply;
    };
  }

  /**
   * The upstream's answers to some of the calls in one, each in its place.
   *
   * @param edits what is done to the document before
   */
  private List<Value> passOn(ServedCall outer, List<Integer> places, List<DocumentEdit> edits) {
    ServedCall others = outer.with(outer.feed().dialect().only(places, outer.edited(edits).call()));
    Answer answer = stock.passOn(outer, fault -> fault, others::askUpstream);
    AnsweredBy by = others.answering().of(answer);
    outer.answering().by(by);
    outer.feed().dialect().callsIn(others.call()).forEach(each -> log.answered(outer, each, by));
    Optional<List<Value>> list =
        answer instanceof Answer.Result result ? result.value().asList() : Optional.empty();
    Answer otherwise = answer instanceof Answer.Fault ? answer : Answers.NO_UPSTREAM;
    return list.filter(each -> each.size() == places.size())
        .orElseGet(() -> Collections.nCopies(places.size(), otherwise.inMultiCall()));
  }

  private Supplier<Answer> multicall(ServedCall outer) {
    Optional<List<Optional<ServedCall>>> calls = outer.inMulticall();
    if (calls.isEmpty()) {
      return () -> Answers.WRONG_PARAMETERS;
    }
    if (calls.get().size() > mostCalls) {
      return () -> Answers.TOO_MANY_CALLS;
    }
    List<Supplier<Answer>> begun =
        calls.get().stream()
            .map(
                call ->
                    call.map(each -> beginIn(outer, each)).orElse(() -> Answers.WRONG_PARAMETERS))
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
}
