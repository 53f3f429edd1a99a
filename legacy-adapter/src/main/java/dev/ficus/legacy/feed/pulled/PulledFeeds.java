package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.captured.Captures;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.MagentoOrders;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.TimeLimits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The registry of pulled feeds: the configured shops that are asked for their orders. */
@ApplicationScoped
public class PulledFeeds {

  private static final Logger LOG = Logger.getLogger(PulledFeeds.class);

  private final Map<String, PulledFeed> feeds = new TreeMap<>();
  private final Map<String, OrderShape> shapes = new HashMap<>();
  private final List<ExecutorService> calls = new ArrayList<>();

  PulledFeeds(
      PullSettings settings,
      Shops shops,
      Captures captures,
      OrderIntake intake,
      Ledger ledger,
      PullBook book,
      MeterRegistry meters) {
    settings
        .feeds()
        .forEach(
            (name, shop) -> {
              String keys = "ficus.legacy.pulling.feeds." + name;
              OrderShape shape = orders(shops.dialect(shop.dialect(), keys + ".dialect"), keys);
              shapes.put(name, shape);
              ShopRules rules = shops.rules(shop.shop(), keys + ".shop");
              if (rules.stockCountedAt().isEmpty()) {
                LOG.warnf(
                    "ficus.legacy.shops.%s.stock-counted-at is not set: what is shipped when it is"
                        + " first seen is taken from no stock",
                    shop.shop());
              }
              ExecutorService threads = threads(name, shop.callsAtOnce());
              calls.add(threads);
              MagentoOrders magento =
                  new MagentoOrders(
                      new Magento(
                          new Magento.Account(
                              Address.of(
                                  shop.url(),
                                  shop.basicUser(),
                                  shop.basicPassword(),
                                  keys + ".url"),
                              shop.user(),
                              shop.key(),
                              new TimeLimits(shop.timeout(), shop.exchangeTimeout())),
                          shops.answers()));
              Stamps stamps =
                  new Stamps(
                      shop.clockAhead(),
                      Clock.systemUTC(),
                      meters.counter("ficus.legacy.pulling.stamps.ahead", "feed", name)::increment);
              PulledOrders orders =
                  new PulledOrders(
                      name,
                      shop.shop(),
                      rules,
                      shape,
                      shop.inFrontSince(),
                      stamps,
                      captures,
                      intake);
              Patience patience = new Patience(shop.firstPause());
              Fetching fetching =
                  new Fetching(name, magento, orders, patience, shop.ordersPerCall(), threads);
              Counter narrowed = meters.counter("ficus.legacy.pulling.narrowed", "feed", name);
              Windows windows =
                  new Windows(
                      name,
                      magento,
                      shop.start(),
                      shop.window(),
                      patience,
                      () -> {
                        narrowed.increment();
                        patience.rest(2);
                      });
              Pull pull =
                  new Pull(
                      name,
                      shop.shop(),
                      shop.overlap(),
                      windows,
                      stamps,
                      fetching,
                      ledger,
                      book,
                      Clock.systemUTC());
              feeds.put(
                  name,
                  new PulledFeed(name, shop, pull, fetching, orders, book, Clock.systemUTC()));
            });
  }

  private static OrderShape orders(Dialect dialect, String keys) {
    return dialect
        .orders()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    keys + ".dialect must be a dialect with order.* and line.* settings"));
  }

  private static ExecutorService threads(String name, int count) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread = new Thread(work, "pull-%s-%d".formatted(name, number.incrementAndGet()));
          thread.setDaemon(true);
          return thread;
        });
  }

  void start(@Observes StartupEvent event) {
    feeds.values().forEach(PulledFeed::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    for (PulledFeed feed : feeds.values()) {
      feed.stop();
    }
    calls.forEach(ExecutorService::shutdownNow);
  }

  /** How the orders of this feed are written. */
  public Optional<OrderShape> shape(String name) {
    return Optional.ofNullable(shapes.get(name));
  }

  /** All of them, by name. */
  public Collection<PulledFeed> all() {
    return feeds.values();
  }

  /** The feed of this name. */
  public Optional<PulledFeed> named(String name) {
    return Optional.ofNullable(feeds.get(name));
  }
}
