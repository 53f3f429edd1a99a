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
    unlessDifferent(
        connection,
        EVENTS,
        channel -> channel.exchangeDeclare(EVENTS, BuiltinExchangeType.TOPIC, true));
    unlessDifferent(
        connection,
        UNROUTED,
        channel -> channel.exchangeDeclare(UNROUTED, BuiltinExchangeType.FANOUT, true));
    unlessDifferent(
        connection,
        UNROUTED,
        channel ->
            channel.queueDeclare(UNROUTED, true, false, false, Map.of("x-queue-type", "quorum")));
    unlessDifferent(
        connection,
        COMMANDS,
        channel ->
            channel.exchangeDeclare(
                COMMANDS,
                BuiltinExchangeType.TOPIC,
                true,
                false,
                Map.of("alternate-exchange", UNROUTED)));
    unlessDifferent(
        connection,
        COMMANDS,
        channel ->
            channel.queueDeclare(
                COMMANDS,
                true,
                false,
                false,
                Map.of("x-queue-type", "quorum", "x-single-active-consumer", true)));
    try (Channel channel = connection.createChannel()) {
      channel.queueBind(UNROUTED, UNROUTED, "");
      for (String key : ROUTING_KEYS) {
        channel.queueBind(COMMANDS, COMMANDS, key);
      }
    }
  }

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /** An operator may have declared it otherwise; it is there, and that is what counts. */
  private static void unlessDifferent(Connection connection, String name, Declaration declaration)
      throws IOException, TimeoutException {
    Channel channel = connection.createChannel();
    try {
      declaration.on(channel);
      channel.close();
    } catch (IOException e) {
      if (!(e.getCause() instanceof ShutdownSignalException signal)
          || !(signal.getReason() instanceof AMQP.Channel.Close close)
          || close.getReplyCode() != AMQP.PRECONDITION_FAILED) {
        throw e;
      }
      LOG.warnf("%s is there but declared otherwise: %s", name, close.getReplyText());
    }
  }
}
