package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A path in a value: names of a struct's members, and places in an array counted from 0, with dots
 * between, such as {@code 2.order_line.0}. Of several paths the first counts at which something is.
 * The step {@code *} is every place of an array, one after the other.
 */
public final class ValuePath {

  /** The path at which there is never a value. */
  public static final ValuePath NOWHERE = new ValuePath(List.of());

  private static final Pattern STEP = Pattern.compile("[^.\\s]+");
  private static final int MOST_DIGITS = 9;
  private static final String EVERY = "*";

  private final List<List<String>> paths;

  private ValuePath(List<List<String>> paths) {
    this.paths = paths;
  }

  /**
   * @param written at least one path
   * @throws IllegalArgumentException when a path is empty or has an empty step
   */
  public static ValuePath of(List<String> written) {
    if (written.isEmpty()) {
      throw new IllegalArgumentException("no path is given");
    }
    return new ValuePath(written.stream().map(ValuePath::path).toList());
  }

  private static List<String> path(String written) {
    List<String> steps = List.of(written.strip().split("\\.", -1));
    if (!steps.stream().allMatch(step -> STEP.matcher(step).matches())) {
      throw new IllegalArgumentException("'" + written + "' is no path");
    }
    return steps;
  }

  /** Whether it is a place in each element of a list. */
  boolean isInEach() {
    return paths.stream().anyMatch(path -> path.contains(EVERY));
  }

  /** The list of which it is a place in each element; empty when there is none. */
  Optional<List<Value>> list(Value whole) {
    return paths.stream()
        .filter(path -> path.contains(EVERY))
        .map(path -> new ValuePath(List.of(path.subList(0, path.indexOf(EVERY)))).in(whole))
        .filter(found -> !(found instanceof Value.Nil))
        .findFirst()
        .flatMap(Value::asList);
  }

  /** The same place in one element of the list, counted from 0. */
  ValuePath inElement(int at) {
    return new ValuePath(
        paths.stream()
            .map(
                path ->
                    path.stream()
                        .map(step -> step.equals(EVERY) ? Integer.toString(at) : step)
                        .toList())
            .toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValuePath place && paths.equals(place.paths);
  }

  @Override
  public int hashCode() {
    return paths.hashCode();
  }

  @Override
  public String toString() {
    return String.join(",", paths.stream().map(path -> String.join(".", path)).toList());
  }

  /** The paths, each as its steps. */
  List<List<String>> paths() {
    return paths;
  }

  /** The value there; nil when there is none. */
  public Value in(Value whole) {
    for (List<String> path : paths) {
      Value found = at(path, whole);
      if (!(found instanceof Value.Nil)) {
        return found;
      }
    }
    return Value.NIL;
  }

  /** Where the value is that {@link #in} finds. */
  Optional<ElementPath> found(Value whole) {
    return paths.stream()
        .filter(path -> !(at(path, whole) instanceof Value.Nil))
        .findFirst()
        .flatMap(path -> position(path, whole));
  }

  /** Where there is anything at all at one of the paths, and be it nil. */
  List<ElementPath> allFound(Value whole) {
    return paths.stream().flatMap(path -> position(path, whole).stream()).toList();
  }

  /** The lists in whose elements it is a place. */
  List<ElementPath> listsFound(Value whole) {
    return paths.stream()
        .filter(path -> path.contains(EVERY))
        .flatMap(path -> position(path.subList(0, path.indexOf(EVERY)), whole).stream())
        .toList();
  }

  /**
   * Where a member could be that is not there: at the first path that is in a struct.
   *
   * @param whole a struct, such as a line
   */
  Optional<ElementPath> free(Value whole) {
    return paths.stream()
        .filter(path -> !path.isEmpty())
        .filter(path -> at(path.subList(0, path.size() - 1), whole) instanceof Value.Struct)
        .findFirst()
        .flatMap(
            path ->
                position(path.subList(0, path.size() - 1), whole)
                    .map(struct -> struct.then(path.get(path.size() - 1))));
  }

  /** Where there is anything, and be it nil, or where something could be written. */
  Optional<ElementPath> place(Value whole) {
    return paths.stream()
        .flatMap(path -> position(path, whole).or(() -> next(path, whole)).stream())
        .findFirst()
        .or(() -> free(whole));
  }

  /** As the next element of a list that is there. */
  private static Optional<ElementPath> next(List<String> path, Value whole) {
    List<String> outer = path.subList(0, path.size() - 1);
    String last = path.get(path.size() - 1);
    return at(outer, whole) instanceof Value.Array list && last.equals("" + list.values().size())
        ? position(outer, whole).map(found -> found.then(last))
        : Optional.empty();
  }

  private static Optional<ElementPath> position(List<String> path, Value whole) {
    ElementPath position = ElementPath.of();
    Value from = whole;
    for (String step : path) {
      if (from instanceof Value.Struct struct && struct.members().containsKey(step)) {
        position = position.then(step);
      } else {
        int place = place(step);
        List<String> elements = elements(from);
        if (place < 0 || place >= elements.size()) {
          return Optional.empty();
        }
        position = position.then(elements.get(place));
      }
      from = step(from, step);
    }
    return Optional.of(position);
  }

  /** The steps to the elements of a list; none where it is no list. */
  static List<String> elements(Value list) {
    if (list instanceof Value.Struct struct && list.asList().isPresent()) {
      return struct.members().keySet().stream()
          .sorted(Comparator.comparing(Integer::parseInt))
          .toList();
    }
    int size = list.asList().map(List::size).orElse(0);
    return IntStream.range(0, size).mapToObj(Integer::toString).toList();
  }

  /** The same value with another one there, at the first path at which there is one. */
  Value replaced(Value whole, Value replacement) {
    for (List<String> path : paths) {
      if (!(new ValuePath(List.of(path)).in(whole) instanceof Value.Nil)) {
        return replaced(whole, path, replacement);
      }
    }
    return whole;
  }

  private static Value replaced(Value from, List<String> path, Value replacement) {
    if (path.isEmpty()) {
      return replacement;
    }
    String step = path.get(0);
    Value inner = replaced(step(from, step), path.subList(1, path.size()), replacement);
    if (from instanceof Value.Struct struct && struct.members().containsKey(step)) {
      Map<String, Value> members = new LinkedHashMap<>(struct.members());
      members.put(step, inner);
      return new Value.Struct(members);
    }
    List<Value> values = new ArrayList<>(from.asList().orElseThrow());
    values.set(Integer.parseInt(step), inner);
    return new Value.Array(values);
  }

  /** The value at each of the paths, in their order; nil where there is none. */
  List<Value> allIn(Value whole) {
    return paths.stream().map(path -> at(path, whole)).toList();
  }

  private static Value at(List<String> path, Value whole) {
    Value found = whole;
    for (String step : path) {
      found = step(found, step);
    }
    return found;
  }

  private static Value step(Value from, String step) {
    if (from instanceof Value.Struct struct && struct.members().containsKey(step)) {
      return struct.member(step);
    }
    int place = place(step);
    if (place < 0) {
      return Value.NIL;
    }
    return from.asList()
        .filter(values -> place < values.size())
        .map(values -> values.get(place))
        .orElse(Value.NIL);
  }

  /** The place in a list that a step is; negative where it is none. Asked for at every step. */
  private static int place(String step) {
    if (step.isEmpty() || step.length() > MOST_DIGITS) {
      return -1;
    }
    int place = 0;
    for (int at = 0; at < step.length(); at++) {
      int digit = step.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      place = 10 * place + digit;
    }
    return place;
  }
}
