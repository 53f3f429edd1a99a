package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.journeys.ChristmasDay.Entrance;
import dev.ficus.journeys.PackagedService.Form;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Christmas drill of {@code deploy/bench} in small, in a shop where much goes wrong, while each
 * service and the broker are killed. By day the broker is and the service that no other journey
 * kills then, and the shop is asked for its orders, as the demo has them sent; by night it is both
 * ways, and {@code -Dficus.christmas=10000} is a tenth of the drill.
 */
class ChristmasJourneyIT {
  private static final boolean NIGHTLY = Boolean.getBoolean("ficus.nightly");
  private static final int ORDERS = Integer.getInteger("ficus.christmas", 300);

  /** Of so many real orders the day's are made: by day of some 300 SKUs. */
  private static final int FEED = NIGHTLY ? Integer.MAX_VALUE : 40;

  private static final int AT_ONCE = 16;
  private static final int DESPATCHED = 50;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final List<String> MISCHIEF =
      List.of(
          "--mischief",
          "slow=40,http-500=25,cut=25,truncated=25,fault-1=200,charset=4,duplicates=3",
          "--slow-by",
          "300",
          "--calls-per-session",
          "20");

  @ParameterizedTest(name = "{0}")
  @MethodSource("entrances")
  void whatever_is_killed_and_whatever_the_shop_gets_wrong_the_days_orders_add_up(Entrance entrance)
      throws Exception {
    Project project = Project.here();
    Path logs = Files.createDirectories(project.journeyLogs("christmas").resolve(entrance.name()));
    Terminal silent = new Terminal(new PrintStream(OutputStream.nullOutputStream()), false);
    try (Ficus ficus = new Ficus(Form.asked(), logs, silent)) {
      Path feed = RealOrders.first(FEED).write(logs.resolve("orders.csv"));
      ChristmasShop shop = ChristmasShop.start(ficus.launcher(), feed, ORDERS, 1, SMALL, MISCHIEF);
      ficus.startServices(
          ChristmasDay.adapterSettings(
              shop, ficus.url(Service.AVAILABILITY), entrance, ASKED_EVERY));
      try (ChristmasDay day = new ChristmasDay(shop, site(ficus))) {
        day.purchase(LIMIT);
        day.begin(entrance, AT_ONCE);
        if (NIGHTLY) {
          day.awaitConfirmed(ORDERS / 5, LIMIT);
          ficus.kill(Service.LEGACY);
          day.awaitConfirmed(ORDERS * 2 / 5, LIMIT);
          ficus.kill(Service.ALLOCATION);
        }
        day.awaitConfirmed(ORDERS * 3 / 5, LIMIT);
        ficus.rabbit().kill();
        ficus.rabbit().start();
        day.awaitConfirmed(ORDERS * 4 / 5, LIMIT);
        ficus.kill(Service.AVAILABILITY);
        if (NIGHTLY) {
          ficus.kill(Service.LEGACY);
        }
        day.awaitVisible(LIMIT);
        day.awaitShopUpToDate(LIMIT);
        assertEquals(List.of(), day.proof().differences());
        if (entrance == Entrance.PULL) {
          day.despatch(DESPATCHED, LIMIT);
        }
      }
    }
  }

  private static List<Entrance> entrances() {
    return NIGHTLY ? List.of(Entrance.values()) : List.of(Entrance.PULL);
  }

  private static ChristmasDay.Site site(Ficus ficus) {
    return new ChristmasDay.Site(
        ficus.database(Service.ALLOCATION),
        ficus.database(Service.AVAILABILITY),
        ficus.database(Service.LEGACY),
        ficus.url(Service.ALLOCATION),
        ficus.url(Service.LEGACY));
  }
}
