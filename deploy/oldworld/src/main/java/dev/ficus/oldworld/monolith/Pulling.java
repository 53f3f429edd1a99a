package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The monolith's own way to orders: it lists those that changed since the last it has seen, asks
 * for each by number, and takes it.
 */
final class Pulling {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final ShopSession shop;
  private final Fulfilment fulfilment;
  private final Duration overlap;
  private String watermark = "";

  /**
   * An order that was listed, and what came of it.
   *
   * @param outcome {@code taken}, {@code refused}, or why it was not shown
   */
  record PulledOrder(String number, String updatedAt, String outcome) {}

  /**
   * @param overlap how far before the last change it asks again: changes may be seen late
   */
  Pulling(ShopSession shop, Fulfilment fulfilment, Duration overlap) {
    this.shop = shop;
    this.fulfilment = fulfilment;
    this.overlap = overlap;
  }

  /**
   * Asks once. What could not be asked for to its end is asked for again.
   *
   * @throws IOException when the shop does not answer, or does not list its orders
   */
  synchronized List<PulledOrder> pull() throws IOException, InterruptedException {
    String latest = watermark;
    List<PulledOrder> orders = new ArrayList<>();
    for (Map<?, ?> row : list()) {
      String number = IncomingOrder.text(row, "increment_id");
      String updatedAt = IncomingOrder.text(row, "updated_at");
      orders.add(new PulledOrder(number, updatedAt, take(number)));
      latest = updatedAt.compareTo(latest) > 0 ? updatedAt : latest;
    }
    watermark = latest;
    return orders;
  }

  private List<Map<?, ?>> list() throws IOException, InterruptedException {
    List<Object> filters =
        watermark.isEmpty() ? List.of() : List.of(Map.of("updated_at", Map.of("from", since())));
    Answer answer = shop.call("sales_order.list", filters);
    if (answer instanceof Fault fault) {
      throw new IOException("fault %d: %s".formatted(fault.code(), fault.text()));
    }
    List<Map<?, ?>> rows = new ArrayList<>();
    for (Object row : ((Success) answer).value() instanceof List<?> list ? list : List.of()) {
      rows.add((Map<?, ?>) row);
    }
    return rows;
  }

  private String since() {
    return LocalDateTime.parse(watermark, STAMP).minus(overlap).format(STAMP);
  }

  private String take(String number) throws IOException, InterruptedException {
    Answer answer = shop.call("sales_order.info", List.of(number));
    if (answer instanceof Fault fault) {
      return "fault %d: %s".formatted(fault.code(), fault.text());
    }
    Optional<IncomingOrder> order = IncomingOrder.of(((Success) answer).value());
    if (order.isEmpty()) {
      return "no order";
    }
    return fulfilment.take(order.get()).isPresent() ? "taken" : "refused";
  }
}
