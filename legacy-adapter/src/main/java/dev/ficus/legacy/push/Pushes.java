package dev.ficus.legacy.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.ShopOrders;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The configured shops that are told what is in stock. */
@ApplicationScoped
public class Pushes {

  private final Map<String, StockPush> pushes = new TreeMap<>();
  private final List<ExecutorService> calls = new ArrayList<>();

  Pushes(
      PushSettings settings,
      Shops shops,
      Placements placements,
      StockBook book,
      OrderBook orders,
      ObjectMapper json) {
    Availability availability = new Availability(settings.availability(), json);
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
              pushes.put(
                  name,
                  new StockPush(
                      name,
                      shop,
                      availability,
                      new ShopStock(magento),
                      placements,
                      book,
                      new OrderStatePush(
                          name,
                          shop,
                          new ShopOrders(magento),
                          orders,
                          () -> book.of(name).paused(),
                          Clock.systemUTC()),
                      threads,
                      Clock.systemUTC()));
            });
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

  /** The one of this shop. */
  public Optional<StockPush> named(String shop) {
    return Optional.ofNullable(pushes.get(shop));
  }
}
