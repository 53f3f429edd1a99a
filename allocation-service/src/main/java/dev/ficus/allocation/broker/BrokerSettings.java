package dev.ficus.allocation.broker;

import io.smallrye.config.ConfigMapping;

/**
 * Settings of the broker, filled from {@code rabbitmq-host} and so on, which all services share.
 */
@ConfigMapping(prefix = "ficus.broker")
interface BrokerSettings {

  /** Host name of the broker. */
  String host();

  /** AMQP port of the broker. */
  int port();

  /** Whom this service logs in as. */
  String username();

  /** Password of that user. */
  String password();

  /** The virtual host that has the exchanges. */
  String virtualHost();

  /** Whether the connection is encrypted. */
  boolean ssl();
}
