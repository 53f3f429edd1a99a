package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stands where allocation-service will: takes what is in its command queue. */
@ApplicationScoped
public class CommandProbe {
  private static final String QUEUE = "allocation.commands";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A message as it came. */
  public record Received(String routingKey, AMQP.BasicProperties properties, JsonNode body) {

    /** The command in short, such as "allocate A/1 2 @1". */
    public String brief() {
      List<String> words = new ArrayList<>(List.of(routingKey));
      words.add(body.get("sku").asText() + "/" + body.path("lineid").asText(""));
      for (String name : List.of("qty", "reason")) {
        if (body.has(name)) {
          words.add(body.get(name).asText());
        }
      }
      words.add("@" + body.get("revision").asInt());
      return String.join(" ", words);
    }

    /** A command about a batch in short, such as "change_batch_eta M1 RUG 2010-12-24 @2". */
    public String ofBatch() {
      List<String> words = new ArrayList<>(List.of(routingKey));
      for (String name : List.of("batchref", "sku", "qty", "eta")) {
        if (body.has(name)) {
          words.add(body.get(name).asText());
        }
      }
      if (body.has("revision")) {
        words.add("@" + body.get("revision").asInt());
      }
      return String.join(" ", words);
    }

    /** A header as text. */
    public String header(String name) {
      Object value = properties.getHeaders().get(name);
      return value == null ? null : value.toString();
    }

    /** The order or the batch that it is about, or the SKU of the product. */
    String about() {
      for (String name : List.of("orderid", "batchref")) {
        if (body.has(name)) {
          return body.get(name).asText();
        }
      }
      return body.get("sku").asText();
    }
  }

  private final LinkedBlockingQueue<Received> arriving = new LinkedBlockingQueue<>();
  private final Map<String, List<Received>> taken = new HashMap<>();
  private Connection connection;
  private Channel channel;

  // Not in the constructor, which is run for the proxy too.
  @PostConstruct
  void connect() throws IOException, TimeoutException {
    Config config = ConfigProvider.getConfig();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setHost(config.getValue("rabbitmq-host", String.class));
    factory.setPort(
        config
            .getOptionalValue(ProxiedStackResource.DIRECT_PORT, Integer.class)
            .orElseGet(() -> config.getValue("rabbitmq-port", Integer.class)));
    factory.setUsername(config.getValue("rabbitmq-username", String.class));
    factory.setPassword(config.getValue("rabbitmq-password", String.class));
    factory.setVirtualHost(config.getValue("rabbitmq-virtual-host", String.class));
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.basicConsume(
        QUEUE,
        true,
        (tag, message) ->
            arriving.add(
                new Received(
                    message.getEnvelope().getRoutingKey(),
                    message.getProperties(),
                    JSON.readTree(new String(message.getBody(), StandardCharsets.UTF_8)))),
        tag -> {});
  }

  /** The commands for this order or batch so far, once there are at least this many. */
  public List<Received> commands(String about, int atLeast) throws InterruptedException {
    long deadline = System.nanoTime() + CLOCK_LIMIT.toNanos();
    while (of(about).size() < atLeast) {
      Received next = arriving.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError(
            "%d commands for %s expected, %s came".formatted(atLeast, about, of(about)));
      }
      taken.computeIfAbsent(next.about(), any -> new ArrayList<>()).add(next);
    }
    return of(about);
  }

  /** Returns when all that the broker has confirmed by now is among the commands so far. */
  public void catchUp() throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    channel.basicPublish(
        "",
        QUEUE,
        null,
        JSON.createObjectNode().put("orderid", mark).toString().getBytes(StandardCharsets.UTF_8));
    commands(mark, 1);
  }

  /** The commands for this order so far, in short. */
  public List<String> briefs(String orderid, int atLeast) throws InterruptedException {
    return commands(orderid, atLeast).stream().map(Received::brief).toList();
  }

  /** The commands for this batch so far, in short. */
  public List<String> ofBatch(String batchref, int atLeast) throws InterruptedException {
    return commands(batchref, atLeast).stream().map(Received::ofBatch).toList();
  }

  private List<Received> of(String about) {
    return List.copyOf(taken.getOrDefault(about, List.of()));
  }

  @PreDestroy
  void disconnect() throws IOException {
    connection.close();
  }
}
