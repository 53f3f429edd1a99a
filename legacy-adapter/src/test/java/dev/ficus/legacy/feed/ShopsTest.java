package dev.ficus.legacy.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.StatusWords;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry of shops, made of their settings. */
class ShopsTest {

  @Test
  void a_shop_has_the_words_of_a_magento_for_statuses_of_its_orders_unless_others_are_set() {
    StatusWords words = shops(Map.of()).statusWords("eu");
    assertTrue(words.isFinal("complete") && words.isFinal("canceled"));
    assertEquals("processing", words.open());
    StatusWords others =
        shops(Map.of("final-statuses", "fertig,weg", "open-status", "offen")).statusWords("eu");
    assertTrue(others.isFinal("Fertig"));
    assertFalse(others.isFinal("complete"));
    assertEquals("offen", others.open());
  }

  @ParameterizedTest
  @CsvSource({"complete", "Closed"})
  void an_open_status_that_is_final_is_refused_with_what_would_be_right(String status) {
    assertEquals(
        "ficus.legacy.shops.eu.open-status must be none of ficus.legacy.shops.eu.final-statuses"
            + " (complete, canceled) and of ficus.legacy.shops.eu.cancelled-statuses (canceled,"
            + " cancelled, closed), but is "
            + status,
        assertThrows(
                ConfigurationException.class,
                () -> shops(Map.of("final-statuses", "complete,canceled", "open-status", status)))
            .getMessage());
  }

  private static Shops shops(Map<String, String> shop) {
    Map<String, String> properties = new HashMap<>();
    properties.put("ficus.legacy.shops.eu.line-ids", "item-id");
    shop.forEach((key, value) -> properties.put("ficus.legacy.shops.eu." + key, value));
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(properties, "test", 200))
            .withMapping(ShopSettings.class)
            .withMapping(DialectSettings.class)
            .withMapping(XmlSettings.class)
            .withValidateUnknown(false)
            .build();
    return new Shops(
        config.getConfigMapping(ShopSettings.class),
        config.getConfigMapping(DialectSettings.class),
        config.getConfigMapping(XmlSettings.class));
  }
}
