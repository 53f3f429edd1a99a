package dev.ficus.legacy.xmlrpc;

import java.util.Map;
import java.util.Optional;

/** What a call is answered with: a result or a fault. */
public sealed interface Answer {

  /** The call did what it should. */
  record Result(Value value) implements Answer {}

  /** The call failed. Codes below -32000 are those the XML-RPC community reserved. */
  record Fault(int code, String message) implements Answer {

    /** This fault as the struct in which it travels. */
    public Value.Struct asStruct() {
      return new Value.Struct(
          Map.of("faultCode", new Value.Int(code), "faultString", new Value.Text(message)));
    }

    /** The fault a struct stands for; a code that is none is read as 0. */
    static Optional<Fault> from(Value value) {
      return value
          .asStruct()
          .map(
              struct ->
                  new Fault(
                      struct.member("faultCode").asNumber().map(Number::intValue).orElse(0),
                      struct.member("faultString").asText().orElse("")));
    }
  }
}
