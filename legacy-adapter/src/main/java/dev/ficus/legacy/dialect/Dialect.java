package dev.ficus.legacy.dialect;

import dev.ficus.legacy.batch.OldStock;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How one kind of old sender says things.
 *
 * @param calls the calls that mean something to us
 * @param orders what an order looks like in them; empty for senders who say nothing of orders
 */
public record Dialect(List<KnownCall> calls, Optional<OrderShape> orders) {

  /**
   * @throws IllegalArgumentException when a call is about an order, and nobody knows what one is
   */
  public Dialect {
    calls = List.copyOf(calls);
    if (orders.isEmpty() && takesOrders(calls)) {
      throw new IllegalArgumentException("a call is about an order; order and line are not said");
    }
  }

  /** What an order looks like; only of a dialect that {@link #takesOrders}. */
  public OrderShape order() {
    return orders.orElseThrow(() -> new IllegalStateException("nothing is said of orders"));
  }

  /** Whether any call is about an order. */
  public boolean takesOrders() {
    return takesOrders(calls);
  }

  private static boolean takesOrders(List<KnownCall> calls) {
    return calls.stream().anyMatch(call -> call.means().isAboutAnOrder());
  }

  /** What is known of this call; empty when it means nothing to us. */
  public Optional<KnownCall> meaning(Call call) {
    return calls.stream().filter(known -> known.is(call)).findFirst();
  }

  /**
   * The calls in this one where it is several in one, as Magento's {@code multiCall} is: a list of
   * names with parameters. One that cannot be a call is left out.
   */
  public List<Call> callsIn(Call call) {
    return meaning(call)
        .filter(known -> known.means() == KnownCall.Meaning.CALLS)
        .flatMap(known -> known.subject(call).asList())
        .map(
            several ->
                IntStream.range(0, several.size())
                    .mapToObj(at -> inner(call, at, several.get(at)))
                    .flatMap(Optional::stream)
                    .toList())
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

  private static Optional<Call> inner(Call call, int at, Value value) {
    List<Value> parts = value.asList().orElse(List.of());
    Optional<String> method = parts.stream().findFirst().flatMap(Value::asText);
    Value parameters = parts.size() > 1 ? parts.get(1) : Value.NIL;
    return method
        .filter(name -> !name.isEmpty())
        .map(name -> call.inner(at, name, parameters.asList().orElse(List.of(parameters))));
  }

  /**
   * Something a call says of stock.
   *
   * @param place of the call that says it, as {@link Call#place} has it
   */
  public record Said(String place, OldStock stock) {}

  /** What a call says of stock, and the calls in it. */
  public List<Said> said(Call call) {
    Stream<Call> inMulticall =
        call.method().equals(Multicall.METHOD)
            ? Multicall.calls(call).stream().flatMap(List::stream).flatMap(Optional::stream)
            : Stream.empty();
    return Stream.concat(Stream.of(call), inMulticall)
        .flatMap(each -> Stream.concat(Stream.of(each), callsIn(each).stream()))
        .flatMap(each -> said(each, meaning(each)).stream())
        .toList();
  }

  private static Optional<Said> said(Call call, Optional<KnownCall> known) {
    return known.flatMap(meant -> meant.stock(call)).map(stock -> new Said(call.place(), stock));
  }

  /** The methods' names. */
  public Set<String> methods() {
    return calls.stream().map(KnownCall::method).collect(Collectors.toSet());
  }
}
