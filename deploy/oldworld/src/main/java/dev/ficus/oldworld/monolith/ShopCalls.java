package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the monolith reports to the shop about stock and orders, in the order in which things
 * happened.
 */
final class ShopCalls {
  private static final String UPDATE = "cataloginventory_stock_item.update";

  private final ShopSession shop;
  private final BatchMethods methods;
  private final List<Report> reports = new ArrayList<>();

  /** The shop's methods that take news of batches. */
  record BatchMethods(String receive, String adjust, String delay) {}

  /**
   * What was reported to the shop in one call, and its answer.
   *
   * @param about a SKU, the reference of a batch, or the number of an order
   * @param outcome {@code true} where it was taken, otherwise what the shop answered
   */
  record Report(String method, String about, String outcome) {}

  private interface ShopCall {
    Answer answer() throws IOException, InterruptedException;
  }

  ShopCalls(ShopSession shop, BatchMethods methods) {
    this.shop = shop;
    this.methods = methods;
  }

  /** A SKU's figure. */
  synchronized Report restate(String sku, int quantity) throws InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("qty", Integer.toString(quantity));
    figures.put("is_in_stock", quantity > 0 ? "1" : "0");
    return call(UPDATE, sku, List.of(sku, figures));
  }

  synchronized Report receive(Batch batch) throws InterruptedException {
    return send(methods.receive(), batch.reference(), batch.sku(), batch.quantity(), day(batch));
  }

  synchronized Report adjust(Batch batch) throws InterruptedException {
    return send(methods.adjust(), batch.reference(), batch.sku(), batch.quantity());
  }

  synchronized Report delay(Batch batch) throws InterruptedException {
    return send(methods.delay(), batch.reference(), batch.sku(), day(batch));
  }

  /**
   * Something about an order: the shop's method, and what it is given behind the number.
   *
   * @param more parameters
   */
  synchronized Report about(String order, String method, Object... more)
      throws InterruptedException {
    List<Object> arguments = new ArrayList<>(List.of(order));
    arguments.addAll(List.of(more));
    return call(method, order, arguments);
  }

  /** All reports, in the order in which they were sent. */
  synchronized List<Report> reports() {
    return List.copyOf(reports);
  }

  private Report call(String method, String about, List<Object> arguments)
      throws InterruptedException {
    return report(method, about, () -> shop.call(method, arguments));
  }

  private Report send(String method, String reference, Object... more) throws InterruptedException {
    List<Object> parameters = new ArrayList<>(List.of(reference));
    parameters.addAll(List.of(more));
    return report(method, reference, () -> shop.send(method, parameters.toArray()));
  }

  private Report report(String method, String about, ShopCall call) throws InterruptedException {
    Report report = new Report(method, about, outcome(call));
    reports.add(report);
    return report;
  }

  private static String outcome(ShopCall call) throws InterruptedException {
    try {
      Answer answer = call.answer();
      return answer instanceof Fault fault
          ? "fault %d: %s".formatted(fault.code(), fault.text())
          : String.valueOf(((Success) answer).value());
    } catch (IOException noAnswer) {
      return "no answer: " + noAnswer.getMessage();
    }
  }

  /** Empty where there is none: the batch is in the warehouse. */
  private static String day(Batch batch) {
    return batch.isHere() ? "" : batch.eta().toString();
  }
}
