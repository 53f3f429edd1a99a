package dev.ficus.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.postgresql.PGConnection;

/**
 * Events of SKUs that nobody knows, turn by turn, to be sent by the relay or by the floor.
 *
 * @param name what sets these apart
 */
record Backlog(String name, int size) {
  private static final int SKUS = 1_000;
  private static final int SHARDS = 64;
  private static final int PERSISTENT = 2;
  private static final int COPIED_AT_ONCE = 10_000;
  private static final String TYPE = "line_allocated";

  /**
   * Puts them into the outbox. They are committed together: until then the relay sees none, as if
   * the broker had been away, and then it sees all.
   */
  void fill(java.sql.Connection database) throws SQLException, IOException {
    database.setAutoCommit(false);
    var copy =
        database
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy outbox (topic, subject, sequence, shard, type, body, occurred_at) from stdin");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < size; i++) {
      rows.append(
          "product\t%s\t%d\t%d\t%s\t%s\tnow\n"
              .formatted(sku(i), sequence(i), shard(sku(i)), TYPE, body(i)));
      if ((i + 1) % COPIED_AT_ONCE == 0 || i + 1 == size) {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
      }
    }
    copy.endCopy();
  }

  /** Publishes them with nothing in between: what the broker can do. */
  void publish(Connection connection, int window) throws IOException, InterruptedException {
    try (WindowedPublisher publisher = new WindowedPublisher(connection, window)) {
      for (int i = 0; i < size; i++) {
        publisher.publish(
            "allocation.events", TYPE, properties(i), body(i).getBytes(StandardCharsets.UTF_8));
      }
      publisher.awaitConfirms();
    }
  }

  private AMQP.BasicProperties properties(int number) {
    String id = new UUID(name.hashCode(), number).toString();
    String type = "dev.ficus." + TYPE + ".v1";
    return new AMQP.BasicProperties.Builder()
        .contentType("application/json")
        .deliveryMode(PERSISTENT)
        .messageId(id)
        .type(type)
        .timestamp(new Date())
        .appId("bench")
        .headers(
            Map.of(
                "cloudEvents_specversion",
                "1.0",
                "cloudEvents_id",
                id,
                "cloudEvents_source",
                "/bench",
                "cloudEvents_type",
                type,
                "cloudEvents_subject",
                sku(number),
                "cloudEvents_time",
                "2026-01-01T00:00:00Z",
                "cloudEvents_sequence",
                String.valueOf(sequence(number))))
        .build();
  }

  private String body(int number) {
    return "{\"orderid\":\"%s-order-%d\",\"sku\":\"%s\",\"qty\":1,\"batchref\":\"%s-batch\",\"available\":%d}"
        .formatted(name, number, sku(number), sku(number), size - number);
  }

  private String sku(int number) {
    return name + "-sku-" + number % SKUS;
  }

  private static long sequence(int number) {
    return number / SKUS + 1;
  }

  private static long shard(String subject) {
    CRC32 hash = new CRC32();
    hash.update(subject.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() % SHARDS;
  }
}
