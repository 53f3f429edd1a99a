package dev.ficus.legacy.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.feed.PushedShops;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.MagentoComments;
import dev.ficus.legacy.magento.MagentoStock;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.ShopStock;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.placement.Placements;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The pushes to all configured shops, each with its threads. */
@ApplicationScoped
public class Pushes implements PushedShops {

  private final Map<String, StockPush> pushes = new TreeMap<>();
  private final Set<String> commented = new HashSet<>();
  private final List<ExecutorService> calls = new ArrayList<>();

  Pushes(
      PushSettings settings,
      Shops shops,
      Placements placements,
      StockBook book,
      OrderBook orders,
      ObjectMapper json) {
    Availability availability = new AvailabilityService(settings.availability(), json);
    settings
        .shops()
        .forEach(
            (name, shop) -> {
              shops.rules(name, "ficus.legacy.pushing.shops." + name);
              ExecutorService threads =
                  Executors.newFixedThreadPool(
                      shop.callsAtOnce(),
                      work -> {
                        Thread thread = new Thread(work, "push-" + name + "-call");
                        thread.setDaemon(true);
                        return thread;
                      });
              calls.add(threads);
              Magento magento =
                  new Magento(
                      new Magento.Account(
                          Address.of(
                              shop.url(),
                              shop.basicUser(),
                              shop.basicPassword(),
                              "ficus.legacy.pushing.shops." + name + ".url"),
                          shop.user(),
                          shop.key(),
                          new TimeLimits(shop.timeout(), shop.exchangeTimeout())),
                      shops.answers());
              OrderStatePush states =
                  new OrderStatePush(
                      name,
                      shop,
                      new MagentoComments(magento),
                      orders,
                      shops.statusWords(name),
                      () -> book.of(name).paused(),
                      Clock.systemUTC());
              if (shop.comments()) {
                commented.add(name);
              }
              pushes.put(
                  name,
                  stockPush(
                      name,
                      shop,
                      availability,
                      new MagentoStock(magento),
                      placements,
                      book,
                      states,
                      threads,
                      Clock.systemUTC()));
            });
  }

  private static StockPush stockPush(
      String name,
      PushSettings.Shop shop,
      Availability availability,
      ShopStock stock,
      Placements placements,
      StockBook book,
      OrderStatePush states,
      Executor threads,
      Clock clock) {
    Patience patience = new Patience(shop.firstPause());
    FigureComparison comparison =
        new FigureComparison(
            name, shop.compareEvery(), shop.exchangeTimeout(), stock, book, patience, clock);
    StockUpdates updates =
        new StockUpdates(
            name, stock, book, new ParallelCalls(threads), shop.updatesPerCall(), patience, clock);
    StockRound round =
        new StockRound(
            name,
            availability,
            placements,
            book,
            new StockOffer(shop.margin()),
            comparison,
            updates,
            shop.refusedAgain(),
            clock);
    return new StockPush(name, shop.window(), book, round, comparison, updates, states, clock);
  }

  void start(@Observes StartupEvent event) {
    pushes.values().forEach(StockPush::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    for (StockPush push : pushes.values()) {
      push.stop();
    }
    // What was under way is broken off with its round; what was not begun is passed over.
    calls.forEach(ExecutorService::shutdown);
  }

  /** All of them, by name. */
  public Collection<StockPush> all() {
    return pushes.values();
  }

  @Override
  public boolean include(String shop) {
    return pushes.containsKey(shop);
  }

  @Override
  public boolean areCommented(String shop) {
    return commented.contains(shop);
  }

  /** The one of this shop. */
  public Optional<StockPush> named(String shop) {
    return Optional.ofNullable(pushes.get(shop));
  }
}
