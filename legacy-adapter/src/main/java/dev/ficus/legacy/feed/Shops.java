package dev.ficus.legacy.feed;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.stock.StockSources;
import dev.ficus.legacy.xmlrpc.Limits;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The registry of configured shops and dialects; with one that is wrong, nothing starts. */
@Startup
@Singleton
public class Shops implements StockSources {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Duration LONGEST_ANSWER = Duration.ofHours(1);

  /** Of a source that has no settings, as of one that leaves this out. */
  private static final Duration DECIDES_WITHIN = Duration.ofSeconds(10);

  private final Map<String, ShopRules> rules = new HashMap<>();
  private final Map<String, StatusWords> statusWords = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Set<String> booking;
  private final Map<String, Duration> deciding = new HashMap<>();
  private final Map<String, Dialect> dialects = new HashMap<>();
  private final Limits limits;
  private final int mostCalls;

  Shops(ShopSettings settings, DialectSettings dialects, XmlSettings xml) {
    settings
        .shops()
        .forEach(
            (name, shop) -> {
              if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                    "ficus.legacy.shops.%s: a shop's name is 1 to 64 letters, digits, dots, dashes"
                        .formatted(name));
              }
              rules.put(name, rules(shop));
              statusWords.put(name, statusWords(name, shop));
              sources.put(name, shop.source().orElse(name));
            });
    booking =
        settings.sources().entrySet().stream()
            .filter(source -> source.getValue().booksOurDespatches())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    settings.sources().forEach((name, source) -> deciding.put(name, source.decidesWithin()));
    dialects
        .dialects()
        .forEach((name, dialect) -> this.dialects.put(name, DialectReader.dialect(name, dialect)));
    limits =
        new Limits(xml.maxBytes(), xml.maxDepth(), xml.maxValues(), xml.maxText(), xml.maxTime());
    mostCalls = xml.maxCalls();
  }

  /**
   * How this shop's orders are read.
   *
   * @param key the setting that names the shop
   * @throws IllegalArgumentException if there is no such shop
   */
  public ShopRules rules(String shop, String key) {
    return known(rules, shop, key + " is no key of ficus.legacy.shops");
  }

  /** How this shop's orders are read; empty when there is no such shop. */
  public Optional<ShopRules> rules(String shop) {
    return Optional.ofNullable(rules.get(shop));
  }

  /**
   * The words for the statuses of this shop's orders.
   *
   * @throws IllegalArgumentException if there is no such shop
   */
  public StatusWords statusWords(String shop) {
    return known(statusWords, shop, shop + " is no key of ficus.legacy.shops");
  }

  /** The names of all shops. */
  public Set<String> names() {
    return Set.copyOf(rules.keySet());
  }

  /** The source of its stock; of a shop that is not configured any more its name. */
  @Override
  public String sourceOf(String shop) {
    return sources.getOrDefault(shop, shop);
  }

  @Override
  public Duration decidesWithin(String source) {
    return deciding.getOrDefault(source, DECIDES_WITHIN);
  }

  @Override
  public Set<String> bookingOurDespatches() {
    return booking;
  }

  /**
   * This dialect.
   *
   * @param key the setting that names it
   * @throws IllegalArgumentException if there is none
   */
  public Dialect dialect(String name, String key) {
    return known(dialects, name, key + " is no key of ficus.legacy.dialects");
  }

  /** What a document may ask for before it is refused. */
  public Limits limits() {
    return limits;
  }

  /** The same for an answer of any length, of which one element is held at a time. */
  public Limits answers() {
    return new Limits(
        Long.MAX_VALUE, limits.depth(), limits.values(), limits.text(), LONGEST_ANSWER);
  }

  /** Calls in one {@code system.multicall}. */
  public int mostCalls() {
    return mostCalls;
  }

  private static <T> T known(Map<String, T> all, String name, String otherwise) {
    T found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException(otherwise);
    }
    return found;
  }

  private static StatusWords statusWords(String name, ShopSettings.Shop shop) {
    try {
      return new StatusWords(
          Set.copyOf(shop.finalStatuses()),
          shop.openStatus(),
          Set.copyOf(shop.cancelledStatuses()));
    } catch (IllegalArgumentException wrong) {
      String keys = "ficus.legacy.shops." + name;
      throw new ConfigurationException(
          "%s.open-status must be none of %s.final-statuses (%s) and of %s.cancelled-statuses (%s), but is %s"
              .formatted(
                  keys,
                  keys,
                  String.join(", ", shop.finalStatuses()),
                  keys,
                  String.join(", ", shop.cancelledStatuses()),
                  shop.openStatus()));
    }
  }

  private static ShopRules rules(ShopSettings.Shop shop) {
    return new ShopRules(
        shop.lineIds(),
        shop.returns(),
        Set.copyOf(shop.notStock().orElse(List.of())),
        Set.copyOf(shop.cancelledStatuses()),
        shop.stockCountedAt(),
        shop.otherLines(),
        shop.numericSkus());
  }
}
