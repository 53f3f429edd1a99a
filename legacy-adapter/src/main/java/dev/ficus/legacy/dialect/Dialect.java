package dev.ficus.legacy.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one kind of old sender says things.
 *
 * @param calls the calls that mean something to us
 * @param order what an order looks like in them
 */
public record Dialect(List<KnownCall> calls, OrderShape order) {

  public Dialect {
    calls = List.copyOf(calls);
  }

  /** What is known of this call; empty when it means nothing to us. */
  public Optional<KnownCall> meaning(Call call) {
    return calls.stream().filter(known -> known.is(call)).findFirst();
  }

  /** The methods' names. */
  public Set<String> methods() {
    return calls.stream().map(KnownCall::method).collect(Collectors.toSet());
  }
}
