import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.*;
import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** Follows how much of each batch is free and prints a product whenever it has changed. */
public class Subscriber {
  record Product(long sequence, Map<String, Integer> free) {}
  static final Map<String, String> ENV = System.getenv();
  static final String QUEUE = ENV.getOrDefault("QUEUE", "yourteam.allocation-events");
  static final String ALLOCATION = ENV.getOrDefault("ALLOCATION_URL", "http://localhost:8081");
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final ObjectMapper JSON = new ObjectMapper();
  static final Set<String> KNOWN = Set.of("batch_created.v1", "batch_quantity_changed.v1",
      "batch_eta_changed.v1", "line_allocated.v1", "line_deallocated.v1", "line_backordered.v1",
      "backorder_cancelled.v1", "line_despatched.v1", "out_of_stock.v1", "back_in_stock.v1");
  // In memory, so every start begins with the snapshot. Yours may be a table: then change product
  // and sequence in one transaction, and acknowledge after its commit.
  static final Map<String, Product> VIEW = new HashMap<>();

  public static void main(String[] args) throws Exception {
    ConnectionFactory broker = new ConnectionFactory();
    broker.setUri(ENV.getOrDefault("AMQP_URL", "amqp://guest:guest@localhost:5672/%2F"));
    broker.setAutomaticRecoveryEnabled(false); // After a loss we begin afresh, with the snapshot.
    while (true) {
      try (Connection connection = broker.newConnection("yourteam")) {
        follow(connection.createChannel());
      } catch (IOException | TimeoutException | RuntimeException lost) {
        System.err.println("Trying again: " + lost);
      }
      Thread.sleep(1000);
    }
  }

  /** Binds first, then reads the snapshot, then consumes: nothing falls in between. */
  static void follow(Channel channel) throws IOException, InterruptedException {
    channel.queueDeclare(QUEUE, true, false, false,
        Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
    channel.queueBind(QUEUE, "allocation.events", "*");
    channel.basicQos(100);
    readSnapshot();
    CountDownLatch lost = new CountDownLatch(1);
    channel.addShutdownListener(cause -> lost.countDown());
    channel.basicConsume(QUEUE, false, (tag, message) -> {
      take(message);
      channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
    }, tag -> lost.countDown());
    while (!lost.await(5, TimeUnit.MINUTES)) readSnapshot(); // A quiet product shows no gap.
  }

  static synchronized void take(Delivery message) throws IOException {
    Map<String, Object> headers = message.getProperties().getHeaders();
    // Without a sequence it is not about a product; a command was parked, for instance.
    if (headers == null || !headers.containsKey("cloudEvents_sequence")) return;
    String sku = headers.get("cloudEvents_subject").toString();
    long sequence = Long.parseLong(headers.get("cloudEvents_sequence").toString());
    Product product = VIEW.getOrDefault(sku, new Product(0, Map.of()));
    if (sequence <= product.sequence()) return; // Repeated, replayed, or in the snapshot already.
    Map<String, Integer> free = new TreeMap<>(product.free());
    String type = message.getProperties().getType();
    if (sequence == product.sequence() + 1 && apply(type, message.getBody(), free)) {
      keep(sku, new Product(sequence, free));
    } else { // A gap, or an event of an unknown type: the snapshot has it already.
      get("/products/", sku).ifPresent(Subscriber::replace);
    }
  }

  /** Changes what is free; answers false when it does not understand the event. */
  static boolean apply(String type, byte[] body, Map<String, Integer> free) {
    try {
      JsonNode event = JSON.readTree(body);
      if (event.has("available")) { // The free units of that batch from now on, not a difference.
        free.put(event.get("batchref").textValue(), event.get("available").intValue());
      }
      return KNOWN.contains(type.replace("dev.ficus.", ""));
    } catch (IOException | RuntimeException unreadable) {
      return false;
    }
  }

  static synchronized void readSnapshot() throws IOException {
    for (String after = ""; after != null; ) {
      JsonNode page = get("/products?limit=1000&after=", after).orElseThrow();
      page.get("products").forEach(Subscriber::replace);
      after = page.path("next").textValue();
    }
  }

  static void replace(JsonNode product) {
    Map<String, Integer> free = new TreeMap<>();
    product.get("batches").forEach(
        batch -> free.put(batch.get("batchref").textValue(), batch.get("available").intValue()));
    keep(product.get("sku").textValue(), new Product(product.get("sequence").longValue(), free));
  }

  static void keep(String sku, Product product) {
    if (!VIEW.containsKey(sku) || VIEW.get(sku).sequence() < product.sequence()) {
      VIEW.put(sku, product);
      System.out.println(sku + " #" + product.sequence() + " " + product.free());
    }
  }

  /** Fails when allocation is away: we begin afresh, and the broker keeps what comes meanwhile. */
  static Optional<JsonNode> get(String path, String last) throws IOException {
    String encoded = URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20");
    URI url = URI.create(ALLOCATION + path + encoded);
    HttpRequest question = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build();
    HttpResponse<String> answer = HTTP.sendAsync(question, BodyHandlers.ofString()).join();
    if (answer.statusCode() == 404) return Optional.empty();
    if (answer.statusCode() != 200) throw new IOException(answer.toString());
    return Optional.of(JSON.readTree(answer.body()));
  }
}
