package dev.ficus.legacy.rabbitmq;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the broker: how commands and events are sent. */
@ConfigMapping(prefix = "ficus.legacy.broker")
interface BrokerSettings {

  /** How long a call waits for the confirms of all its commands before it is answered a fault. */
  @WithDefault("10s")
  Duration confirmTimeout();

  /** Messages sent and not confirmed yet, at most. */
  @WithDefault("1000")
  int mostUnderWay();

  /** Messages waiting to be sent, at most; further ones are not accepted. */
  @WithDefault("20000")
  int mostWaiting();
}
