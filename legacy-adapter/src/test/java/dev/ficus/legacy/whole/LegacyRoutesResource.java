package dev.ficus.legacy.whole;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A migration at its beginning: everything is the monolith's. */
public final class LegacyRoutesResource implements QuarkusTestResourceLifecycleManager {

  /** By the shop's clock. */
  static final String IN_FRONT_SINCE = "2026-11-01T00:00:00";

  @Override
  public Map<String, String> start() {
    return Map.of(
        "ficus.legacy.routing.default-route",
        "legacy",
        "ficus.legacy.feeds.behind.in-front-since",
        IN_FRONT_SINCE,
        "ficus.legacy.feeds.sums.path",
        "/sums",
        "ficus.legacy.feeds.sums.shop",
        "shop",
        "ficus.legacy.feeds.sums.upstream",
        "${ficus.legacy.feeds.behind.upstream}",
        "ficus.legacy.feeds.sums.our-lines",
        "cancel",
        "ficus.legacy.feeds.sums.forward-charges",
        "true");
  }

  @Override
  public void stop() {}
}
