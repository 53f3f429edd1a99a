package dev.ficus.legacy.xmlrpc;

import java.util.List;

/** A method call: the method's name and its parameters in order. */
public record Call(String method, List<Value> parameters) {
  public Call {
    parameters = List.copyOf(parameters);
  }

  /** The parameter at this place, counted from 0; nil when the sender gave fewer. */
  public Value parameter(int place) {
    return place < parameters.size() ? parameters.get(place) : Value.NIL;
  }
}
