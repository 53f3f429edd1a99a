package dev.ficus.legacy.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dialect of which something is missing is refused by the keys of the settings. */
class DialectReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order | ficus.legacy.dialects.erp.order.* or line.* is missing: calls with means=order or means=cancellation need both",
        "stock | ficus.legacy.dialects.erp.calls.one.sku is missing: calls with means=stock need it",
        "order-status | ficus.legacy.dialects.erp.calls.one.status is missing: calls with means=order-status need it",
        "batch-quantity | ficus.legacy.dialects.erp.calls.one.batchref is missing: calls with means=batch-quantity need it",
      })
  void what_the_meaning_of_a_call_needs(String means, String words) {
    assertEquals(words, refusal(Map.of("calls.one.method", "execute", "calls.one.means", means)));
  }

  @Test
  void a_status_where_the_order_s_number_is() {
    assertEquals(
        "ficus.legacy.dialects.erp.calls.one.status must be another path than calls.one.at, where"
            + " the order's number is",
        refusal(
            Map.of(
                "calls.one.method",
                "execute",
                "calls.one.means",
                "order-status",
                "calls.one.at",
                "1",
                "calls.one.status",
                "1")));
  }

  @Test
  void a_call_that_tells_what_it_cannot() {
    assertEquals(
        "ficus.legacy.dialects.erp.calls.one.tells is of use with means=order-part, order-whole"
            + " and order-status only",
        refusal(
            Map.of(
                "calls.one.method",
                "execute",
                "calls.one.means",
                "nothing",
                "calls.one.tells",
                "waits")));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0"})
  void two_calls_that_can_be_the_same_message(String one, String other) {
    String words =
        refusal(
            Map.of(
                "calls.one.method",
                "execute",
                "calls.one.means",
                "nothing",
                "calls.one.where." + one,
                "sale.order",
                "calls.other.method",
                "execute",
                "calls.other.means",
                "session",
                "calls.other.where." + other,
                "create"));
    assertEquals(
        "ficus.legacy.dialects.erp.calls.one and calls.other can be the same message, execute: give"
            + " one of them more values in where, or the other a value of its own at the same path",
        words.replace("calls.other and calls.one", "calls.one and calls.other"));
  }

  @Test
  void a_call_that_is_meant_where_there_can_be_nothing() {
    assertEquals(
        "ficus.legacy.dialects.erp.calls.one.where.\"0..model\" must have a path such as 0.model in"
            + " quotes",
        refusal(
            Map.of(
                "calls.one.method",
                "execute",
                "calls.one.means",
                "nothing",
                "calls.one.where.\"0..model\"",
                "sale.order")));
  }

  private static String refusal(Map<String, String> dialect) {
    Map<String, String> properties = new HashMap<>();
    dialect.forEach((key, value) -> properties.put("ficus.legacy.dialects.erp." + key, value));
    DialectSettings settings =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(properties, "test", 200))
            .withMapping(DialectSettings.class)
            .build()
            .getConfigMapping(DialectSettings.class);
    return assertThrows(
            ConfigurationException.class,
            () -> DialectReader.dialect("erp", settings.dialects().get("erp")))
        .getMessage();
  }
}
