package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A shadow beside a monolith: it decides about what the monolith is asked, and nobody notices it,
 * be it killed, cut off, slow, emptied or flooded, nor when the adapter is killed that feeds it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ShadowFaultsJourney {
  private static final boolean BY_NIGHT = Boolean.getBoolean("ficus.nightly");
  private static final int ROUNDS = BY_NIGHT ? 40 : 1;
  private static final int ORDERS = 12;
  private static final int PIECES = 3;

  /** More than is bought by night: where goods run out, lines wait that the comparison counts. */
  private static final int STOCK = 10_000;

  /**
   * Of an adapter that soon gives up what the shadow does not take, and soon believes that a figure
   * shows what lines took.
   */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "FICUS_LEGACY_SHADOW_MOST_WAITING", "100",
          "FICUS_LEGACY_SHADOW_LOST_AFTER", "1s",
          "FICUS_LEGACY_LEAKS_SHOWS_WITHIN", "1s",
          "FICUS_LEGACY_BROKER_CONFIRM_TIMEOUT", "2s");

  private final Random random = new Random(20261130);
  private final List<String> placed = new ArrayList<>();
  private ComparedWorld world;
  private ShadowedWave wave;
  private int number;

  /** The one it takes place in. */
  abstract ComparedWorld world();

  /** SKUs that the monolith has, and nobody else buys. */
  abstract List<String> skus();

  @BeforeAll
  void begin() throws Exception {
    world = world();
    world.monolithDoes("policy?preference=roomiest");
    for (String sku : skus()) {
      world.monolithDoes("stock/%s/count?qty=%d".formatted(sku, STOCK));
    }
    wave = new ShadowedWave(world, skus(), false);
    buy();
    wave.base();
  }

  @AfterAll
  void end() {
    if (wave != null) {
      wave.close();
    }
  }

  /** Also where a test before has failed while nothing was let through. */
  @BeforeEach
  void let_everything_through_to_the_shadow() {
    world.wayToTheShadow().holdBack(false);
    world.wayToTheShadow().away(false);
  }

  /** First, for the adapter is impatient from its next start on. */
  @Test
  @Order(1)
  void an_adapter_that_is_killed_while_it_feeds_leaves_nothing_out_and_says_nothing_twice()
      throws Exception {
    world.adapter().with(IMPATIENT);
    for (int round = 0; round < ROUNDS; round++) {
      world.wayToTheShadow().away(round % 2 == 0);
      buy();
      world.adapter().kill();
      world.wayToTheShadow().away(false);
      world.adapter().start().awaitReady();
      cancelSome();
      buy();
    }
    wave.assertShadows("after the adapter was killed");
  }

  @Test
  @Order(2)
  void what_the_monolith_is_asked_the_shadow_decides_too() throws Exception {
    buy();
    wave.assertShadows("after orders");
    world.monolithDoes("batches?reference=more&sku=%s&qty=50".formatted(wave.skus().get(0)));
    cancelSome();
    buy();
    wave.assertShadows("after goods came in, and cancellations");
  }

  @Test
  @Order(3)
  void while_it_is_dead_or_cut_off_orders_go_on_and_it_catches_up() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      // By day it is dead once, and then misses what it was sent.
      if (BY_NIGHT) {
        world.shadow().kill();
        buyAtOnce();
        world.awaitFed();
        assertTrue(world.state().path("undecided").asInt() > 0, "it has decided nothing");
        world.shadow().start().awaitReady();
        wave.assertShadows("after it was dead");
      }
      world.wayToTheShadow().away(true);
      buyAtOnce();
      assertTrue(world.state().path("waiting").asInt() > 0, "it was fed nothing");
      world.wayToTheShadow().away(false);
      wave.assertShadows("after it was cut off");
    }
  }

  /**
   * While nothing is let through, the broker has confirmed nothing of what the adapter has sent
   * before: whoever waited for that would not be answered.
   */
  @Test
  @Order(4)
  void however_slow_it_is_orders_are_answered_and_it_catches_up() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      world.wayToTheShadow().holdBack(true);
      buyAtOnce();
      world.await(() -> world.wayToTheShadow().heldBack() > 0, "something is on its way to it");
      int waiting = world.state().path("waiting").asInt();
      for (int piece = 0; piece < PIECES; piece++) {
        buyAtOnce();
        world.wayToTheShadow().letOneThrough();
      }
      assertTrue(
          world.state().path("waiting").asInt() > waiting, "it falls behind: " + world.state());
      world.wayToTheShadow().holdBack(false);
      wave.assertShadows("after it was slow");
    }
  }

  @Test
  @Order(5)
  void what_it_was_sent_and_never_took_is_lost_and_to_base_it_anew_mends_that() throws Exception {
    world.shadow().kill();
    buyAtOnce();
    world.awaitFed();
    assertTrue(world.state().path("undecided").asInt() > 0, "it has decided nothing");
    world.purgeShadow();
    world.shadow().start().awaitReady();
    buyOfEach();
    world.await(
        () -> world.state().path("skus").path("lost").asInt() == wave.size(),
        "it has missed an order of each");
    assertTrue(
        world.state().path("lost").path(0).path("why").asText().contains("fed before"),
        world.state()::toString);
    buyAtOnce();
    wave.base();
    buy();
    wave.assertShadows("based anew");
  }

  @Test
  @Order(6)
  void what_becomes_too_much_is_given_up_and_orders_go_on() throws Exception {
    world.wayToTheShadow().away(true);
    world.await(
        () -> {
          buy();
          return world.state().path("skus").path("based").asInt() == 0;
        },
        "all are lost");
    assertEquals(0, world.state().path("waiting").asInt());
    buyAtOnce();
    world.wayToTheShadow().away(false);
    // Before, so much may come together until it is connected that all are lost once more.
    world.await(() -> world.state().path("connected").asBoolean(), "the shadow is reached again");
    wave.base();
    cancelSome();
    buy();
    wave.assertShadows("based anew after too much");
  }

  /** Orders of one or two SKUs, not all of them in the shadow. */
  private void buy() {
    List<String> skus = wave.skus();
    for (int order = 0; order < ORDERS; order++) {
      String one = skus.get(random.nextInt(skus.size()));
      String other = skus.get(random.nextInt(skus.size()));
      String name = next();
      wave.order(
          name, one.equals(other) ? Map.of(one, units()) : Map.of(one, units(), other, units()));
      placed.add(name);
    }
  }

  private void buyOfEach() {
    for (String sku : wave.skus()) {
      String name = next();
      wave.order(name, Map.of(sku, units()));
      placed.add(name);
    }
  }

  private void buyAtOnce() throws Exception {
    for (String sku : wave.skus()) {
      String name = next();
      wave.orderAtOnce(name, sku, units());
      placed.add(name);
    }
  }

  private void cancelSome() {
    for (int order = 0; order < 3; order++) {
      wave.cancel(placed.remove(random.nextInt(placed.size())));
    }
  }

  private String next() {
    number++;
    return "S" + number;
  }

  private int units() {
    return 1 + random.nextInt(4);
  }
}
