package dev.ficus.legacy.feed;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.Kinds;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.xmlrpc.Limits;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The configured shops and dialects; a configuration that cannot be meant does not start. */
@Startup
@Singleton
public class Shops {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Duration LONGEST_ANSWER = Duration.ofHours(1);

  private final Map<String, ShopRules> rules = new HashMap<>();
  private final Map<String, Dialect> dialects = new HashMap<>();
  private final Limits limits;
  private final int mostCalls;

  Shops(ShopSettings settings) {
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
            });
    settings.dialects().forEach((name, dialect) -> dialects.put(name, dialect(name, dialect)));
    ShopSettings.Xml xml = settings.xml();
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

  private static Dialect dialect(String name, ShopSettings.Dialect dialect) {
    try {
      return new Dialect(
          dialect.calls().entrySet().stream()
              .map(each -> call(each.getKey(), each.getValue()))
              .toList(),
          dialect
              .order()
              .flatMap(order -> dialect.line().map(line -> order(order, line, dialect.kinds()))),
          Set.copyOf(dialect.stockMembers().orElse(List.of())));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "ficus.legacy.dialects.%s: %s".formatted(name, wrong.getMessage()), wrong);
    }
  }

  private static OrderShape order(
      ShopSettings.Dialect.Order order,
      ShopSettings.Dialect.Line line,
      ShopSettings.Dialect.Kinds words) {
    return new OrderShape(
        ValuePath.of(order.number()),
        ValuePath.of(order.status()),
        ValuePath.of(order.updatedAt()),
        ValuePath.of(order.lines()),
        new OrderShape.Line(
            ValuePath.of(line.id()),
            ValuePath.of(line.parent()),
            ValuePath.of(line.sku()),
            ValuePath.of(line.quantity()),
            place(line.cancelled()),
            place(line.refunded()),
            place(line.shipped()),
            new Kinds(
                place(line.kind()),
                place(line.virtual()),
                place(line.parts()),
                words.noGoods(),
                words.sets(),
                words.choices(),
                words.apart())));
  }

  private static KnownCall call(String name, ShopSettings.Dialect.KnownCall call) {
    Map<ValuePath, String> where = new HashMap<>();
    call.where().forEach((path, text) -> where.put(ValuePath.of(List.of(path)), text));
    return new KnownCall(
        name,
        call.method(),
        where,
        call.means(),
        ValuePath.of(call.at()),
        call.reply(),
        new StockShape(
            place(call.batchref()),
            place(call.sku()),
            place(call.product()),
            place(call.namedBy()),
            place(call.quantity()),
            place(call.inStock()),
            place(call.eta())));
  }

  private static ValuePath place(Optional<List<String>> written) {
    return written.map(ValuePath::of).orElse(ValuePath.NOWHERE);
  }
}
