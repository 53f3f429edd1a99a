package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** XML-RPC's own methods, by which a client asks which there are. */
final class SystemMethods {

  static final String LIST_METHODS = "system.listMethods";
  static final String METHOD_HELP = "system.methodHelp";

  private static final Map<String, String> HELP =
      Map.of(
          LIST_METHODS,
          "The names of all methods.",
          METHOD_HELP,
          "What a method does. Parameter: its name.",
          Multicall.METHOD,
          "Carries out several calls. Parameter: an array of {methodName, params}; the answer has,"
              + " for each, an array of its result, or a fault as a struct.");

  private SystemMethods() {}

  static boolean include(String method) {
    return HELP.containsKey(method);
  }

  /** The names of our methods, of the dialect's, and of the upstream's where there is one. */
  static Answer list(ServedCall call) {
    Set<String> names = new TreeSet<>(HELP.keySet());
    names.addAll(call.feed().dialect().methods());
    call.answering().byUs();
    if (call.feed().upstream().isPresent() && call.askUpstream() instanceof Answer.Result result) {
      result
          .value()
          .asList()
          .ifPresent(list -> list.forEach(name -> name.asText().ifPresent(names::add)));
    }
    return new Answer.Result(new Value.Array(names.stream().<Value>map(Value.Text::new).toList()));
  }

  /** A sentence about a method; about one that we do not know the upstream is asked. */
  static Answer help(ServedCall call) {
    String method = call.call().parameter(0).asText().orElse("");
    if (HELP.containsKey(method)) {
      return Answers.text(HELP.get(method));
    }
    return call.feed().dialect().calls().stream()
        .filter(known -> known.method().equals(method))
        .findFirst()
        .map(known -> Answers.text(help(known.means())))
        .orElseGet(call::askUpstream);
  }

  private static String help(KnownCall.Meaning meaning) {
    return switch (meaning) {
      case ORDER -> "Takes an order in, whole, as it looks now; again and again does no harm.";
      case CANCELLATION -> "Cancels an order.";
      case ORDER_SHOWN -> "Shows an order.";
      case ORDERS_LISTED -> "Lists orders.";
      case ORDER_PART -> "Says something about items of an order.";
      case ORDER_WHOLE -> "Says something about an order.";
      case ORDER_STATUS -> "Gives an order a status.";
      case STOCK -> "Says how many there are of a SKU.";
      case BATCH_CREATED -> "Says that a batch of stock was purchased.";
      case BATCH_QUANTITY -> "Says how many units a batch has.";
      case BATCH_ETA -> "Says when a batch is expected.";
      case CALLS -> "Carries out several calls.";
      case SESSION -> "Begins a session.";
      case NOTHING -> "Answers true.";
    };
  }
}
