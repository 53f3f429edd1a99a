package dev.ficus.legacy.rabbitmq;

import java.time.Instant;
import java.util.UUID;

/**
 * Attributes of a message that all have in common, by CloudEvents.
 *
 * @param name of what it says, without the version; the routing key
 * @param id the same whenever it is sent
 * @param subject the SKU
 * @param time when it was said
 */
record CloudEvent(String name, UUID id, String subject, Instant time) {

  private static final String VERSION = "v1";

  /** Name and version. */
  String type() {
    return "dev.ficus." + name + "." + VERSION;
  }
}
