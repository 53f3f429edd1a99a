package dev.ficus.legacy.xmlrpc;

import java.util.List;
import java.util.stream.Stream;

/**
 * The path of one element of a document, from a call's parameters or from an answer's result on.
 *
 * @param steps names of a struct's members, and places in an array (or among the parameters)
 *     counted from 0
 */
public record ElementPath(List<String> steps) {
  public ElementPath {
    steps = List.copyOf(steps);
  }

  /** The path of these steps. */
  public static ElementPath of(String... steps) {
    return new ElementPath(List.of(steps));
  }

  /** The path of a member of the struct that is at this one, or of a place in the array. */
  public ElementPath then(String step) {
    return new ElementPath(Stream.concat(steps.stream(), Stream.of(step)).toList());
  }

  /** The path of an element of the array that is at this one. */
  public ElementPath then(int place) {
    return then(Integer.toString(place));
  }

  /** The path of what is at this path in the value that is at the first one. */
  public ElementPath then(ElementPath further) {
    return new ElementPath(Stream.concat(steps.stream(), further.steps.stream()).toList());
  }

  /** The value at this path in another one, where there is one for certain. */
  public Value in(Value whole) {
    Value value = whole;
    for (String step : steps) {
      value =
          value instanceof Value.Struct struct
              ? struct.member(step)
              : ((Value.Array) value).values().get(Integer.parseInt(step));
    }
    return value;
  }

  /** The path of what holds the element. */
  public ElementPath outer() {
    return new ElementPath(steps.subList(0, steps.size() - 1));
  }

  /** The last step. */
  public String last() {
    return steps.get(steps.size() - 1);
  }

  @Override
  public String toString() {
    return String.join(".", steps);
  }
}
