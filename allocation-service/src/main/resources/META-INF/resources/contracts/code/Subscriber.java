import com.fasterxml.jackson.databind.*;
import com.rabbitmq.client.*;
import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** Follows how much of each batch is free and prints a product whenever it has changed. */
public class Subscriber {
  record Product(long number, Map<String, Integer> free) {} // The number: generation, sequence.
  static final Map<String, String> ENV = System.getenv();
  static final String QUEUE = ENV.getOrDefault("QUEUE", "yourteam.allocation-events");
  static final String ALLOCATION = ENV.getOrDefault("ALLOCATION_URL", "http://localhost:8081");
  static final String TOKEN = ENV.get("ALLOCATION_TOKEN_FILE"); // Kept there by whoever renews it.
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final HttpResponse.BodyHandler<String> BODY = HttpResponse.BodyHandlers.ofString();
  static final ObjectMapper JSON = new ObjectMapper();
  static final Set<String> KNOWN = Set.of(("batch_created batch_quantity_changed batch_eta_changed "
      + "line_allocated line_deallocated line_backordered backorder_cancelled line_despatched "
      + "out_of_stock back_in_stock product_opened product_closed").split(" "));
  // In memory, so every start begins with the snapshot. Yours may be a table: then change product
  // and sequence in one transaction, and acknowledge after its commit.
  static final Map<String, Product> VIEW = new HashMap<>();

  public static void main(String[] args) throws Exception {
    ConnectionFactory broker = new ConnectionFactory();
    broker.setUri(ENV.getOrDefault("AMQP_URL", "amqp://guest:guest@localhost:5672/%2F"));
    broker.setAutomaticRecoveryEnabled(false); // After a loss we begin again, with the snapshot.
    while (true) {
      try (Connection connection = broker.newConnection("yourteam")) {
        follow(connection.createChannel());
      } catch (IOException | TimeoutException | RuntimeException lost) {
        System.err.println("Trying again: " + lost);
      }
      Thread.sleep(1000);
    }
  }

  /** The queue is there and bound. The snapshot first, then events: nothing falls in between. */
  static void follow(Channel channel) throws IOException, InterruptedException {
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
    if (headers == null || !headers.containsKey("cloudEvents_sequence")) return; // On no product.
    String sku = headers.get("cloudEvents_subject").toString();
    long generation = Long.parseLong(headers.getOrDefault("cloudEvents_generation", 1).toString());
    long number = (generation << 31) + Long.parseLong("" + headers.get("cloudEvents_sequence"));
    Product product = VIEW.getOrDefault(sku, new Product(1L << 31, Map.of()));
    if (number <= product.number()) return; // Repeated, replayed, or in the snapshot already.
    Map<String, Integer> free = new TreeMap<>(product.free());
    if (number == product.number() + 1 && apply(message, free)) keep(sku, new Product(number, free));
    else get("/products/", sku).ifPresent(Subscriber::replace); // A gap: the snapshot has it.
  }

  /** Changes what is free; answers false when it does not understand the event. */
  static boolean apply(Delivery message, Map<String, Integer> free) {
    try {
      JsonNode event = JSON.readTree(message.getBody());
      if (event.has("available")) // The free units of that batch from now on, not a difference.
        free.put(event.get("batchref").textValue(), event.get("available").intValue());
      return KNOWN.contains(message.getProperties().getType().replaceAll("^dev.ficus.|.v1$", ""));
    } catch (IOException | RuntimeException unreadable) {
      return false;
    }
  }

  static synchronized void readSnapshot() throws IOException {
    Set<String> gone = new HashSet<>(VIEW.keySet());
    long begin = 0;
    for (String after = ""; after != null; ) {
      JsonNode page = get("/products?limit=1000&after=", after).orElseThrow();
      page.get("products").forEach(product -> gone.remove(replace(product)));
      begin = page.path("generation").asLong(1) << 31;
      after = page.path("next").textValue();
    }
    for (String sku : gone) keep(sku, new Product(begin, Map.of())); // Lost in a restore.
  }

  static String replace(JsonNode product) {
    Map<String, Integer> free = new TreeMap<>();
    product.get("batches").forEach(
        batch -> free.put(batch.get("batchref").textValue(), batch.get("available").intValue()));
    long number = (product.path("generation").asLong(1) << 31) + product.get("sequence").asLong();
    return keep(product.get("sku").textValue(), new Product(number, free));
  }

  static String keep(String sku, Product product) {
    if (!VIEW.containsKey(sku) || VIEW.get(sku).number() < product.number()) {
      VIEW.put(sku, product);
      System.out.println(sku + " #" + (product.number() & 0x7FFFFFFF) + " " + product.free());
    }
    return sku;
  }

  /** Fails when allocation is away: we begin again, and the broker keeps what comes meanwhile. */
  static Optional<JsonNode> get(String path, String last) throws IOException {
    String encoded = URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20");
    var question = HttpRequest.newBuilder(URI.create(ALLOCATION + path + encoded));
    if (TOKEN != null)
      question.header("Authorization", "Bearer " + Files.readString(Path.of(TOKEN)).strip());
    var answer = HTTP.sendAsync(question.timeout(Duration.ofSeconds(10)).build(), BODY).join();
    if (answer.statusCode() == 404) return Optional.empty();
    if (answer.statusCode() != 200) throw new IOException(answer.toString());
    return Optional.of(JSON.readTree(answer.body()));
  }
}
