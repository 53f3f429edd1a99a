package dev.ficus.legacy.serving;

import dev.ficus.legacy.translating.ShopRules;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The configured feeds by path; a configuration that cannot be meant does not start. */
@Startup
@Singleton
class Feeds {

  private static final Pattern SHOP_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Map<String, Feed> byPath = new HashMap<>();

  /** A feed, ready to take calls. */
  record Feed(String name, String shop, ShopRules rules) {}

  Feeds(LegacySettings settings) {
    settings.feeds().forEach((name, feed) -> add(name, feed, settings.shops()));
  }

  /** The feed at this path; the slash at its start may be missing. */
  Optional<Feed> at(String path) {
    return Optional.ofNullable(byPath.get(path.startsWith("/") ? path : "/" + path));
  }

  private void add(String name, LegacySettings.Feed feed, Map<String, LegacySettings.Shop> shops) {
    LegacySettings.Shop shop = shops.get(feed.shop());
    require(shop != null, "ficus.legacy.feeds.%s.shop is no key of ficus.legacy.shops", name);
    require(
        SHOP_NAME.matcher(feed.shop()).matches(),
        "ficus.legacy.shops.%s: a shop's name is 1 to 64 letters, digits, dots, dashes",
        feed.shop());
    require(feed.path().startsWith("/"), "ficus.legacy.feeds.%s.path must start with /", name);
    Feed before = byPath.put(feed.path(), new Feed(name, feed.shop(), rules(shop)));
    require(before == null, "ficus.legacy.feeds.%s.path is another feed's path", name);
  }

  private static ShopRules rules(LegacySettings.Shop shop) {
    return new ShopRules(
        shop.lineIds(),
        shop.returns(),
        Set.copyOf(shop.notStock().orElse(List.of())),
        Set.copyOf(shop.cancelledStatuses()));
  }

  private static void require(boolean holds, String message, String name) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(name));
    }
  }
}
