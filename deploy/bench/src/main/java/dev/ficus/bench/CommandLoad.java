package dev.ficus.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import java.io.IOException;

/** Sends lines as commands over RabbitMQ, as another team would. */
final class CommandLoad {
  static final int WINDOW = 1_000;
  private static final int PERSISTENT = 2;

  private CommandLoad() {}

  /** Returns when the broker has confirmed all. */
  static void run(Connection connection, Lines lines, int count)
      throws IOException, InterruptedException {
    try (WindowedPublisher publisher = new WindowedPublisher(connection, WINDOW)) {
      for (int i = 0; i < count; i++) {
        byte[] body = lines.next();
        AMQP.BasicProperties properties =
            new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .type("allocate")
                .messageId(lines.lastOrder())
                .deliveryMode(PERSISTENT)
                .build();
        publisher.publish("allocation.commands", "allocate", properties, body);
      }
      publisher.awaitConfirms();
    }
  }
}
