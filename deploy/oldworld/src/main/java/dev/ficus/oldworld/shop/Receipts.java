package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.wire.XmlRpc.Call;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the shop was sent about batches of stock, by methods that somebody once added to Magento. It
 * takes any news and does nothing about it.
 */
final class Receipts {
  private final List<String> methods;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  Receipts(List<String> methods) {
    this.methods = List.copyOf(methods);
  }

  List<String> methods() {
    return methods;
  }

  boolean knows(String method) {
    return methods.contains(method);
  }

  void add(Call call) {
    calls.add(call);
  }

  /** All that came, in order. */
  List<Call> calls() {
    return calls;
  }
}
