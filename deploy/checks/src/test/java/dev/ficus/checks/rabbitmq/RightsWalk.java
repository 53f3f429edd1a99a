package dev.ficus.checks.rabbitmq;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ficus.local.VirtualHost;
import dev.ficus.rabbitmq.AccessTable;
import dev.ficus.rabbitmq.AccessTable.Line;
import dev.ficus.rabbitmq.Contracts;
import dev.ficus.rabbitmq.Definitions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * A walk through all that users of a broker might do: each tries everything, and what it is allowed
 * is compared with a table. What it sends is no command and no event.
 */
public final class RightsWalk implements AutoCloseable {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final VirtualHost broker;
  private final Definitions definitions;
  private final Map<String, String> passwords;
  private final Map<String, Connection> connections = new HashMap<>();

  /**
   * @param broker as its administrator
   * @param definitions that it has imported
   * @param passwords by the name of team or service
   */
  public RightsWalk(VirtualHost broker, Definitions definitions, Map<String, String> passwords) {
    this.broker = broker;
    this.definitions = definitions;
    this.passwords = passwords;
  }

  private interface Attempt {
    void on(Channel channel) throws IOException, InterruptedException, TimeoutException;
  }

  /**
   * Something that somebody tries.
   *
   * @param allowed by a table
   */
  private record Trial(String who, String name, boolean allowed, Attempt attempt) {}

  /** What the broker allows of all that a table has, by what is tried. */
  public Map<String, Boolean> seen(AccessTable table) {
    Map<String, Boolean> seen = new TreeMap<>();
    trials(table).forEach(trial -> seen.put(trial.name(), may(trial.who(), trial.attempt())));
    return seen;
  }

  /** What a table allows, likewise. */
  public static Map<String, Boolean> expected(AccessTable table) {
    Map<String, Boolean> expected = new TreeMap<>();
    trials(table).forEach(trial -> expected.put(trial.name(), trial.allowed()));
    return expected;
  }

  private static List<Trial> trials(AccessTable table) {
    List<Trial> trials = new ArrayList<>();
    for (String who : table.names()) {
      for (Line line : table.lines()) {
        attempts(line, table.exchangeTypes().getOrDefault(line.name(), ""))
            .forEach(
                (what, attempt) ->
                    trials.add(
                        new Trial(
                            who,
                            String.join(
                                " ", who, what, line.kind().name(), line.name(), line.key()),
                            line.allows(who, what),
                            attempt)));
      }
      for (String queue : table.queueNames()) {
        for (String exchange : table.exchangeTypes().keySet()) {
          // By no other key, lest events go where they should not.
          String key = AccessTable.OTHER_KEY;
          trials.add(
              new Trial(
                  who,
                  "%s binds %s to %s".formatted(who, queue, exchange),
                  table.mayBind(who, queue, exchange, key),
                  channel -> bindAndUnbind(channel, queue, exchange, key)));
        }
      }
    }
    return trials;
  }

  /** Who gets in at the management interface, and who may administer there. */
  public Map<String, String> managers() throws Exception {
    Map<String, String> managers = new TreeMap<>();
    for (String who : definitions.names()) {
      if (answers(who, "/api/overview")) {
        managers.put(who, answers(who, "/api/users") ? "administers" : "watches");
      }
    }
    return managers;
  }

  private static Map<String, Attempt> attempts(Line line, String exchangeType) {
    Map<String, Attempt> attempts = new HashMap<>();
    String name = line.name();
    switch (line.kind()) {
      case EXCHANGE -> {
        // Declared otherwise than it is: what may be done is refused for that reason alone.
        attempts.put("declare", channel -> channel.exchangeDeclare(name, "headers", true));
        if (!exchangeType.equals("topic")) {
          attempts.put("publish", channel -> publish(channel, name, ""));
        }
      }
      case MESSAGE -> attempts.put("publish", channel -> publish(channel, name, line.key()));
      case QUEUES_BY_NAME ->
          attempts.put("publish", channel -> publish(channel, "", "no.such.queue"));
      case QUEUE -> {
        attempts.put("declare", channel -> channel.queueDeclare(name, true, false, false, null));
        attempts.put(
            "consume",
            channel -> channel.basicConsume(name, false, (tag, message) -> {}, tag -> {}));
      }
    }
    return attempts;
  }

  private static void publish(Channel channel, String exchange, String key)
      throws IOException, InterruptedException, TimeoutException {
    channel.confirmSelect();
    channel.basicPublish(
        exchange, key, new AMQP.BasicProperties.Builder().type("of.nothing").build(), NOTHING);
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private static void bindAndUnbind(Channel channel, String queue, String exchange, String key)
      throws IOException {
    channel.queueBind(queue, exchange, key);
    channel.queueUnbind(queue, exchange, key);
  }

  /**
   * Whether the broker lets somebody do this, as far as rights go.
   *
   * @throws IllegalStateException when it refuses for another reason than a declaration that
   *     differs
   */
  private boolean may(String who, Attempt attempt) {
    try {
      Channel channel = connection(who).createChannel();
      try {
        attempt.on(channel);
        channel.close();
        return true;
      } catch (IOException | ShutdownSignalException e) {
        int code = code(e);
        if (code != AMQP.ACCESS_REFUSED && code != AMQP.PRECONDITION_FAILED) {
          throw new IllegalStateException(who, e);
        }
        return code == AMQP.PRECONDITION_FAILED;
      }
    } catch (IOException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException(who, e);
    }
  }

  private static int code(Exception failure) {
    Throwable closed = failure instanceof ShutdownSignalException ? failure : failure.getCause();
    return closed instanceof ShutdownSignalException signal
            && signal.getReason() instanceof AMQP.Channel.Close close
        ? close.getReplyCode()
        : 0;
  }

  private Connection connection(String who) throws IOException, TimeoutException {
    Connection open = connections.get(who);
    if (open == null) {
      open = connect(definitions.user(who), passwords.get(who));
      connections.put(who, open);
    }
    return open;
  }

  private Connection connect(String user, String password) throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(broker.host());
    factory.setPort(broker.port());
    factory.setVirtualHost(broker.name());
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("rights");
  }

  /** A team may not declare an exchange that passes on what nobody takes. */
  public void itsOwnExchangeWithAnAlternate(String team) {
    assertFalse(
        may(
            team,
            channel ->
                channel.exchangeDeclare(
                    team + ".way",
                    BuiltinExchangeType.FANOUT,
                    false,
                    true,
                    Map.of("alternate-exchange", Contracts.COMMANDS))));
  }

  /** A team may not declare a queue that passes on what it gives up. */
  public void itsOwnQueueWithADeadLetterExchange(String team) {
    assertFalse(
        may(
            team,
            channel ->
                channel.queueDeclare(
                    team + ".way",
                    false,
                    false,
                    true,
                    Map.of(
                        "x-dead-letter-exchange",
                        Contracts.COMMANDS,
                        "x-dead-letter-routing-key",
                        "create_batch"))));
  }

  /** The code with which the broker refuses what a team sends under another's name. */
  public int underAnothersName(String team, String other, String command) throws Exception {
    Channel channel = connection(team).createChannel();
    try {
      confirmed(channel, command, named(other, UUID.randomUUID().toString()).build(), "{}");
      return 0;
    } catch (IOException | ShutdownSignalException e) {
      return code(e);
    }
  }

  /**
   * A team sends a command that it may send, with another one in the header {@code CC}.
   *
   * @return the id of its message; empty where the broker refuses it, as newer ones do
   */
  public Optional<String> carbonCopy(String team, String granted, String other, String body) {
    String id = UUID.randomUUID().toString();
    AMQP.BasicProperties properties = named(team, id).headers(Map.of("CC", List.of(other))).build();
    return may(team, channel -> confirmed(channel, granted, properties, body))
        ? Optional.of(id)
        : Optional.empty();
  }

  /** A team or service sends a command under its name; returns when the broker has it. */
  public void send(String who, String command, String id, String body) throws Exception {
    try (Channel channel = connection(who).createChannel()) {
      confirmed(channel, command, named(who, id).build(), body);
    }
  }

  /** A command comes past all rights, and names no sender. */
  public void sendNamingNobody(String command, String id, String body) throws Exception {
    try (Connection administrator = connect(broker.username(), broker.password());
        Channel channel = administrator.createChannel()) {
      confirmed(channel, command, new AMQP.BasicProperties.Builder().messageId(id).build(), body);
    }
  }

  /** A team sends a command as if its rights at the broker were too wide. */
  public void sendWithTooWideRights(String team, String command, String id, String body)
      throws Exception {
    String granted = String.join("|", new AccessTable(definitions).granted(team));
    assertEquals(2, topicPermission(team, ".*") / 100);
    try {
      send(team, command, id, body);
    } finally {
      assertEquals(2, topicPermission(team, "^(" + granted + ")$") / 100);
    }
  }

  private AMQP.BasicProperties.Builder named(String who, String id) {
    return new AMQP.BasicProperties.Builder()
        .messageId(id)
        .deliveryMode(2)
        .userId(definitions.user(who));
  }

  private static void confirmed(
      Channel channel, String command, AMQP.BasicProperties properties, String body)
      throws IOException, InterruptedException, TimeoutException {
    channel.confirmSelect();
    channel.basicPublish(
        Contracts.COMMANDS, command, properties, body.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private int topicPermission(String team, String write) throws Exception {
    String path =
        "/api/topic-permissions/%s/%s"
            .formatted(encoded(broker.name()), encoded(definitions.user(team)));
    String body =
        "{\"exchange\":\"%s\",\"write\":\"%s\",\"read\":\"^$\"}"
            .formatted(Contracts.COMMANDS, write);
    return broker.management().call("PUT", path, body, CLOCK_LIMIT).statusCode();
  }

  /** Whether the management interface answers somebody at this path. */
  private boolean answers(String who, String path) throws Exception {
    VirtualHost mine = broker.as(definitions.user(who), passwords.get(who));
    return mine.management().call("GET", path, "", CLOCK_LIMIT).statusCode() == 200;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections.values()) {
      connection.abort();
    }
  }
}
