package dev.ficus.oldworld.monolith;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goods that leave, and orders that the monolith cancels; the shop is sent news of each. */
final class Despatches {
  private final Fulfilment fulfilment;
  private final Optional<ShopCalls> shop;

  /** A call about a despatch. */
  enum News {
    SHIPMENT,
    INVOICE,
    COMMENT
  }

  /**
   * @param shop empty where it has no shop
   */
  Despatches(Fulfilment fulfilment, Optional<ShopCalls> shop) {
    this.fulfilment = fulfilment;
    this.shop = shop;
  }

  /**
   * Despatches what is promised from the warehouse.
   *
   * @param items of these lines of the order; empty for all that can be despatched
   * @param names whether the calls name what left, or are about the order as a whole
   * @return what was sent to the shop
   * @throws IllegalArgumentException when nothing can leave
   */
  List<ShopCalls.Report> despatch(String order, Set<String> items, boolean names, Set<News> news)
      throws InterruptedException {
    List<OrderLine> left = fulfilment.despatch(order, items);
    if (left.isEmpty()) {
      throw new IllegalArgumentException("nothing of order %s can be despatched".formatted(order));
    }
    Map<String, Object> named = new LinkedHashMap<>();
    if (names) {
      left.forEach(line -> named.put(line.key().item(), line.quantity()));
    }
    List<ShopCalls.Report> reports = new ArrayList<>();
    if (shop.isEmpty() || Fulfilment.isByTelephone(order)) {
      return reports;
    }
    for (News each : news) {
      reports.add(
          switch (each) {
            case SHIPMENT ->
                shop.get().about(order, "sales_order_shipment.create", quantities(named));
            case INVOICE ->
                shop.get().about(order, "sales_order_invoice.create", quantities(named));
            case COMMENT -> comment(order, left);
          });
    }
    return reports;
  }

  /**
   * Cancels what is left of an order.
   *
   * @return what was sent to the shop
   * @throws IllegalArgumentException when there is nothing to cancel
   */
  List<ShopCalls.Report> cancel(String order) throws InterruptedException {
    if (!fulfilment.cancel(order)) {
      throw new IllegalArgumentException("nothing of order %s can be cancelled".formatted(order));
    }
    List<ShopCalls.Report> reports = new ArrayList<>();
    if (shop.isPresent() && !Fulfilment.isByTelephone(order)) {
      reports.add(shop.get().about(order, "sales_order.cancel"));
    }
    return reports;
  }

  /** A call by which it says what it has decided about an order. */
  enum Telling {
    /** A comment with a status: {@code backordered} where a line waits, else {@code processing}. */
    COMMENT,
    /** The order is held where a line waits, and otherwise held no longer. */
    HOLD
  }

  /**
   * Tells the shop what is decided about an order.
   *
   * @return what was sent to the shop
   * @throws IllegalArgumentException when it has no such order, or no shop
   */
  List<ShopCalls.Report> tell(String order, Telling by) throws InterruptedException {
    List<OrderLine> lines = fulfilment.lines(order);
    if (lines.isEmpty() || shop.isEmpty()) {
      throw new IllegalArgumentException("nothing can be told of order " + order);
    }
    boolean waits = lines.stream().anyMatch(line -> line.is(OrderLine.LineState.TO_BUY));
    return List.of(
        by == Telling.HOLD
            ? shop.get().about(order, waits ? "sales_order.hold" : "sales_order.unhold")
            : shop.get()
                .about(
                    order,
                    "sales_order.addComment",
                    waits ? "backordered" : "processing",
                    waits ? "Wartet auf Ware" : "Ware ist da",
                    false));
  }

  /** With the final status, where nothing that is the monolith's is left. */
  private ShopCalls.Report comment(String order, List<OrderLine> left) throws InterruptedException {
    boolean done =
        fulfilment.lines(order).stream()
            .allMatch(
                line ->
                    line.is(OrderLine.LineState.DESPATCHED)
                        || line.is(OrderLine.LineState.CANCELLED)
                        || line.is(OrderLine.LineState.REFUSED));
    int units = left.stream().mapToInt(OrderLine::quantity).sum();
    return shop.get()
        .about(
            order,
            "sales_order.addComment",
            done ? "complete" : "processing",
            "%d Stück verschickt".formatted(units),
            false);
  }

  /** An empty array where nothing is named, as PHP has it. */
  private static Object quantities(Map<String, Object> named) {
    return named.isEmpty() ? List.of() : named;
  }
}
