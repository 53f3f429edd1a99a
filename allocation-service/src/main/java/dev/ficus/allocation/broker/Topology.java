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
    declare(
        connection,
        UNROUTED,
        channel -> channel.exchangeDeclare(UNROUTED, BuiltinExchangeType.FANOUT, true));
    declare(
        connection,
        UNROUTED,
        channel ->
            channel.queueDeclare(UNROUTED, true, false, false, Map.of("x-queue-type", "quorum")));
    declare(
        connection,
        COMMANDS,
        channel ->
            channel.exchangeDeclare(
                COMMANDS,
                BuiltinExchangeType.TOPIC,
                true,
                false,
                Map.of("alternate-exchange", UNROUTED)));
    declare(
        connection,
        COMMANDS,
        channel ->
            channel.queueDeclare(
                COMMANDS,
                true,
                false,
                false,
                Map.of("x-queue-type", "quorum", "x-single-active-consumer", true)));
    declare(
        connection,
        EVENTS,
        channel -> channel.exchangeDeclare(EVENTS, BuiltinExchangeType.TOPIC, true));
    declare(
        connection,
        COMMANDS,
        channel -> {
          channel.queueBind(UNROUTED, UNROUTED, "");
          for (String key : COMMAND_KEYS) {
            channel.queueBind(COMMANDS, COMMANDS, key);
          }
        });
  }

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /**
   * What an operator or another service has declared otherwise is there, and that is what counts:
   * commands must not wait for a difference of opinion. A refusal closes the channel, hence one
   * each.
   */
  private static void declare(Connection connection, String name, Declaration declaration)
      throws IOException {
    Channel channel = connection.createChannel();
    try {
      declaration.on(channel);
      channel.close();
    } catch (TimeoutException e) {
      throw new IOException("the broker does not answer", e);
    } catch (IOException e) {
      if (e.getCause() instanceof ShutdownSignalException signal
          && signal.getReason() instanceof AMQP.Channel.Close close
          && close.getReplyCode() == AMQP.PRECONDITION_FAILED) {
        LOG.warnf("%s is there but declared otherwise: %s", name, close.getReplyText());
      } else {
        throw e;
      }
    }
  }
}
