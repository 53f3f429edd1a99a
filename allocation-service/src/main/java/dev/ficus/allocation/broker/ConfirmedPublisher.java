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
import java.util.concurrent.CompletableFuture;

/**
 * Confirming publisher of events: one channel with publisher confirms. A channel that has failed is
 * never used again: what it sent later than the failure is in doubt as well. Same algorithm as
 * CrossingPublisher in availability-service and ConfirmingChannel in legacy-adapter.
 */
@ApplicationScoped
class ConfirmedPublisher implements EventPublisher {
  private static final int PERSISTENT = 2;

  private final Broker broker;
  private Connection connection;
  private Channel channel;
  private Confirms confirms;

  ConfirmedPublisher(Broker broker) {
    this.broker = broker;
  }

  @Override
  public synchronized CompletableFuture<Void> publish(List<OutgoingEvent> events)
      throws IOException {
    try {
      Channel open = open();
      long last = 0;
      for (OutgoingEvent event : events) {
        last = open.getNextPublishSeqNo();
        confirms.expect(last);
        open.basicPublish(
            Topology.EVENTS,
            event.type(),
            properties(event, broker.user()),
            event.body().getBytes(StandardCharsets.UTF_8));
      }
      return confirms.window(last);
    } catch (AlreadyClosedException e) {
      throw new IOException("the connection to the broker is lost", e);
    }
  }

  @Override
  @PreDestroy
  public synchronized void drop() {
    if (connection != null) {
      connection.abort();
    }
    connection = null;
    channel = null;
    confirms = null;
  }

  private Channel open() throws IOException {
    if (channel == null) {
      connection = broker.connect("events");
      Channel opened = connection.createChannel();
      confirms = new Confirms();
      opened.addConfirmListener(confirms);
      opened.addShutdownListener(confirms);
      opened.confirmSelect();
      channel = opened;
    }
    return channel;
  }

  /**
   * @param user for whom the broker vouches to the reader
   */
  static AMQP.BasicProperties properties(OutgoingEvent event, String user) {
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
    if (event.generation() != 1) {
      headers.put("cloudEvents_generation", Long.toString(event.generation()));
    }
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
        .userId(user)
        .headers(headers)
        .build();
  }
}
