package dev.ficus.allocation.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.ficus.allocation.outbox.EventPublisher;
import dev.ficus.allocation.outbox.OutgoingEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Publishes events on one channel with publisher confirms. After any failure the connection is
 * dropped: a confirm that comes late must not be taken for one of the next window.
 */
@ApplicationScoped
class ConfirmedPublisher implements EventPublisher {
  static final long CONFIRM_TIMEOUT_MILLIS = 30_000;
  private static final int PERSISTENT = 2;

  private final Broker broker;
  private Connection connection;
  private Channel channel;

  ConfirmedPublisher(Broker broker) {
    this.broker = broker;
  }

  @Override
  public synchronized void publish(List<OutgoingEvent> events)
      throws IOException, InterruptedException {
    try {
      Channel open = open();
      for (OutgoingEvent event : events) {
        open.basicPublish(
            Topology.EVENTS,
            event.type(),
            properties(event),
            event.body().getBytes(StandardCharsets.UTF_8));
      }
      open.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
    } catch (TimeoutException e) {
      drop();
      throw new IOException("the broker did not confirm in time", e);
    } catch (AlreadyClosedException e) {
      drop();
      throw new IOException("the connection to the broker is lost", e);
    } catch (IOException | InterruptedException | RuntimeException e) {
      drop();
      throw e;
    }
  }

  @PreDestroy
  synchronized void drop() {
    if (connection != null) {
      connection.abort();
    }
    connection = null;
    channel = null;
  }

  private Channel open() throws IOException {
    if (channel == null || !channel.isOpen()) {
      drop();
      connection = broker.connect("events");
      channel = connection.createChannel();
      channel.confirmSelect();
    }
    return channel;
  }

  static AMQP.BasicProperties properties(OutgoingEvent event) {
    String type = "dev.ficus." + event.type() + ".v1";
    Map<String, Object> headers = new HashMap<>();
    headers.put("cloudEvents_specversion", "1.0");
    headers.put("cloudEvents_id", event.id());
    headers.put("cloudEvents_source", "/allocation-service");
    headers.put("cloudEvents_type", type);
    headers.put("cloudEvents_subject", event.subject());
    headers.put("cloudEvents_time", event.occurredAt().toString());
    event
        .sequence()
        .ifPresent(number -> headers.put("cloudEvents_sequence", Long.toString(number)));
    if (event.traceparent() != null) {
      headers.put("traceparent", event.traceparent());
    }
    if (event.causedBy() != null) {
      headers.put("cloudEvents_causationid", event.causedBy());
    }
    return new AMQP.BasicProperties.Builder()
        .contentType("application/json")
        .deliveryMode(PERSISTENT)
        .messageId(event.id())
        .type(type)
        .timestamp(Date.from(Instant.ofEpochSecond(event.occurredAt().getEpochSecond())))
        .correlationId(event.correlationId())
        .appId("allocation-service")
        .headers(headers)
        .build();
  }
}
