package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.feed.pulled.PulledFeeds;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.xmlrpc.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Rules of today as they are configured. */
@ApplicationScoped
class ConfiguredRules implements CurrentRules {

  private final Shops shops;
  private final ServedFeeds served;
  private final PulledFeeds pulled;

  ConfiguredRules(Shops shops, ServedFeeds served, PulledFeeds pulled) {
    this.shops = shops;
    this.served = served;
    this.pulled = pulled;
  }

  @Override
  public Optional<ShopRules> shop(String name) {
    return shops.rules(name);
  }

  @Override
  public Optional<Dialect> dialect(String feed) {
    return served.dialect(feed);
  }

  @Override
  public Optional<OrderShape> answers(String feed) {
    return pulled
        .shape(feed)
        .or(
            () ->
                served
                    .named(feed)
                    .filter(ServedFeeds.ServedFeed::monolithPulls)
                    .flatMap(each -> each.dialect().orders()));
  }

  @Override
  public Limits limits() {
    return shops.limits();
  }
}
