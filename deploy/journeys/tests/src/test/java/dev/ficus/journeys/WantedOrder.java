package dev.ficus.journeys;

import dev.ficus.oldworld.wire.XmlRpc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Order as the shop has it at present.
 *
 * @param lines such as "RUG/11", of SKU and item id, with how many units are wanted
 */
record WantedOrder(String number, SortedMap<String, Integer> lines) {

  static WantedOrder of(String number, Map<String, Integer> lines) {
    return new WantedOrder(number, new TreeMap<>(lines));
  }

  /** The lines whose SKUs are such. */
  SortedMap<String, Integer> linesOf(Predicate<String> sku) {
    SortedMap<String, Integer> some = new TreeMap<>(lines);
    some.keySet().removeIf(line -> !sku.test(sku(line)));
    return some;
  }

  /** The call by which the shop shows it. */
  byte[] call() {
    return call(false);
  }

  /** The call by which the shop shows it once all of it has left. */
  byte[] shippedCall() {
    return call(true);
  }

  private byte[] call(boolean shipped) {
    List<Object> items = new ArrayList<>();
    lines.forEach(
        (line, units) -> {
          Map<String, Object> item = new TreeMap<>();
          item.put("item_id", line.substring(line.indexOf('/') + 1));
          item.put("sku", sku(line));
          item.put("qty_ordered", units + ".0000");
          if (shipped) {
            item.put("qty_shipped", units + ".0000");
          }
          items.add(item);
        });
    return XmlRpc.call("sales_order.create", Map.of("increment_id", number, "items", items));
  }

  /** The same call as it was written, without the items of these SKUs. */
  String callWithout(Set<String> skus) {
    String call = new String(call(), StandardCharsets.UTF_8);
    String end = "</struct></value>";
    for (String sku : skus) {
      for (int at = call.indexOf(">" + sku + "<"); at >= 0; at = call.indexOf(">" + sku + "<")) {
        int begin = call.lastIndexOf("<value><struct>", at);
        call = call.substring(0, begin) + call.substring(call.indexOf(end, at) + end.length());
      }
    }
    return call;
  }

  static String sku(String line) {
    return line.substring(0, line.indexOf('/'));
  }
}
