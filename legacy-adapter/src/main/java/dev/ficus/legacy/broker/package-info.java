/** The way to RabbitMQ: topology, messages, confirms. No broker type leaves this package. */
package dev.ficus.legacy.broker;
