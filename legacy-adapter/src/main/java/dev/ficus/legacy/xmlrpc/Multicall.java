package dev.ficus.legacy.xmlrpc;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Several calls in one, as {@code system.multicall} has them. */
public final class Multicall {

  /** The method's name. */
  public static final String METHOD = "system.multicall";

  private Multicall() {}

  /** One call's answer among those of a multicall: its result in a list of one, or a fault. */
  public static Answer answer(Value element) {
    return element
        .asList()
        .filter(list -> list.size() == 1)
        .<Answer>map(list -> new Answer.Result(list.get(0)))
        .or(() -> Answer.Fault.from(element).map(fault -> fault))
        .orElseGet(() -> new Answer.Fault(0, ""));
  }

  /**
   * The calls in a call of {@link #METHOD}.
   *
   * @return empty where one of them is none, or is a multicall again; empty as a whole when there
   *     is no list of them
   */
  public static Optional<List<Optional<Call>>> calls(Call multicall) {
    return multicall
        .parameter(0)
        .asList()
        .map(
            calls ->
                IntStream.range(0, calls.size())
                    .mapToObj(at -> inner(multicall, at, calls.get(at)))
                    .toList());
  }

  private static Optional<Call> inner(Call multicall, int at, Value value) {
    Optional<Value.Struct> struct = value.asStruct();
    String method = struct.flatMap(s -> s.member("methodName").asText()).orElse("");
    Optional<List<Value>> parameters =
        struct.flatMap(
            s ->
                s.member("params") instanceof Value.Nil
                    ? Optional.of(List.of())
                    : s.member("params").asList());
    return parameters
        .filter(any -> !method.isEmpty() && !method.equals(METHOD))
        .map(given -> multicall.inner(at, method, given));
  }
}
