package dev.ficus.legacy.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Topology of the broker that must be there before the first message is sent.
 *
 * <p>The exchange of our events is there before the first of them, so that others can bind queues.
 * The queue of commands belongs to allocation-service, and is declared here just as there: a
 * command sent before that service has ever run would otherwise find no queue. What has still no
 * queue, say a command of a later version, goes to the alternate exchange and is kept there.
 */
final class Topology {

  static final String EVENTS = "legacy.events";
  static final String COMMANDS = "allocation.commands";
  static final String UNROUTED = "allocation.commands.unrouted";
  static final List<String> ROUTING_KEYS =
      List.of(
          "create_batch",
          "change_batch_quantity",
          "change_batch_eta",
          "allocate",
          "deallocate",
          "despatch",
          "open_product",
          "close_product");

  private static final Logger LOG = Logger.getLogger(Topology.class);

  private Topology() {}

  static void declare(Connection connection) throws IOException, TimeoutException {
    exchange(connection, EVENTS, BuiltinExchangeType.TOPIC, Map.of());
    exchange(connection, UNROUTED, BuiltinExchangeType.FANOUT, Map.of());
    queue(connection, UNROUTED, Map.of("x-queue-type", "quorum"));
    exchange(
        connection, COMMANDS, BuiltinExchangeType.TOPIC, Map.of("alternate-exchange", UNROUTED));
    queue(connection, COMMANDS, Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
    declare(
        connection,
        "the bindings of " + COMMANDS,
        channel -> {
          channel.queueBind(UNROUTED, UNROUTED, "");
          for (String key : ROUTING_KEYS) {
            channel.queueBind(COMMANDS, COMMANDS, key);
          }
        },
        channel -> {});
  }

  static void exchange(
      Connection connection, String name, BuiltinExchangeType type, Map<String, Object> arguments)
      throws IOException, TimeoutException {
    declare(
        connection,
        name,
        channel -> channel.exchangeDeclare(name, type, true, false, arguments),
        channel -> channel.exchangeDeclarePassive(name));
  }

  static void queue(Connection connection, String name, Map<String, Object> arguments)
      throws IOException, TimeoutException {
    declare(
        connection,
        name,
        channel -> channel.queueDeclare(name, true, false, false, arguments),
        channel -> channel.queueDeclarePassive(name));
  }

  /** What is done on a channel of its own. */
  interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /**
   * An operator may have declared it otherwise; it is there, and that is what counts. Who may not
   * declare anything need not, where somebody else has. A refusal closes the channel, hence one
   * each.
   *
   * @param passive asks whether it is there, which everybody may
   */
  static void declare(
      Connection connection, String name, Declaration declaration, Declaration passive)
      throws IOException, TimeoutException {
    try {
      onChannel(connection, declaration);
    } catch (IOException e) {
      if (!(e.getCause() instanceof ShutdownSignalException signal)
          || !(signal.getReason() instanceof AMQP.Channel.Close refusal)) {
        throw e;
      }
      switch (refusal.getReplyCode()) {
        case AMQP.PRECONDITION_FAILED ->
            LOG.warnf("%s is there but declared otherwise: %s", name, refusal.getReplyText());
        case AMQP.ACCESS_REFUSED -> {
          onChannel(connection, passive);
          LOG.infof("%s is left as it is: %s", name, refusal.getReplyText());
        }
        default -> throw e;
      }
    }
  }

  private static void onChannel(Connection connection, Declaration declaration)
      throws IOException, TimeoutException {
    Channel channel = connection.createChannel();
    declaration.on(channel);
    channel.close();
  }
}
