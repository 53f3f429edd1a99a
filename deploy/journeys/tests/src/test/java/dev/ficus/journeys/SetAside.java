package dev.ficus.journeys;

import dev.ficus.oldworld.wire.XmlRpc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the simulated monolith has set aside for lines that are not its own. */
final class SetAside {

  private SetAside() {}

  /** How many units of each of its batches, by the list of its promises. */
  static Map<String, Long> byBatch(OldWorldProcess monolith) throws Exception {
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
