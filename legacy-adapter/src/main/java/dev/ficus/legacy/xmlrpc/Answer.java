package dev.ficus.legacy.xmlrpc;

import java.util.Map;
import java.util.Optional;

/** The answer to a call: a result or a fault. */
public sealed interface Answer {

  /**
   * One call's answer among those that Magento's {@code multiCall} lists: a fault travels there as
   * a struct with the members of one, everything else is a result.
   */
  static Answer ofMultiCall(Value element) {
    if (element instanceof Value.Struct struct
        && struct.member("isFault") instanceof Value.Bool isFault
        && isFault.flag()) {
      return new Fault(
          codeOf(struct.member("faultCode")), struct.member("faultMessage").asText().orElse(""));
    }
    return new Result(element);
  }

  /** The element that {@link #ofMultiCall} would read as this. */
  default Value inMultiCall() {
    return this instanceof Fault fault
        ? new Value.Struct(
            Map.of(
                "isFault", new Value.Bool(true),
                "faultCode", new Value.Int(fault.code()),
                "faultMessage", new Value.Text(fault.message())))
        : ((Result) this).value();
  }

  /** The call did what it should. */
  record Result(Value value) implements Answer {}

  /** The call failed. Codes below -32000 are those the XML-RPC community reserved. */
  record Fault(int code, String message) implements Answer {

    /** This fault as the struct in which it travels. */
    public Value.Struct asStruct() {
      return new Value.Struct(
          Map.of("faultCode", new Value.Int(code), "faultString", new Value.Text(message)));
    }

    /** The fault in a struct; a code that is none is read as 0. */
    static Optional<Fault> from(Value value) {
      return value
          .asStruct()
          .map(
              struct ->
                  new Fault(
                      codeOf(struct.member("faultCode")),
                      struct.member("faultString").asText().orElse("")));
    }
  }

  private static int codeOf(Value written) {
    return written.asNumber().map(Number::intValue).orElse(0);
  }
}
