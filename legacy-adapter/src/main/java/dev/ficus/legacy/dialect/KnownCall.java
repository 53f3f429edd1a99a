package dev.ficus.legacy.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Map;

/**
 * A call that means something to us.
 *
 * @param method the method's name
 * @param where what must stand in the parameters for this to be the call: some senders have one
 *     method for everything, and say in a parameter what they mean
 * @param at where in the parameters the order stands, or its number; for {@link Meaning#SESSION}
 *     and {@link Meaning#NOTHING} it is not asked
 * @param reply what is answered when it is done
 */
public record KnownCall(
    String method, Map<Place, String> where, Meaning means, Place at, Reply reply) {

  /** What a call says. */
  public enum Meaning {
    /** This is how the order looks now. */
    ORDER,
    /** The order of this number is cancelled. */
    CANCELLATION,
    /** A session is asked for. It is a form only: old clients will not go on without one. */
    SESSION,
    /** Nothing that matters here; answered with true. */
    NOTHING;

    /** Whether it is about an order; otherwise it is answered here only if nobody else can. */
    public boolean isAboutAnOrder() {
      return this == ORDER || this == CANCELLATION;
    }
  }

  /** What the sender of an order gets for it. */
  public enum Reply {
    /** The order's number, as a string. */
    NUMBER,
    /** True. */
    TRUE
  }

  public KnownCall {
    where = Map.copyOf(where);
  }

  boolean is(Call call) {
    Value parameters = new Value.Array(call.parameters());
    return call.method().equals(method)
        && where.entrySet().stream()
            .allMatch(
                each ->
                    each.getKey()
                        .in(parameters)
                        .asText()
                        .filter(each.getValue()::equals)
                        .isPresent());
  }

  /** What stands where the order, or its number, is expected. */
  public Value subject(Call call) {
    return at.in(new Value.Array(call.parameters()));
  }
}
