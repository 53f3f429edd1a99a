package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.intake.Commands.Outgoing;
import dev.ficus.legacy.shadow.ShadowFeed;
import dev.ficus.legacy.shadow.ShadowPlacements;
import dev.ficus.legacy.shadow.ShadowSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Broker of the shadow, where one is configured: connections, threads and queues of its own, so
 * that whatever becomes of it our own commands never wait for it.
 */
@ApplicationScoped
class ShadowBroker implements ShadowFeed {

  private final Optional<ShadowAddress> address;
  private final Optional<MessageSender> sender;
  private final Optional<PlacementConsumer> consumer;
  private final ObjectMapper json;

  ShadowBroker(
      ShadowSettings shadow,
      BrokerAddress real,
      BrokerSettings settings,
      ShadowPlacements placements,
      ObjectMapper json)
      throws GeneralSecurityException {
    this.json = json;
    this.address =
        shadow.virtualHost().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ShadowAddress(
                    real,
                    real.with(
                        shadow.host(),
                        shadow.port(),
                        shadow.virtualHost().get(),
                        shadow.username(),
                        shadow.password())));
    this.sender = address.map(at -> new MessageSender("shadow-sender", at, settings));
    this.consumer =
        address.map(
            at ->
                new PlacementConsumer(
                    "shadow-placements", at, ShadowPlacements.QUEUE, placements, json));
  }

  void start(@Observes StartupEvent event) {
    consumer.ifPresent(PlacementConsumer::start);
    sender.ifPresent(MessageSender::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (address.isPresent()) {
      sender.get().stop();
      consumer.get().stop();
    }
  }

  @Override
  public Optional<String> address() {
    return address.map(ShadowAddress::toString);
  }

  /** What the shadow does is lost while nobody has its queue, so nothing is fed before. */
  @Override
  public boolean isReady() {
    return sender.filter(MessageSender::reachable).isPresent()
        && consumer.filter(PlacementConsumer::consuming).isPresent();
  }

  @Override
  public Optional<String> refusedFor() {
    return address.flatMap(ShadowAddress::refusedFor);
  }

  @Override
  public CompletableFuture<Void> send(List<Outgoing> commands) {
    Instant now = Instant.now();
    return sender
        .orElseThrow()
        .send(
            commands.stream()
                .map(command -> CommandMessage.of(command, Map.of(), now, json))
                .toList());
  }
}
