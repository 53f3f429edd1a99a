/**
 * Commands to RabbitMQ and events from it: topology, messages, confirms. No broker type leaves this
 * package.
 */
package dev.ficus.legacy.rabbitmq;
