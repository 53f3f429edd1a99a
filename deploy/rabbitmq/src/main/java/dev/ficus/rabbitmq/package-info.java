/**
 * What each user of RabbitMQ may do: definitions for the broker and grants for allocation-service,
 * made from one short file per team, from the published contracts, and from the fixed rights of our
 * own services.
 */
package dev.ficus.rabbitmq;
