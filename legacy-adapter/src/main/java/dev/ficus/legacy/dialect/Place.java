package dev.ficus.legacy.dialect;

import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where something stands in a value: names of a struct's members, and places in an array counted
 * from 0, with dots between, such as {@code 2.order_line.0}. Of several paths the first counts at
 * which something stands.
 */
public final class Place {

  /** Where nothing ever stands. */
  public static final Place NOWHERE = new Place(List.of());

  private static final Pattern STEP = Pattern.compile("[^.\\s]+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final List<List<String>> paths;

  private Place(List<List<String>> paths) {
    this.paths = paths;
  }

  /**
   * @param written at least one path
   * @throws IllegalArgumentException when a path is empty or has an empty step
   */
  public static Place of(List<String> written) {
    if (written.isEmpty()) {
      throw new IllegalArgumentException("no path is given");
    }
    return new Place(written.stream().map(Place::path).toList());
  }

  private static List<String> path(String written) {
    List<String> steps = List.of(written.strip().split("\\.", -1));
    if (!steps.stream().allMatch(step -> STEP.matcher(step).matches())) {
      throw new IllegalArgumentException("'" + written + "' is no path");
    }
    return steps;
  }

  /** The paths, each as its steps. */
  List<List<String>> paths() {
    return paths;
  }

  /** What stands there; nil when nothing does. */
  public Value in(Value whole) {
    for (List<String> path : paths) {
      Value found = whole;
      for (String step : path) {
        found = step(found, step);
      }
      if (!(found instanceof Value.Nil)) {
        return found;
      }
    }
    return Value.NIL;
  }

  private static Value step(Value from, String step) {
    if (from instanceof Value.Struct struct && struct.members().containsKey(step)) {
      return struct.member(step);
    }
    Optional<List<Value>> list = NUMBER.matcher(step).matches() ? from.asList() : Optional.empty();
    int place = list.isPresent() ? Integer.parseInt(step) : 0;
    return list.filter(values -> place < values.size())
        .map(values -> values.get(place))
        .orElse(Value.NIL);
  }
}
