package dev.ficus.availability.broker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What allocation-service does, in a nutshell and by a seed: some products to which things happen,
 * the events that report it, and the snapshot. It shares no code with the views.
 */
final class SeededAllocation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-02-27T08:00:00.000001Z");
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

  private final Random random;
  private final List<Product> products;
  private final List<SeededEvent> published = new ArrayList<>();

  /**
   * @param name begins the SKUs
   */
  SeededAllocation(Random random, String name, int skus) {
    this.random = random;
    this.products =
        IntStream.range(0, skus)
            .mapToObj(i -> new Product(name + (i % 2 == 0 ? "-" : " größe/") + i))
            .toList();
  }

  /** An event as it is published. */
  record SeededEvent(String type, String sku, long sequence, Instant time, String body) {

    Map<String, Object> headers() {
      Map<String, Object> headers = Wire.headers(type, sku);
      headers.put("cloudEvents_sequence", String.valueOf(sequence));
      headers.put("cloudEvents_time", time.toString());
      return headers;
    }

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  private record SeededBatch(String batchref, int qty, int allocated, LocalDate eta) {
    static final Comparator<SeededBatch> PREFERRED =
        Comparator.comparing(SeededBatch::eta, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SeededBatch::batchref);

    int available() {
      return qty - allocated;
    }
  }

  private record Line(String orderid, int qty, String batchref) {}

  private static final class Product {
    final String sku;
    final SortedMap<String, SeededBatch> batches = new TreeMap<>();
    final List<Line> lines = new ArrayList<>();
    long sequence;
    Instant outOfStockSince;

    Product(String sku) {
      this.sku = sku;
    }
  }

  /** All events so far, in their order. */
  List<SeededEvent> published() {
    return List.copyOf(published);
  }

  List<String> skus() {
    return products.stream().filter(each -> each.sequence > 0).map(each -> each.sku).toList();
  }

  /** Carries out so many commands; returns the events about them. */
  List<SeededEvent> happen(int commands) {
    int before = published.size();
    for (int i = 0; i < commands; i++) {
      Product product = products.get(random.nextInt(products.size()));
      happen(product);
      cross(product);
    }
    return List.copyOf(published.subList(before, published.size()));
  }

  /** One product as the snapshot shows it. */
  ObjectNode snapshot(String sku) {
    Product product =
        products.stream().filter(each -> each.sku.equals(sku)).findFirst().orElseThrow();
    ObjectNode snapshot = JSON.createObjectNode().put("sku", sku).put("sequence", product.sequence);
    if (product.outOfStockSince != null) {
      snapshot.put("out_of_stock_since", product.outOfStockSince.toString());
    }
    ArrayNode batches = snapshot.putArray("batches");
    for (SeededBatch batch : product.batches.values()) {
      ObjectNode shown = batches.addObject();
      shown.put("batchref", batch.batchref()).put("qty", batch.qty());
      shown.put("allocated", batch.allocated()).put("available", batch.available());
      withEta(shown, batch.eta());
    }
    return snapshot;
  }

  /** Of each of these products the last of these events. */
  static List<SeededEvent> lastOfEach(List<SeededEvent> events, SortedSet<String> skus) {
    Map<String, SeededEvent> last = new TreeMap<>();
    events.forEach(event -> last.put(event.sku(), event));
    last.keySet().retainAll(skus);
    return List.copyOf(last.values());
  }

  private void happen(Product product) {
    if (product.batches.isEmpty()) {
      create(product);
      return;
    }
    switch (random.nextInt(10)) {
      case 0 -> create(product);
      case 1 -> changeEta(product);
      case 2 -> changeQuantity(product);
      case 3, 4 -> deallocate(product);
      case 5 -> despatch(product);
      default -> allocate(product);
    }
  }

  private void create(Product product) {
    SeededBatch batch =
        new SeededBatch("batch-" + published.size(), 1 + random.nextInt(6), 0, anyEta());
    product.batches.put(batch.batchref(), batch);
    raise(product, "batch_created", withEta(body(product, batch).put("qty", batch.qty()), batch));
  }

  private void changeEta(Product product) {
    SeededBatch before = anyOf(product.batches.values());
    SeededBatch batch =
        new SeededBatch(before.batchref(), before.qty(), before.allocated(), anyEta());
    product.batches.put(batch.batchref(), batch);
    ObjectNode body = withEta(body(product, batch), batch);
    body.remove("available");
    raise(product, "batch_eta_changed", body);
  }

  private void changeQuantity(Product product) {
    SeededBatch before = anyOf(product.batches.values());
    int qty = before.allocated() + random.nextInt(4);
    SeededBatch batch = new SeededBatch(before.batchref(), qty, before.allocated(), before.eta());
    product.batches.put(batch.batchref(), batch);
    raise(product, "batch_quantity_changed", body(product, batch).put("qty", qty));
  }

  private void allocate(Product product) {
    String orderid = "order-" + published.size();
    int qty = 1 + random.nextInt(4);
    Optional<SeededBatch> room =
        product.batches.values().stream()
            .filter(batch -> batch.available() >= qty)
            .min(SeededBatch.PREFERRED);
    if (room.isEmpty()) {
      ObjectNode body = JSON.createObjectNode().put("sku", product.sku).put("orderid", orderid);
      raise(product, "line_backordered", body.put("qty", qty).put("reason", "no batch has room"));
      return;
    }
    SeededBatch batch = taken(product, room.get(), qty);
    product.lines.add(new Line(orderid, qty, batch.batchref()));
    raise(
        product,
        "line_allocated",
        withEta(body(product, batch).put("orderid", orderid).put("qty", qty), batch));
  }

  private void deallocate(Product product) {
    if (product.lines.isEmpty()) {
      allocate(product);
      return;
    }
    Line line = product.lines.remove(random.nextInt(product.lines.size()));
    SeededBatch batch = taken(product, product.batches.get(line.batchref()), -line.qty());
    raise(
        product,
        "line_deallocated",
        body(product, batch)
            .put("orderid", line.orderid())
            .put("qty", line.qty())
            .put("reason", "changed their mind"));
  }

  private void despatch(Product product) {
    if (product.lines.isEmpty()) {
      allocate(product);
      return;
    }
    Line line = product.lines.remove(random.nextInt(product.lines.size()));
    ObjectNode body = JSON.createObjectNode().put("sku", product.sku);
    body.put("orderid", line.orderid()).put("qty", line.qty());
    raise(product, "line_despatched", body.put("batchref", line.batchref()));
  }

  private void cross(Product product) {
    boolean nothingFree =
        product.batches.values().stream().mapToInt(SeededBatch::available).sum() == 0;
    if (nothingFree != (product.outOfStockSince != null)) {
      SeededEvent crossing =
          raise(
              product,
              nothingFree ? "out_of_stock" : "back_in_stock",
              JSON.createObjectNode().put("sku", product.sku));
      product.outOfStockSince = nothingFree ? crossing.time() : null;
    }
  }

  private SeededEvent raise(Product product, String type, ObjectNode body) {
    product.sequence++;
    SeededEvent event =
        new SeededEvent(
            type,
            product.sku,
            product.sequence,
            START.plusMillis(published.size()),
            body.toString());
    published.add(event);
    return event;
  }

  private static SeededBatch taken(Product product, SeededBatch from, int qty) {
    SeededBatch after =
        new SeededBatch(from.batchref(), from.qty(), from.allocated() + qty, from.eta());
    product.batches.put(after.batchref(), after);
    return after;
  }

  private static ObjectNode body(Product product, SeededBatch batch) {
    return JSON.createObjectNode()
        .put("sku", product.sku)
        .put("batchref", batch.batchref())
        .put("available", batch.available());
  }

  private static ObjectNode withEta(ObjectNode body, SeededBatch batch) {
    return withEta(body, batch.eta());
  }

  private static ObjectNode withEta(ObjectNode body, LocalDate eta) {
    return eta == null ? body : body.put("eta", eta.toString());
  }

  private LocalDate anyEta() {
    return random.nextBoolean() ? null : MONDAY.plusDays(random.nextInt(9));
  }

  private <T> T anyOf(Iterable<T> items) {
    List<T> list = new ArrayList<>();
    items.forEach(list::add);
    return list.get(random.nextInt(list.size()));
  }
}
