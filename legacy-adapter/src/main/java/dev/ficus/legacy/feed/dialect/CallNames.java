package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which people know the calls of a dialect. A call that means something to us has the
 * one that is configured; another has its method's, with the texts in its parameters where such
 * calls differ, for some senders have one method for everything. Made once, because every call that
 * passes through is given a name.
 */
public final class CallNames {

  private final Dialect dialect;
  private final Map<String, Variants> byMethod = new HashMap<>();
  private final Set<String> several;

  /**
   * The calls of one method.
   *
   * @param paths in the parameters, where they differ
   * @param exact names of those that mean something to us by the texts at all of the paths
   * @param others those that do by some of them, the more specific first
   */
  private record Variants(List<ValuePath> paths, Set<String> exact, List<Variant> others) {}

  /**
   * A call that means something to us.
   *
   * @param required the text at each of the paths; empty where any will do
   */
  private record Variant(String name, List<Optional<String>> required) {

    private boolean is(List<Optional<String>> texts) {
      for (int at = 0; at < required.size(); at++) {
        if (required.get(at).isPresent() && !required.get(at).equals(texts.get(at))) {
          return false;
        }
      }
      return true;
    }
  }

  public CallNames(Dialect dialect) {
    this.dialect = dialect;
    this.several =
        Stream.concat(
                Stream.of(Multicall.METHOD),
                dialect.calls().stream()
                    .filter(known -> known.means() == KnownCall.Meaning.CALLS)
                    .map(KnownCall::method))
            .collect(Collectors.toUnmodifiableSet());
    dialect.calls().stream()
        .collect(Collectors.groupingBy(KnownCall::method))
        .forEach((method, calls) -> byMethod.put(method, variants(calls)));
  }

  private static Variants variants(List<KnownCall> calls) {
    List<ValuePath> paths =
        calls.stream()
            .flatMap(known -> known.where().keySet().stream())
            .distinct()
            .sorted(Comparator.comparing(ValuePath::toString))
            .toList();
    Map<Boolean, List<Variant>> exact =
        calls.stream()
            .map(known -> variant(known, paths))
            .collect(
                Collectors.partitioningBy(
                    each -> each.required().stream().allMatch(Optional::isPresent)));
    return new Variants(
        paths,
        exact.get(true).stream().map(Variant::name).collect(Collectors.toUnmodifiableSet()),
        exact.get(false));
  }

  private static Variant variant(KnownCall known, List<ValuePath> paths) {
    return new Variant(
        known.callName(),
        paths.stream().map(path -> Optional.ofNullable(known.where().get(path))).toList());
  }

  /** The name of a call. */
  public String of(Call call) {
    Variants variants = byMethod.get(call.method());
    if (variants == null) {
      return call.method();
    }
    Value parameters = new Value.Array(call.parameters());
    List<Optional<String>> texts = new ArrayList<>(variants.paths().size());
    for (ValuePath path : variants.paths()) {
      texts.add(path.in(parameters).asText());
    }
    String name = name(call.method(), texts);
    if (!variants.exact().contains(name)) {
      for (Variant other : variants.others()) {
        if (other.is(texts)) {
          return other.name();
        }
      }
    }
    return name;
  }

  private static String name(String method, List<Optional<String>> texts) {
    StringBuilder name = new StringBuilder(method);
    for (Optional<String> text : texts) {
      text.filter(each -> !each.isBlank()).ifPresent(each -> name.append(' ').append(each));
    }
    return name.toString();
  }

  /** The names of a call and of all calls in it. */
  public List<String> ofAll(Call call) {
    return several.contains(call.method())
        ? dialect.withInner(call).stream().map(this::of).toList()
        : List.of(of(call));
  }

  /** The names of all calls that mean something to us. */
  public Set<String> known() {
    return dialect.calls().stream().map(KnownCall::callName).collect(Collectors.toSet());
  }
}
