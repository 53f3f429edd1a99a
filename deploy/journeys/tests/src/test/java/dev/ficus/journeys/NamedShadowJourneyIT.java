package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A shadow beside a monolith that names its batches, and decides as we do: whatever is ordered,
 * cancelled, sold by telephone, despatched and received, the shadow has of each batch what the
 * monolith has left, though the adapter is killed in between.
 */
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
class NamedShadowJourneyIT {
  private static final int ROUNDS = 5;
  private static final int ORDERS = 12;

  private final Random random = new Random(20261201);
  private final List<String> placed = new ArrayList<>();
  private ShadowedWorld world;
  private int number;

  @BeforeEach
  void start() throws Exception {
    world = new ShadowedWorld("named-shadow", Map.of(), true);
  }

  @AfterEach
  void end() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void of_each_named_batch_the_shadow_has_what_the_monolith_has_left() throws Exception {
    buy();
    world.base();
    world.assertShadows("based with lines from before");
    for (int round = 0; round < ROUNDS; round++) {
      buy();
      world.assertShadows("after orders");
      world.monolithDoes("telephone?sku=%s&qty=2".formatted(world.skus().get(round % 2)));
      world.monolithDoes(
          "batches?reference=more-%d&sku=%s&qty=50".formatted(round, world.skus().get(0)));
      cancelSome();
      buy();
      world.assertShadows("after a sale by telephone, goods that came in, and cancellations");
      world.theMonolithDespatches(ORDERS / 2);
      buy();
      world.assertShadows("after goods left, for lines from before too");
      world.adapter().kill();
      world.monolithDoes("telephone?sku=%s&qty=1".formatted(world.skus().get(1)));
      world.adapter().start().awaitReady();
      buy();
      world.assertShadows("after the adapter was killed");
    }
    world.base();
    buy();
    world.assertShadows("based anew");
  }

  private void buy() {
    List<String> skus = world.skus();
    for (int order = 0; order < ORDERS; order++) {
      String name = "N%05d".formatted(++number);
      world.order(name, Map.of(skus.get(random.nextInt(skus.size())), 1 + random.nextInt(3)));
      placed.add(name);
    }
  }

  private void cancelSome() {
    for (int some = 0; some < 2; some++) {
      world.cancel(placed.remove(placed.size() - 1 - random.nextInt(3)));
    }
  }
}
