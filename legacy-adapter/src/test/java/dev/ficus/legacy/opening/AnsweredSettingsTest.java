package dev.ficus.legacy.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.opening.AnsweredSettings.AnsweredSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of which sources it can be known from answers what they have promised. */
class AnsweredSettingsTest {

  private static final String KEYS = "ficus.legacy.answered-promises.erp";

  @Test
  void one_that_promises_to_orders_from_before_us_may_have_done_so() {
    AnsweredSource erp = settings(Map.of("every", "5s")).get("erp");
    assertEquals(Duration.ofSeconds(5), erp.every());
    assertTrue(erp.quantityFallsAtDespatch());
    assertFalse(erp.olderOrdersAreDone());
    assertEquals(
        Set.of("erp"), PromiseLists.checked(Map.of("erp", erp), Set.of(), Set.of()).keySet());
  }

  @Test
  void one_that_has_a_list_is_refused() {
    assertEquals(
        KEYS
            + " and ficus.legacy.promises.erp exclude each other: what is promised is known from"
            + " answers or from a list",
        refusal(Map.of("every", "5s"), Set.of("erp"), Set.of()));
  }

  @Test
  void one_whose_quantities_do_not_fall_is_refused() {
    String refusal = refusal(Map.of("quantity-falls-at-despatch", "false"), Set.of(), Set.of());
    assertTrue(refusal.startsWith(KEYS + ".quantity-falls-at-despatch cannot be false"), refusal);
  }

  @Test
  void one_that_books_our_despatches_is_refused() {
    String refusal = refusal(Map.of("every", "5s"), Set.of(), Set.of("erp"));
    assertTrue(
        refusal.startsWith(
            KEYS + " and ficus.legacy.sources.erp.books-our-despatches exclude each other"),
        refusal);
  }

  private static String refusal(
      Map<String, String> values, Set<String> listed, Set<String> booking) {
    return assertThrows(
            ConfigurationException.class,
            () -> PromiseLists.checked(settings(values), listed, booking))
        .getMessage();
  }

  private static Map<String, AnsweredSource> settings(Map<String, String> values) {
    Map<String, String> properties = new HashMap<>();
    values.forEach((key, value) -> properties.put(KEYS + "." + key, value));
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(properties, "test", 200))
        .withMapping(AnsweredSettings.class)
        .withValidateUnknown(false)
        .build()
        .getConfigMapping(AnsweredSettings.class)
        .answeredPromises();
  }
}
