package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.xmlrpc.Limits;
import java.util.Optional;

/**
 * Rules of today by which a kept call is read; what is not configured any more is empty, and the
 * entry waits.
 */
interface CurrentRules {

  /** How orders of this shop are understood. */
  Optional<ShopRules> shop(String name);

  /** How calls are written that come to this feed. */
  Optional<Dialect> dialect(String feed);

  /** How orders look in the answers of the shop that this feed asks. */
  Optional<OrderShape> answers(String feed);

  /** What a document may ask for before it is refused. */
  Limits limits();
}
