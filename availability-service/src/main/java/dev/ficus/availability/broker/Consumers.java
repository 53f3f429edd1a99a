package dev.ficus.availability.broker;

import dev.ficus.availability.Live;
import dev.ficus.availability.Stored;
import dev.ficus.availability.upkeep.Upkeep;
import dev.ficus.availability.wires.FileIdentity;
import dev.ficus.availability.wires.NamedHosts;
import dev.ficus.availability.wires.WireSettings;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The present consumer of each of our two queues, and the TLS of all channels. */
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
    if (options.isSsl()) {
      WireSettings wires = WireSettings.of(ConfigProvider.getConfig());
      options.setTrustOptions(TrustOptions.wrap(NamedHosts.of(wires)));
      FileIdentity.of(wires).ifPresent(own -> options.setKeyCertOptions(KeyCertOptions.wrap(own)));
    }
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
