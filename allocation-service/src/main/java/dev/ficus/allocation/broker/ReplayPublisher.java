package dev.ficus.allocation.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ficus.allocation.outbox.OutgoingEvent;
import dev.ficus.allocation.outbox.ReplayTarget;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Sends events to one queue by its name, on a connection of its own. A replayed event is what it
 * was, with two headers more: {@code ficus_replay} and the replay's id.
 */
@ApplicationScoped
class ReplayPublisher implements ReplayTarget {
  private static final long CONFIRM_TIMEOUT_MILLIS = 30_000;

  private final Broker broker;

  ReplayPublisher(Broker broker) {
    this.broker = broker;
  }

  @Override
  public Optional<Session> open(String queue, UUID replay) throws IOException {
    Connection connection = broker.connect("replay");
    try {
      Channel channel = connection.createChannel();
      channel.queueDeclarePassive(queue);
      channel.confirmSelect();
      return Optional.of(new ToQueue(connection, channel, queue, broker.user(), replay));
    } catch (IOException e) {
      connection.abort();
      if (e.getCause() instanceof ShutdownSignalException signal && !signal.isHardError()) {
        // The broker closed the channel alone: it has no such queue, or it is another's.
        return Optional.empty();
      }
      throw e;
    } catch (RuntimeException e) {
      connection.abort();
      throw e;
    }
  }

  private static final class ToQueue implements Session {
    private final Connection connection;
    private final Channel channel;
    private final String queue;
    private final String user;
    private final Map<String, Object> mark;
    private volatile boolean unroutable;

    ToQueue(Connection connection, Channel channel, String queue, String user, UUID replay) {
      this.connection = connection;
      this.channel = channel;
      this.queue = queue;
      this.user = user;
      this.mark = Map.of("ficus_replay", true, "ficus_replay_id", replay.toString());
      channel.addReturnListener(returned -> unroutable = true);
    }

    @Override
    public void publish(List<OutgoingEvent> events) throws IOException, InterruptedException {
      try {
        for (OutgoingEvent event : events) {
          channel.basicPublish(
              "", queue, true, marked(event), event.body().getBytes(StandardCharsets.UTF_8));
        }
        channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
      } catch (TimeoutException e) {
        throw new IOException("the broker did not confirm in time", e);
      } catch (AlreadyClosedException e) {
        throw new IOException("the connection to the broker is lost", e);
      }
      // What comes back is confirmed too, but after it came back.
      if (unroutable) {
        throw new IOException("the queue was deleted");
      }
    }

    private AMQP.BasicProperties marked(OutgoingEvent event) {
      AMQP.BasicProperties original = ConfirmedPublisher.properties(event, user);
      Map<String, Object> headers = new HashMap<>(original.getHeaders());
      headers.putAll(mark);
      return original.builder().headers(headers).build();
    }

    @Override
    public void close() {
      connection.abort();
    }
  }
}
