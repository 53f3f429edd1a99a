package dev.ficus.local;

/** A RabbitMQ of this stack's own. */
interface Rabbit extends Server {

  /** Where it listens; the same from its first start to its last. */
  RabbitAddress address();
}
