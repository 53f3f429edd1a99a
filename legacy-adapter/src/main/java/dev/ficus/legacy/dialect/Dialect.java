package dev.ficus.legacy.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        .map(several -> several.stream().flatMap(each -> inner(each).stream()).toList())
        .orElse(List.of());
  }

  private static Optional<Call> inner(Value value) {
    List<Value> parts = value.asList().orElse(List.of());
    Optional<String> method = parts.stream().findFirst().flatMap(Value::asText);
    Value parameters = parts.size() > 1 ? parts.get(1) : Value.NIL;
    return method
        .filter(name -> !name.isEmpty())
        .map(name -> new Call(name, parameters.asList().orElse(List.of(parameters))));
  }

  /** The methods' names. */
  public Set<String> methods() {
    return calls.stream().map(KnownCall::method).collect(Collectors.toSet());
  }
}
