package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.KnownCall.Meaning;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.xmlrpc.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules of today for one shop and its feed {@code web}, which a test can mend. */
final class FakeRules implements CurrentRules {

  static final String FEED = "web";

  /** A feed whose rules nobody can read. */
  static final String BROKEN = "broken";

  private final TestShop shop;
  private Rules orders = Rules.RIGHT;
  private String batchref = "0";
  private String quantity = "2";

  FakeRules(TestShop shop) {
    this.shop = shop;
  }

  void read(Rules orders) {
    this.orders = orders;
  }

  /** Where in a stock report the reference of the batch is, and the quantity. */
  void readStock(String batchref, String quantity) {
    this.batchref = batchref;
    this.quantity = quantity;
  }

  OrderShape shape() {
    return orders.shape();
  }

  @Override
  public Optional<ShopRules> shop(String name) {
    return name.equals(shop.name()) ? Optional.of(TestShop.RULES) : Optional.empty();
  }

  @Override
  public Optional<Dialect> dialect(String feed) {
    if (feed.equals(BROKEN)) {
      throw new IllegalStateException("by a test");
    }
    return feed.equals(FEED) ? Optional.of(dialect()) : Optional.empty();
  }

  private Dialect dialect() {
    return new Dialect(
        List.of(
            call("order.create", Meaning.ORDER),
            call("batch.create", Meaning.BATCH_CREATED),
            call("batch.quantity", Meaning.BATCH_QUANTITY)),
        Optional.of(shape()),
        Set.of());
  }

  private KnownCall call(String method, Meaning meaning) {
    return new KnownCall(
        method,
        method,
        Map.of(),
        meaning,
        path("0"),
        KnownCall.Reply.TRUE,
        new StockShape(path(batchref), path("1"), path(quantity), path("3")));
  }

  private static ValuePath path(String written) {
    return ValuePath.of(List.of(written));
  }

  @Override
  public Optional<OrderShape> answers(String feed) {
    return Optional.empty();
  }

  @Override
  public Limits limits() {
    return Limits.DEFAULT;
  }
}
