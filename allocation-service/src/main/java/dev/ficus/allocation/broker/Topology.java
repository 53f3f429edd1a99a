package dev.ficus.allocation.broker;

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
 * Topology: the exchanges and the queue of this service. Declaring them again changes nothing. Same
 * algorithm as Topology in legacy-adapter.
 */
final class Topology {
  static final String COMMANDS = "allocation.commands";
  static final String EVENTS = "allocation.events";
  static final String UNROUTED = "allocation.commands.unrouted";

  /** All commands of the contract: one that this release does not know yet is parked, not lost. */
  private static final List<String> COMMAND_KEYS =
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

  static void declare(Connection connection) throws IOException {
    // A command with a wrong routing key is kept where an operator finds it.
    exchange(connection, UNROUTED, BuiltinExchangeType.FANOUT, Map.of());
    queue(connection, UNROUTED, Map.of("x-queue-type", "quorum"));
    exchange(
        connection, COMMANDS, BuiltinExchangeType.TOPIC, Map.of("alternate-exchange", UNROUTED));
    queue(connection, COMMANDS, Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
    exchange(connection, EVENTS, BuiltinExchangeType.TOPIC, Map.of());
    declare(
        connection,
        "the bindings of " + COMMANDS,
        channel -> {
          channel.queueBind(UNROUTED, UNROUTED, "");
          for (String key : COMMAND_KEYS) {
            channel.queueBind(COMMANDS, COMMANDS, key);
          }
        },
        channel -> {});
  }

  private static void exchange(
      Connection connection, String name, BuiltinExchangeType type, Map<String, Object> arguments)
      throws IOException {
    declare(
        connection,
        name,
        channel -> channel.exchangeDeclare(name, type, true, false, arguments),
        channel -> channel.exchangeDeclarePassive(name));
  }

  private static void queue(Connection connection, String name, Map<String, Object> arguments)
      throws IOException {
    declare(
        connection,
        name,
        channel -> channel.queueDeclare(name, true, false, false, arguments),
        channel -> channel.queueDeclarePassive(name));
  }

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /**
   * What an operator or another service has declared otherwise is there, and that is what counts:
   * commands must not wait for a difference of opinion. Who may not declare anything need not,
   * where somebody else has. A refusal closes the channel, hence one each.
   *
   * @param passive asks whether it is there, which everybody may
   */
  private static void declare(
      Connection connection, String name, Declaration declaration, Declaration passive)
      throws IOException {
    try {
      onChannel(connection, declaration);
    } catch (IOException e) {
      AMQP.Channel.Close refusal = refusal(e);
      if (refusal == null) {
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

  private static void onChannel(Connection connection, Declaration declaration) throws IOException {
    Channel channel = connection.createChannel();
    declaration.on(channel);
    try {
      channel.close();
    } catch (TimeoutException e) {
      throw new IOException("the broker does not answer", e);
    }
  }

  /** Why the broker has closed the channel; null when something else went wrong. */
  private static AMQP.Channel.Close refusal(IOException failure) {
    return failure.getCause() instanceof ShutdownSignalException signal
            && signal.getReason() instanceof AMQP.Channel.Close close
        ? close
        : null;
  }
}
