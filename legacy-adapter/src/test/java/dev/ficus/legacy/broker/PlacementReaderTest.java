package dev.ficus.legacy.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import dev.ficus.legacy.order.Placement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"3", "3.0", "0.3e1", "3000e-3"})
  void a_quantity_is_a_whole_number_however_it_is_written(String qty) {
    assertEquals(Optional.of(3), read(qty).map(Placement::quantity));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "\"3\"", "null", "true", "1e10", "1e99999999999", "[]"})
  void what_has_no_quantity_is_passed_over(String qty) {
    assertEquals(Optional.empty(), read(qty));
  }

  private static Optional<Placement> read(String qty) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .type("dev.ficus.line_allocated.v1")
            .headers(
                Map.of(
                    "cloudEvents_sequence", "7",
                    "cloudEvents_time", "2026-11-28T12:00:00Z"))
            .build();
    String body = "{\"orderid\":\"shop:1\",\"sku\":\"RUG\",\"qty\":%s}".formatted(qty);
    return new PlacementReader(new ObjectMapper())
        .read(properties, body.getBytes(StandardCharsets.UTF_8));
  }
}
