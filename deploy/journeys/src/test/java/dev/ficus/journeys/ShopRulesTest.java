package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopRulesTest {
  @TempDir Path folder;

  @Test
  void the_rules_are_those_of_the_first_feeds_shop() throws IOException {
    ShopRules rules =
        read(
            """
            ficus.legacy.feeds.entrance.path=/rpc
            ficus.legacy.feeds.entrance.shop=london
            ficus.legacy.shops.london.returns=^R.*
            ficus.legacy.shops.london.not-stock=POSTAGE,BANK FEES
            ficus.legacy.shops.paris.not-stock=PORT
            """);
    assertEquals("london", rules.shop());
    assertEquals("/rpc", rules.path());
    assertEquals(Set.of("POSTAGE", "BANK FEES"), rules.notStock());
    assertEquals("^R.*", rules.returns().orElseThrow().pattern());
  }

  @Test
  void a_configuration_without_a_feed_is_refused() {
    assertThrows(DemoException.class, () -> read("quarkus.http.port=8083\n"));
  }

  @Test
  void the_shipped_configuration_says_all_that_is_needed() {
    ShopRules rules = ShopRules.read(Project.here().adapterConfiguration());
    assertFalse(rules.shop().isEmpty() || rules.path().isEmpty() || rules.notStock().isEmpty());
  }

  private ShopRules read(String text) throws IOException {
    return ShopRules.read(Files.writeString(folder.resolve("application.properties"), text));
  }
}
