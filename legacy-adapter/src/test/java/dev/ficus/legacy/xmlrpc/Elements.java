package dev.ficus.legacy.xmlrpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The elements of a call's arrays and structs, and the call without some of them. */
final class Elements {

  private Elements() {}

  /** The paths of all that can be cut, from the outside in. */
  static List<ElementPath> of(List<Value> parameters) {
    List<ElementPath> found = new ArrayList<>();
    for (int place = 0; place < parameters.size(); place++) {
      ElementPath parameter = ElementPath.of("" + place);
      each(parameters.get(place), parameter, (path, value) -> found.add(path));
    }
    return found;
  }

  private static void each(
      Value value, ElementPath path, BiConsumer<ElementPath, Value> eachElement) {
    inner(value)
        .forEach(
            (step, inner) -> {
              eachElement.accept(path.then(step), inner);
              each(inner, path.then(step), eachElement);
            });
  }

  private static Map<String, Value> inner(Value value) {
    if (value instanceof Value.Struct struct) {
      return struct.members();
    }
    Map<String, Value> places = new LinkedHashMap<>();
    if (value instanceof Value.Array array) {
      array.values().forEach(each -> places.put("" + places.size(), each));
    }
    return places;
  }

  static Call without(Call call, Collection<ElementPath> cut) {
    List<Value> parameters = new ArrayList<>();
    for (Value each : call.parameters()) {
      parameters.add(without(each, ElementPath.of("" + parameters.size()), cut));
    }
    return new Call(call.method(), parameters);
  }

  static Value without(Value value, ElementPath path, Collection<ElementPath> cut) {
    Map<String, Value> left = new LinkedHashMap<>();
    inner(value)
        .forEach(
            (step, inner) -> {
              if (!cut.contains(path.then(step))) {
                left.put(step, without(inner, path.then(step), cut));
              }
            });
    if (value instanceof Value.Struct) {
      return new Value.Struct(left);
    }
    return value instanceof Value.Array ? new Value.Array(List.copyOf(left.values())) : value;
  }
}
