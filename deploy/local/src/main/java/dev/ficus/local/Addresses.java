package dev.ficus.local;

import java.util.Optional;

/**
 * Where the two servers are, with the names and passwords of their administrators: what the
 * environment variables {@code FICUS_POSTGRES_URL}, {@code FICUS_RABBITMQ_URL} and {@code
 * FICUS_RABBITMQ_MANAGEMENT_URL} say.
 */
record Addresses(String postgresUrl, RabbitAddress rabbit) {
  static final String POSTGRES_URL = "FICUS_POSTGRES_URL";
  static final String RABBITMQ_URL = "FICUS_RABBITMQ_URL";
  static final String RABBITMQ_MANAGEMENT_URL = "FICUS_RABBITMQ_MANAGEMENT_URL";

  /** The PostgreSQL the environment names, if it names one. */
  static Optional<String> configuredPostgres(Machine machine) {
    Optional<String> url = machine.setting(POSTGRES_URL).map(String::strip);
    if (url.isPresent() && !url.get().startsWith("jdbc:postgresql://")) {
      throw new LocalStackException(
          POSTGRES_URL
              + " is not of the form jdbc:postgresql://host:port/postgres?user=postgres&password=…");
    }
    return url;
  }

  /** The RabbitMQ the environment names, if it names one. */
  static Optional<RabbitAddress> configuredRabbit(Machine machine) {
    Optional<String> amqp = machine.setting(RABBITMQ_URL);
    Optional<String> management = machine.setting(RABBITMQ_MANAGEMENT_URL);
    if (amqp.isEmpty() && management.isEmpty()) {
      return Optional.empty();
    }
    if (amqp.isEmpty() || management.isEmpty()) {
      throw new LocalStackException(
          "%s is set but %s is not. A configured RabbitMQ needs both: amqp://user:password@host:port and http://host:15672."
              .formatted(
                  amqp.isPresent() ? RABBITMQ_URL : RABBITMQ_MANAGEMENT_URL,
                  amqp.isPresent() ? RABBITMQ_MANAGEMENT_URL : RABBITMQ_URL));
    }
    return Optional.of(RabbitAddress.parse(amqp.get(), management.get()));
  }
}
