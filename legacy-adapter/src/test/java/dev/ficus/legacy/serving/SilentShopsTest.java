package dev.ficus.legacy.serving;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many shops that do not answer are nobody's trouble but their own. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class SilentShopsTest {

  private static final int PULLING_AND_PUSHING = 2;

  private SilentShopsResource.Calls calls;

  @Test
  void orders_come_in_while_more_shops_are_waited_for_than_the_pool_has_connections() {
    Readiness.await();
    assertTrue(Waiting.until(() -> calls.each(PULLING_AND_PUSHING), LIMIT));
    for (int i = 0; i < 5; i++) {
      String number = "S-" + UUID.randomUUID();
      assertEquals(
          OldShop.taken(number),
          OldShop.create(OldShop.order(number, OldShop.item("7", "SKU", "4.0000"))));
    }
    Readiness.await();
  }
}
