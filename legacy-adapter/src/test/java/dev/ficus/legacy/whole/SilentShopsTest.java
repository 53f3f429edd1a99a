package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Shops that do not answer, or late, are nobody's trouble but their own. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class SilentShopsTest {

  private static final int PULLING_AND_PUSHING = 2;

  private SilentShopsResource.SilentShops calls;
  private LateShop late;
  private FakeAvailability availability;

  @Test
  void orders_come_in_while_more_shops_are_waited_for_than_the_pool_has_connections() {
    WholeAdapter.await();
    assertTrue(Waiting.until(() -> calls.each(PULLING_AND_PUSHING), LIMIT));
    for (int i = 0; i < 5; i++) {
      String number = "S-" + UUID.randomUUID();
      assertEquals(
          OldShop.taken(number),
          OldShop.create(OldShop.order(number, OldShop.item("7", "SKU", "4.0000"))));
    }
    WholeAdapter.await();
  }

  @Test
  void an_older_figure_that_lands_behind_a_newer_one_does_not_stay() {
    availability.set(LateShop.SKU, 5);
    assertTrue(Waiting.until(() -> late.figure() == 5, LIMIT));
    late.isSlowOver(9);
    availability.set(LateShop.SKU, 9);
    assertTrue(Waiting.until(late::isSlow, LIMIT));
    availability.set(LateShop.SKU, 3);
    assertTrue(Waiting.until(late::hasLanded, LIMIT));
    assertTrue(Waiting.until(() -> late.figure() == 3, LIMIT));
  }

  @Test
  void a_shop_that_does_not_say_what_it_has_still_gets_its_figures() {
    availability.set(LateShop.SKU, 7);
    assertTrue(Waiting.until(() -> late.figure() == 7, LIMIT));
    late.saysNothing(true);
    given().post("/pushing/late/compare").then().statusCode(202);
    assertTrue(Waiting.until(() -> comparisonFailedFor() != null, LIMIT));
    assertTrue(comparisonFailedFor().contains("503"), comparisonFailedFor());
    availability.set(LateShop.SKU, 6);
    assertTrue(Waiting.until(() -> late.figure() == 6, LIMIT));
    late.saysNothing(false);
    given().post("/pushing/late/compare").then().statusCode(202);
    assertTrue(Waiting.until(() -> comparisonFailedFor() == null, LIMIT));
  }

  private static String comparisonFailedFor() {
    JsonNode late = AdapterApi.named(AdapterApi.json("/pushing").get("shops"), "shop", "late");
    return late.path("comparisonFailedFor").textValue();
  }
}
