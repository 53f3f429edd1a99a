package dev.ficus.journeys;

import dev.ficus.journeys.ComparedWorld.StockReporting;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final int PRODUCTS_OF_ORDERS = 60;
  private static final int STOCK = 1_000;
  private static final int SKUS = 5;

  private final Random random = new Random(20261201);
  private final List<String> placed = new ArrayList<>();
  private ComparedWorld world;
  private ShadowedWave wave;
  private int number;

  @BeforeEach
  void start() throws Exception {
    Path folder = Files.createDirectories(Project.here().journeyLogs("named-shadow"));
    Path orders = RealOrders.first(PRODUCTS_OF_ORDERS).write(folder.resolve("orders.csv"));
    world =
        new ComparedWorld(
            "named-shadow",
            orders,
            STOCK,
            StockReporting.BATCHES_AND_PROMISES,
            Map.of(
                "FICUS_LEGACY_SHADOW_LOST_AFTER", "1s",
                "FICUS_LEGACY_LEAKS_SHOWS_WITHIN", "1s",
                "FICUS_LEGACY_BROKER_CONFIRM_TIMEOUT", "2s"));
    List<String> roomiest =
        world.monolithsStock().entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .limit(SKUS)
            .toList();
    wave = new ShadowedWave(world, roomiest, true);
  }

  @AfterEach
  void end() throws Exception {
    if (wave != null) {
      wave.close();
    }
    if (world != null) {
      world.close();
    }
  }

  @Test
  void of_each_named_batch_the_shadow_has_what_the_monolith_has_left() throws Exception {
    buy();
    wave.base();
    wave.assertShadows("based with lines from before");
    for (int round = 0; round < ROUNDS; round++) {
      buy();
      wave.assertShadows("after orders");
      world.monolithDoes("telephone?sku=%s&qty=2".formatted(wave.skus().get(round % 2)));
      world.monolithDoes(
          "batches?reference=more-%d&sku=%s&qty=50".formatted(round, wave.skus().get(0)));
      cancelSome();
      buy();
      wave.assertShadows("after a sale by telephone, goods that came in, and cancellations");
      MonolithDespatches.of(world.monolith(), ORDERS / 2);
      buy();
      wave.assertShadows("after goods left, for lines from before too");
      world.adapter().kill();
      world.monolithDoes("telephone?sku=%s&qty=1".formatted(wave.skus().get(1)));
      world.adapter().start().awaitReady();
      buy();
      wave.assertShadows("after the adapter was killed");
    }
    wave.base();
    buy();
    wave.assertShadows("based anew");
  }

  private void buy() {
    List<String> skus = wave.skus();
    for (int order = 0; order < ORDERS; order++) {
      String name = "N%05d".formatted(++number);
      wave.order(name, Map.of(skus.get(random.nextInt(skus.size())), 1 + random.nextInt(3)));
      placed.add(name);
    }
  }

  private void cancelSome() {
    for (int some = 0; some < 2; some++) {
      wave.cancel(placed.remove(placed.size() - 1 - random.nextInt(3)));
    }
  }
}
