package dev.ficus.journeys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;

/**
 * What a shadow beside the monolith decides, and that nobody notices it. Both journeys have one
 * world, since starting one is most of what they cost, and SKUs and orders of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class ShadowJourneyIT {
  private static final int ORDERS = Boolean.getBoolean("ficus.nightly") ? Integer.MAX_VALUE : 60;
  private static final int STOCK = 30;
  private static final String AGAIN = "-2";
  private static final int COMPARED = 9;
  private static final int FAULTS = 5;

  private Path orders;
  private List<String> others;
  private ComparedWorld world;

  @BeforeAll
  void start() throws Exception {
    Path folder = Files.createDirectories(Project.here().journeyLogs("shadow"));
    RealOrders real = RealOrders.first(ORDERS);
    orders = real.write(folder.resolve("orders.csv"));
    ShopRules rules = ShopRules.read(Project.here().adapterConfiguration());
    Path all = real.and(real.once(AGAIN, rules.notStock())).write(folder.resolve("all.csv"));
    world = new ComparedWorld("shadow", all, STOCK);
    others =
        world.monolithsStock().entrySet().stream()
            .filter(each -> each.getKey().endsWith(AGAIN) && each.getValue() >= STOCK / 2)
            .map(Map.Entry::getKey)
            .limit(COMPARED + FAULTS)
            .toList();
  }

  @AfterAll
  void end() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @Nested
  @Order(1)
  class Compared extends ParityJourney {

    @Override
    ComparedWorld world() {
      return world;
    }

    @Override
    Path orders() {
      return orders;
    }

    @Override
    List<String> others() {
      return others.subList(0, COMPARED);
    }
  }

  /** Last: it takes from the adapter's patience with the shadow, which the other one needs. */
  @Nested
  @Order(2)
  class Faults extends ShadowFaultsJourney {

    @Override
    ComparedWorld world() {
      return world;
    }

    @Override
    List<String> skus() {
      return others.subList(COMPARED, COMPARED + FAULTS);
    }
  }
}
