package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.intake.Commands;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sender of commands to allocation-service. */
@ApplicationScoped
class CommandSender implements Commands {

  private final MessageSender sender;
  private final ObjectMapper json;
  private final OpenTelemetry telemetry;

  CommandSender(MessageSender sender, ObjectMapper json, OpenTelemetry telemetry) {
    this.sender = sender;
    this.json = json;
    this.telemetry = telemetry;
  }

  @Override
  public boolean reachable() {
    return sender.reachable();
  }

  @Override
  public CompletableFuture<Void> send(List<Outgoing> commands) {
    Map<String, String> trace = trace();
    Instant now = Instant.now();
    return sender.send(
        commands.stream().map(command -> CommandMessage.of(command, trace, now, json)).toList());
  }

  private Map<String, String> trace() {
    Map<String, String> headers = new HashMap<>();
    telemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), headers, (carrier, key, value) -> carrier.put(key, value));
    return headers;
  }
}
