package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Shares;
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
  private static final String UPDATE_SEVERAL = "cataloginventory_stock_item.multiUpdate";
  private static final String UPDATE_PRODUCT = "catalog_product.update";
  private static final int MOST_IN_ONE = 50;

  private final ShopSession shop;
  private final FigureCall figureCall;
  private final BatchMethods methods;
  private final List<Report> reports = new ArrayList<>();

  /** The call by which figures are sent. */
  enum FigureCall {
    /** One stock update for each SKU. */
    UPDATE,
    /** One update of several SKUs. */
    MULTI_UPDATE,
    /** Several updates in one {@code multiCall}. */
    MULTI_CALL,
    /** One update of each product, which has more than its stock in it. */
    PRODUCT;

    @Override
    public String toString() {
      return Shares.word(this);
    }
  }

  /** The shop's methods that take news of batches. */
  record BatchMethods(String receive, String adjust, String delay) {}

  /**
   * What was reported to the shop in one call, and its answer.
   *
   * @param about the SKUs, the reference of a batch, or the number of an order
   * @param outcome {@code true} where it was taken, otherwise what the shop answered
   */
  record Report(String method, String about, String outcome) {}

  private interface ShopCall {
    Answer answer() throws IOException, InterruptedException;
  }

  ShopCalls(ShopSession shop, FigureCall figureCall, BatchMethods methods) {
    this.shop = shop;
    this.figureCall = figureCall;
    this.methods = methods;
  }

  /** Figures of SKUs. */
  synchronized List<Report> restate(Map<String, Integer> figures) throws InterruptedException {
    List<Report> sent = new ArrayList<>();
    List<String> left = new ArrayList<>(figures.keySet());
    int most =
        figureCall == FigureCall.UPDATE || figureCall == FigureCall.PRODUCT ? 1 : MOST_IN_ONE;
    while (!left.isEmpty()) {
      List<String> some = left.subList(0, Math.min(most, left.size()));
      sent.add(restate(List.copyOf(some), figures));
      some.clear();
    }
    return sent;
  }

  private Report restate(List<String> skus, Map<String, Integer> figures)
      throws InterruptedException {
    String about = String.join(" ", skus);
    List<Object> stock = new ArrayList<>();
    skus.forEach(sku -> stock.add(stock(figures.get(sku))));
    return switch (figureCall) {
      case UPDATE -> call(UPDATE, about, List.of(skus.get(0), stock.get(0)));
      case MULTI_UPDATE -> call(UPDATE_SEVERAL, about, List.of(skus, stock));
      case MULTI_CALL -> {
        List<Object> calls = new ArrayList<>();
        for (int i = 0; i < skus.size(); i++) {
          calls.add(List.of(UPDATE, List.of(skus.get(i), stock.get(i))));
        }
        yield report("multiCall", about, () -> shop.multiCall(calls));
      }
      case PRODUCT -> {
        Map<String, Object> product = new LinkedHashMap<>();
        product.put("weight", "1.0000");
        product.put("stock_data", stock.get(0));
        yield call(UPDATE_PRODUCT, about, List.of(skus.get(0), product, "", "sku"));
      }
    };
  }

  private static Map<String, Object> stock(int quantity) {
    Map<String, Object> stock = new LinkedHashMap<>();
    stock.put("qty", Integer.toString(quantity));
    stock.put("is_in_stock", quantity > 0 ? "1" : "0");
    return stock;
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
