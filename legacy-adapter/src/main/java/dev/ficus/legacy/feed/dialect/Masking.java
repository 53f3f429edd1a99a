package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The masking of customers in what an old sender sends. What is translated stays as it is;
 * everything else keeps its shape and its type and no content. What may stay is listed, never what
 * has to go: so nothing new that a sender adds shows through.
 */
public final class Masking {

  private static final String MASKED = "masked";

  /** A step to each element of a list; no path that is written has an empty one. */
  private static final String EACH = "";

  /** Begins a last step to what this expression finds in a text; no written path has a blank. */
  private static final String EXCERPT = " ";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,40}");

  private Masking() {}

  /** A call that means the same to us and names nobody. */
  public static Call call(Dialect dialect, Call call) {
    if (call.method().equals(Multicall.METHOD)) {
      List<Value> calls = call.parameter(0).asList().orElse(List.of());
      return new Call(
          call.method(),
          List.of(new Value.Array(calls.stream().map(each -> inner(dialect, each)).toList())));
    }
    Value parameters = masked(new Value.Array(call.parameters()), kept(dialect, call));
    Optional<KnownCall> several =
        dialect
            .meaning(call)
            .filter(known -> known.means() == KnownCall.Meaning.CALLS)
            .filter(known -> known.subject(call).asList().isPresent());
    if (several.isPresent()) {
      List<Value> listed = several.get().subject(call).asList().orElseThrow();
      List<Optional<Call>> calls = dialect.listedIn(call);
      List<Value> masked =
          IntStream.range(0, listed.size())
              .mapToObj(at -> listed(dialect, listed.get(at), calls.get(at)))
              .toList();
      parameters = several.get().at().replaced(parameters, new Value.Array(masked));
    }
    return new Call(call.method(), ((Value.Array) parameters).values());
  }

  /** One of several calls in one; its method may be anything where it means nothing to us. */
  private static Value listed(Dialect dialect, Value value, Optional<Call> call) {
    return call.filter(each -> dialect.meaning(each).isPresent())
        .map(each -> call(dialect, each))
        .<Value>map(
            each ->
                new Value.Array(
                    List.of(new Value.Text(each.method()), new Value.Array(each.parameters()))))
        .orElseGet(() -> masked(value, List.of()));
  }

  /** An order that means the same to us and names nobody. */
  public static Value order(OrderShape shape, Value order) {
    return masked(order, kept(shape));
  }

  private static Value inner(Dialect dialect, Value value) {
    Optional<Call> call =
        Multicall.calls(new Call(Multicall.METHOD, List.of(new Value.Array(List.of(value)))))
            .flatMap(one -> one.get(0));
    return call.map(each -> call(dialect, each))
        .<Value>map(
            each ->
                new Value.Struct(
                    Map.of(
                        "methodName", new Value.Text(each.method()),
                        "params", new Value.Array(each.parameters()))))
        .orElseGet(() -> masked(value, List.of()));
  }

  private static List<List<String>> kept(Dialect dialect, Call call) {
    Optional<KnownCall> known = dialect.meaning(call);
    boolean several = known.filter(k -> k.means() == KnownCall.Meaning.CALLS).isPresent();
    if (known.isEmpty() || !several && !known.get().means().isAboutAnOrder()) {
      return List.of();
    }
    List<List<String>> kept = new ArrayList<>();
    known.get().where().keySet().forEach(place -> kept.addAll(place.paths()));
    if (several) {
      return kept;
    }
    for (List<String> at : known.get().at().paths()) {
      if (known.get().means() == KnownCall.Meaning.ORDER) {
        kept(dialect.order()).forEach(path -> kept.add(joined(at, path)));
      } else {
        kept.add(at);
      }
    }
    return kept;
  }

  private static List<List<String>> kept(OrderShape shape) {
    List<List<String>> kept = new ArrayList<>();
    Stream.of(shape.number(), shape.status(), shape.updatedAt())
        .forEach(place -> kept.addAll(place.paths()));
    OrderShape.LineShape line = shape.line();
    for (List<String> lines : shape.lines().paths()) {
      List<String> each = joined(lines, List.of(EACH));
      Stream.of(
              line.id(),
              line.parent(),
              line.sku(),
              line.quantity(),
              line.cancelled(),
              line.refunded(),
              line.shipped())
          .flatMap(place -> place.paths().stream())
          .forEach(path -> kept.add(joined(each, path)));
      line.kinds().kept().forEach(path -> kept.add(joined(each, path)));
      for (List<String> path : line.kinds().parts().paths()) {
        String excerpt = EXCERPT + line.kinds().apart().pattern();
        kept.add(joined(joined(each, path), List.of(excerpt)));
      }
    }
    return kept;
  }

  private static List<String> joined(List<String> path, List<String> further) {
    return Stream.concat(path.stream(), further.stream()).toList();
  }

  /**
   * @param kept the paths from here to what stays
   */
  private static Value masked(Value value, List<List<String>> kept) {
    if (value instanceof Value.Array array) {
      List<Value> values = new ArrayList<>();
      for (Value each : array.values()) {
        String place = Integer.toString(values.size());
        values.add(masked(each, after(kept, List.of(place, EACH))));
      }
      return new Value.Array(values);
    }
    if (value instanceof Value.Struct struct) {
      return masked(struct, kept);
    }
    return kept.stream().anyMatch(List::isEmpty)
        ? value
        : excerpt(value, kept).orElseGet(() -> nothing(value));
  }

  /** So that a replay reads the same, and nothing shows of what else was written around it. */
  private static Optional<Value> excerpt(Value value, List<List<String>> kept) {
    return kept.stream()
        .filter(path -> path.size() == 1 && path.get(0).startsWith(EXCERPT))
        .map(path -> Pattern.compile(path.get(0).substring(EXCERPT.length())))
        .flatMap(expression -> value.asText().map(expression::matcher).stream())
        .filter(Matcher::find)
        .findFirst()
        .map(found -> new Value.Text(found.group()));
  }

  private static Value masked(Value.Struct struct, List<List<String>> kept) {
    // As PHP sends a list with gaps: its members are found by their place, too.
    Map<String, Integer> places = places(struct);
    Map<String, Value> members = new LinkedHashMap<>();
    struct
        .members()
        .forEach(
            (name, value) -> {
              List<String> steps = new ArrayList<>(List.of(name));
              if (!places.isEmpty()) {
                steps.addAll(List.of("" + places.get(name), EACH));
              }
              List<List<String>> further = after(kept, steps);
              boolean harmless = !further.isEmpty() || NAME.matcher(name).matches();
              members.put(harmless ? name : MASKED + members.size(), masked(value, further));
            });
    return new Value.Struct(members);
  }

  /** Each member's place in the list that it is in; empty where the struct is none. */
  private static Map<String, Integer> places(Value.Struct struct) {
    Map<String, Integer> places = new HashMap<>();
    if (struct.asList().isPresent()) {
      struct.members().keySet().stream()
          .sorted(Comparator.comparing(Integer::valueOf))
          .forEach(name -> places.put(name, places.size()));
    }
    return places;
  }

  private static List<List<String>> after(List<List<String>> kept, List<String> steps) {
    return kept.stream()
        .filter(path -> !path.isEmpty() && steps.contains(path.get(0)))
        .map(path -> path.subList(1, path.size()))
        .toList();
  }

  private static Value nothing(Value value) {
    if (value instanceof Value.Text text) {
      return text.text().isEmpty() ? text : new Value.Text(MASKED);
    }
    if (value instanceof Value.Int) {
      return new Value.Int(0);
    }
    if (value instanceof Value.Real) {
      return new Value.Real(0);
    }
    if (value instanceof Value.DateTime) {
      return new Value.DateTime(LocalDateTime.of(1970, 1, 1, 0, 0), Optional.empty());
    }
    return value instanceof Value.Binary ? new Value.Binary(new byte[0]) : value;
  }
}
