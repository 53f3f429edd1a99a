package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A dialect: how one kind of old sender writes orders and stock.
 *
 * @param calls the calls that mean something to us
 * @param orders what an order looks like in them; empty for senders who send no orders
 * @param stockMembers names of members by which a call is known to be about stock, though it is
 *     none of those that mean something to us
 * @param answers what the monolith's answer to an order looks like; empty where it does not say
 *     what it has decided
 */
public record Dialect(
    List<KnownCall> calls,
    Optional<OrderShape> orders,
    Set<String> stockMembers,
    Optional<AnswerShape> answers) {

  /** One of which nobody reads what the monolith has decided. */
  public Dialect(List<KnownCall> calls, Optional<OrderShape> orders, Set<String> stockMembers) {
    this(calls, orders, stockMembers, Optional.empty());
  }

  /**
   * @throws IllegalArgumentException when a call is about an order, and nothing describes one; or
   *     when a message can be either of two calls
   */
  public Dialect {
    calls =
        calls.stream()
            .sorted(Comparator.comparing((KnownCall call) -> -call.where().size()))
            .toList();
    stockMembers = Set.copyOf(stockMembers);
    for (KnownCall one : calls) {
      for (KnownCall other : calls) {
        if (one != other && one.isConfusedWith(other)) {
          throw new IllegalArgumentException(
              "calls.%s and calls.%s can be the same message, %s: give one of them more values in"
                      .formatted(one.name(), other.name(), one.method())
                  + " where, or the other a value of its own at the same path");
        }
      }
    }
    if (orders.isEmpty() && takesOrders(calls)) {
      throw new IllegalArgumentException(
          "order.* or line.* is missing: calls with means=order or means=cancellation need both");
    }
    if (orders.isEmpty() && showsOrders(calls)) {
      throw new IllegalArgumentException(
          "order.* or line.* is missing: calls with means=order-shown or means=orders-listed need"
              + " both");
    }
  }

  /** What an order looks like; only of a dialect that {@link #takesOrders}. */
  public OrderShape order() {
    return orders.orElseThrow(() -> new IllegalStateException("the dialect has no orders"));
  }

  /** Whether any call is about an order. */
  public boolean takesOrders() {
    return takesOrders(calls);
  }

  /** Whether the monolith asks for orders by any call. */
  public boolean showsOrders() {
    return showsOrders(calls);
  }

  private static boolean showsOrders(List<KnownCall> calls) {
    return calls.stream().anyMatch(call -> call.means().isAskedByTheMonolith());
  }

  private static boolean takesOrders(List<KnownCall> calls) {
    return calls.stream().anyMatch(call -> call.means().isAboutAnOrder());
  }

  /** What is known of this call, the more specific first; empty when it means nothing to us. */
  public Optional<KnownCall> meaning(Call call) {
    return calls.stream().filter(known -> known.is(call)).findFirst();
  }

  /**
   * The calls in this one where it is several in one, as Magento's {@code multiCall} is: a list of
   * names with parameters. One that cannot be a call is left out.
   */
  public List<Call> callsIn(Call call) {
    return listedIn(call).stream().flatMap(Optional::stream).toList();
  }

  /** The same, each in its place: empty where it cannot be a call. */
  public List<Optional<Call>> listedIn(Call call) {
    List<Value> several = listIn(call);
    return IntStream.range(0, several.size())
        .mapToObj(at -> inner(call, at, several.get(at)))
        .toList();
  }

  /**
   * A call that is several in one, with these of its calls alone.
   *
   * @param places of those that stay, counted from 0
   */
  public Call only(List<Integer> places, Call call) {
    List<Value> several = listIn(call);
    Value left = new Value.Array(places.stream().map(several::get).toList());
    ValuePath at = meaning(call).orElseThrow().at();
    Value.Array parameters = (Value.Array) at.replaced(new Value.Array(call.parameters()), left);
    return new Call(call.method(), parameters.values(), call.place());
  }

  /** How many calls there are in this one, those that cannot be calls among them. */
  int innerCalls(Call call) {
    return call.method().equals(Multicall.METHOD)
        ? Multicall.calls(call).map(List::size).orElse(0)
        : listIn(call).size();
  }

  private List<Value> listIn(Call call) {
    return meaning(call)
        .filter(known -> known.means() == KnownCall.Meaning.CALLS)
        .flatMap(known -> known.subject(call).asList())
        .orElse(List.of());
  }

  /**
   * The calls that are made by this one: itself, or those in it where it is several in one. One
   * that cannot be a call is left out.
   */
  public List<Call> madeBy(Call call) {
    Stream<Call> outer =
        call.method().equals(Multicall.METHOD)
            ? Multicall.calls(call).orElse(List.of()).stream().flatMap(Optional::stream)
            : Stream.of(call);
    return outer
        .flatMap(
            each ->
                meaning(each).filter(known -> known.means() == KnownCall.Meaning.CALLS).isPresent()
                    ? callsIn(each).stream()
                    : Stream.of(each))
        .toList();
  }

  /** Whether the call is about an order, or a call in it is, where it is several in one. */
  public boolean isAboutAnOrder(Call call) {
    return Stream.concat(Stream.of(call), callsIn(call).stream())
        .anyMatch(
            each -> meaning(each).filter(known -> known.means().isAboutAnOrder()).isPresent());
  }

  private static Optional<Call> inner(Call call, int at, Value value) {
    List<Value> parts = value.asList().orElse(List.of());
    Optional<String> method = parts.stream().findFirst().flatMap(Value::asText);
    Value parameters = parts.size() > 1 ? parts.get(1) : Value.NIL;
    return method
        .filter(name -> !name.isEmpty())
        .map(name -> call.inner(at, name, parameters.asList().orElse(List.of(parameters))));
  }

  /**
   * Stock that a call reports.
   *
   * @param place of the call that reports it, as {@link Call#place} has it; where it reports
   *     several, which of them it is as well: {@code 2.0[1]}
   */
  public record ReportedStock(String place, OldStock stock) {}

  /**
   * A call with all calls in it, where it is several in one. One that cannot be one is left out.
   */
  public List<Call> withInner(Call call) {
    Stream<Call> inMulticall =
        call.method().equals(Multicall.METHOD)
            ? Multicall.calls(call).stream().flatMap(List::stream).flatMap(Optional::stream)
            : Stream.empty();
    return Stream.concat(Stream.of(call), inMulticall)
        .flatMap(each -> Stream.concat(Stream.of(each), callsIn(each).stream()))
        .toList();
  }

  /** The stock that a call reports, and the calls in it. */
  public List<ReportedStock> reportedStock(Call call) {
    return withInner(call).stream().flatMap(each -> reportedStock(each, meaning(each))).toList();
  }

  private Stream<ReportedStock> reportedStock(Call call, Optional<KnownCall> known) {
    List<Optional<OldStock>> stock = known.map(meant -> meant.stock(call)).orElse(List.of());
    if (stock.stream().allMatch(Optional::isEmpty)) {
      boolean unknown =
          known.isEmpty()
              ? !call.method().equals(Multicall.METHOD)
              : known.get().means().ofStock().isPresent();
      return unknown && mentionsStock(new Value.Array(call.parameters()))
          ? Stream.of(new ReportedStock(call.place(), OldStock.NOT_UNDERSTOOD))
          : Stream.empty();
    }
    boolean ofMany = known.isPresent() && known.get().shape().isOfMany();
    return IntStream.range(0, stock.size())
        .boxed()
        .flatMap(at -> stock.get(at).map(each -> reportedStock(call, ofMany, at, each)).stream());
  }

  private static ReportedStock reportedStock(Call call, boolean ofMany, int at, OldStock stock) {
    boolean element = ofMany && stock.kind() != OldStock.ReportKind.UNKNOWN;
    return new ReportedStock(element ? call.place() + "[" + at + "]" : call.place(), stock);
  }

  /**
   * Where the items are of the order that a call shows.
   *
   * @param document the document's own call
   * @param place of the call in it, as {@link Call#place} has it
   * @return empty where no order is shown there
   */
  public Optional<OrderPositions> orderPositions(Call document, String place) {
    return position(document, place).flatMap(this::orderPositions);
  }

  /**
   * Takes a call out of those among which it came.
   *
   * @param document the document's own call
   * @param place of the call in it, as {@link Call#place} has it
   * @return empty for the document's own, and where there is none
   */
  public Optional<DocumentEdit> cut(Call document, String place) {
    return position(document, place)
        .map(CallPosition::path)
        .filter(path -> !path.steps().isEmpty())
        .map(DocumentEdit.Cut::new);
  }

  /**
   * Where the result of a call is in the result of its document.
   *
   * @param document the document's own call, as it was sent
   * @param place of the call in it, as {@link Call#place} has it
   * @param result of the document's own call
   * @return empty where the call was answered by a fault, or not at all
   */
  public Optional<ElementPath> resultOf(Call document, String place, Value result) {
    Optional<ElementPath> found = Optional.of(ElementPath.of());
    boolean inMulticall = document.method().equals(Multicall.METHOD);
    for (String step : place.isEmpty() ? List.<String>of() : List.of(place.split("\\."))) {
      ValuePath answer = ValuePath.of(List.of(inMulticall ? step + ".0" : step));
      found = found.flatMap(outer -> answer.found(outer.in(result)).map(outer::then));
      inMulticall = false;
    }
    return found.filter(at -> !isFault(at.in(result)));
  }

  /**
   * Writes a fault instead of the result of a call that came among others.
   *
   * @param document the document's own call, as it was sent
   * @param place of the call in it, as {@link Call#place} has it
   * @param result where the call's result is
   */
  public DocumentEdit inAnswer(
      Call document, String place, ElementPath result, Answer.Fault fault) {
    return document.method().equals(Multicall.METHOD) && place.indexOf('.') < 0
        ? new DocumentEdit.Put(result.outer(), fault.asStruct())
        : new DocumentEdit.Put(result, fault.inMultiCall());
  }

  /** As Magento lists it among the answers to several calls. */
  private static boolean isFault(Value listed) {
    return Answer.ofMultiCall(listed) instanceof Answer.Fault;
  }

  private Optional<OrderPositions> orderPositions(CallPosition position) {
    return meaning(position.call())
        .filter(known -> known.means() == KnownCall.Meaning.ORDER)
        .flatMap(
            known ->
                known
                    .at()
                    .found(position.whole())
                    .map(position::inDocument)
                    .map(at -> OrderPositions.of(order(), known.subject(position.call()), at)));
  }

  /**
   * Names items in a call that names none.
   *
   * @param document the document's own call
   * @param place of the call in it, as {@link Call#place} has it
   * @param items how many, by the ids of items
   * @return empty where it has no place for them
   */
  public Optional<DocumentEdit> naming(Call document, String place, Map<String, Integer> items) {
    Map<String, Value> named = new LinkedHashMap<>();
    items.forEach((id, units) -> named.put(id, new Value.Int(units)));
    return position(document, place)
        .flatMap(
            position ->
                meaning(position.call())
                    .flatMap(known -> known.items().place(position.whole()))
                    .map(position::inDocument))
        .map(path -> new DocumentEdit.Put(path, new Value.Struct(named)));
  }

  /**
   * Writes another status into a call that gives an order one.
   *
   * @param document the document's own call
   * @param place of the call in it, as {@link Call#place} has it
   * @return empty where it gives none
   */
  public Optional<DocumentEdit> givingStatus(Call document, String place, String status) {
    return position(document, place)
        .flatMap(
            position ->
                meaning(position.call())
                    .flatMap(known -> known.status().found(position.whole()))
                    .map(position::inDocument))
        .map(path -> new DocumentEdit.Put(path, new Value.Text(status)));
  }

  private Optional<CallPosition> position(Call document, String place) {
    return CallPosition.of(document)
        .all(this)
        .filter(position -> position.call().place().equals(place))
        .findFirst();
  }

  /**
   * How the stock that a call reports is taken out of its document.
   *
   * @param document the document's own call
   * @param reported what is taken out of all that {@link #reportedStock} reads in it
   */
  public StockCut stockCut(Call document, Collection<ReportedStock> reported) {
    return StockCut.of(this, document, reported.stream().map(ReportedStock::place).toList());
  }

  /** Whether a member is there that only calls about stock have. */
  private boolean mentionsStock(Value value) {
    if (value instanceof Value.Array array) {
      return !stockMembers.isEmpty() && array.values().stream().anyMatch(this::mentionsStock);
    }
    return value instanceof Value.Struct struct
        && struct.members().entrySet().stream()
            .anyMatch(
                member ->
                    stockMembers.contains(member.getKey())
                            && !(member.getValue() instanceof Value.Nil)
                        || mentionsStock(member.getValue()));
  }

  /** The methods' names. */
  public Set<String> methods() {
    return calls.stream().map(KnownCall::method).collect(Collectors.toSet());
  }
}
