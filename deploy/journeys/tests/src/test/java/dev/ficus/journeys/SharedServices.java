package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The three services as the journeys of {@link SharedServicesJourneyIT} have them: started once,
 * and ended with the process. Each journey has SKUs and orders of its own.
 */
final class SharedServices {
  private static final ShopPage SHOP = new ShopPage(ShopPage.ANY);
  private static AllServices services;

  private SharedServices() {}

  /** The page of a shop that may ask availability-service. */
  static ShopPage shop() {
    return SHOP;
  }

  /** The services, which run when this returns. */
  static synchronized AllServices running() throws IOException {
    if (services == null) {
      Path logs = Files.createDirectories(Project.here().journeyLogs("shared"));
      services =
          new AllServices(
              logs,
              Map.of(
                  "AVAILABILITY_CORS_ORIGINS",
                  SHOP.origin().toString(),
                  "QUARKUS_LOG_CATEGORY__DEV_FICUS_AVAILABILITY_APPLIED__LEVEL",
                  "DEBUG"));
    }
    return services;
  }
}
