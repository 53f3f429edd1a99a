package dev.ficus.journeys;

import dev.ficus.oldworld.wire.XmlRpc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Promises of the simulated monolith, by its list of them. */
final class MonolithPromises {

  private MonolithPromises() {}

  /** How many units of each of its batches it has set aside for lines that are not its own. */
  static Map<String, Long> setAside(OldWorldProcess monolith) throws Exception {
    Map<String, Long> aside = new TreeMap<>();
    XmlRpc.Success answer =
        (XmlRpc.Success) XmlRpc.readAnswer(monolith.ask(XmlRpc.call("stock.promises")));
    for (Object row : (List<?>) answer.value()) {
      Map<?, ?> promise = (Map<?, ?>) row;
      if (promise.get("order").equals("set aside")) {
        aside.merge(
            String.valueOf(promise.get("batch")),
            Long.valueOf(String.valueOf(promise.get("qty"))),
            Long::sum);
      }
    }
    return aside;
  }
}
