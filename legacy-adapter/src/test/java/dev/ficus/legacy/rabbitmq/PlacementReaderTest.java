package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import dev.ficus.legacy.order.Numbering;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.placement.Placement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

  @Test
  void what_is_of_a_later_generation_is_later_whatever_its_sequence() {
    long before = read("3").orElseThrow().sequence();
    long after = read("3", "1795000000").orElseThrow().sequence();
    assertEquals(7, before);
    assertEquals(Numbering.of(1_795_000_000L, 7).orElseThrow(), after);
    assertTrue(after > Integer.MAX_VALUE);
    assertEquals(Optional.empty(), read("3", "first"));
  }

  @Test
  void an_order_may_be_another_teams() {
    String body = "{\"orderid\":\"web-1\",\"sku\":\"RUG\",\"qty\":3,\"batchref\":\"shop:RUG\"}";
    Placement placement =
        new PlacementReader(new ObjectMapper())
            .read(properties("1"), body.getBytes(StandardCharsets.UTF_8))
            .orElseThrow();
    assertEquals("web-1", placement.orderid());
    assertEquals(Optional.empty(), placement.order());
    assertEquals(Optional.of(new OrderNumber("shop", "1")), read("3").flatMap(Placement::order));
  }

  @ParameterizedTest
  @ValueSource(strings = {"product_opened", "product_closed"})
  void what_is_about_a_product_as_a_whole_is_passed_over(String event) {
    AMQP.BasicProperties properties =
        properties("1").builder().type("dev.ficus." + event + ".v1").build();
    byte[] body = "{\"sku\":\"RUG\",\"revision\":2}".getBytes(StandardCharsets.UTF_8);
    assertEquals(Optional.empty(), new PlacementReader(new ObjectMapper()).read(properties, body));
  }

  private static Optional<Placement> read(String qty) {
    return read(qty, "1");
  }

  private static Optional<Placement> read(String qty, String generation) {
    String body = "{\"orderid\":\"shop:1\",\"sku\":\"RUG\",\"qty\":%s}".formatted(qty);
    return new PlacementReader(new ObjectMapper())
        .read(properties(generation), body.getBytes(StandardCharsets.UTF_8));
  }

  private static AMQP.BasicProperties properties(String generation) {
    return new AMQP.BasicProperties.Builder()
        .type("dev.ficus.line_allocated.v1")
        .headers(
            Map.of(
                "cloudEvents_sequence", "7",
                "cloudEvents_generation", generation,
                "cloudEvents_time", "2026-11-28T12:00:00Z"))
        .build();
  }
}
