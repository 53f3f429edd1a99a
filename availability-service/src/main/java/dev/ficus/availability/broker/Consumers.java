package dev.ficus.availability.broker;

import dev.ficus.availability.Live;
import dev.ficus.availability.Stored;
import dev.ficus.availability.upkeep.Upkeep;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The present consumer of each of our two queues. */
@ApplicationScoped
class Consumers implements ClientCustomizer<RabbitMQOptions> {

  private static final int MOST_WAITING = 100_000;

  private final Map<String, PresentConsumer> byChannel;

  Consumers(@Stored Upkeep stored, @Live Upkeep live) {
    byChannel =
        Map.of(
            StoredEventsConsumer.CHANNEL, new PresentConsumer(stored),
            LiveEventsConsumer.CHANNEL, new PresentConsumer(live));
  }

  @Override
  public RabbitMQOptions customize(String channel, Config config, RabbitMQOptions options) {
    PresentConsumer consumer = byChannel.get(channel);
    return consumer == null ? options : options.setMetricsCollector(consumer.listener());
  }

  @Produces
  @Identifier("live-queue") Map<String, Object> liveQueue() {
    return Map.of("x-max-length", MOST_WAITING);
  }

  PresentConsumer of(String channel) {
    return byChannel.get(channel);
  }
}
