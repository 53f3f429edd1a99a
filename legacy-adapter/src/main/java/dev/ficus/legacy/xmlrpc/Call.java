package dev.ficus.legacy.xmlrpc;

import java.util.List;

/**
 * A method call: the method's name and its parameters in order.
 *
 * @param place its place among the calls in its document: empty for the document's own, else which
 *     of the calls in that it is, counted from 0, and in this one again: {@code 2.0}
 */
public record Call(String method, List<Value> parameters, String place) {
  public Call {
    parameters = List.copyOf(parameters);
  }

  /** A call that is in no other. */
  public Call(String method, List<Value> parameters) {
    this(method, parameters, "");
  }

  /** A call in this one, at this place counted from 0. */
  public Call inner(int at, String method, List<Value> parameters) {
    return new Call(method, parameters, place.isEmpty() ? "" + at : place + "." + at);
  }

  /** The parameter at this place, counted from 0; nil when the sender gave fewer. */
  public Value parameter(int place) {
    return place < parameters.size() ? parameters.get(place) : Value.NIL;
  }
}
