package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.switching.LegacyEvent;
import dev.ficus.legacy.switching.LegacyEventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sender of events about routes. */
@ApplicationScoped
class EventSender implements LegacyEventPublisher {

  private final MessageSender sender;
  private final ObjectMapper json;

  EventSender(MessageSender sender, ObjectMapper json) {
    this.sender = sender;
    this.json = json;
  }

  @Override
  public CompletableFuture<Void> publish(List<LegacyEvent> events) {
    return sender.send(events.stream().map(event -> EventMessage.of(event, json)).toList());
  }
}
