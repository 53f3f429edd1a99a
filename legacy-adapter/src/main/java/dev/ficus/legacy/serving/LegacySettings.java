package dev.ficus.legacy.serving;

import dev.ficus.legacy.translating.ShopRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The old shops, and the ways their orders come in. */
@ConfigMapping(prefix = "ficus.legacy")
interface LegacySettings {

  /** The ways in, by a name of your choice: it is shown with what came in by it. */
  Map<String, Feed> feeds();

  /** The shops, by the name that stands before the colon in every order id. */
  Map<String, Shop> shops();

  /** What an XML document may ask for before it is refused. */
  Xml xml();

  /** A way in. */
  interface Feed {

    /** The path at which the shop's calls arrive, such as {@code /api/xmlrpc}. */
    String path();

    /** The shop the calls are about, a key of {@code ficus.legacy.shops}. */
    String shop();
  }

  /** How one shop's orders are read. All its feeds read them the same way. */
  interface Shop {

    /**
     * What tells two lines of a SKU apart: {@code item-id} where the shop sends its item ids on
     * every path, else {@code occurrence}. Not to be changed once orders have been taken in.
     */
    @WithDefault("item-id")
    ShopRules.LineIds lineIds();

    /** Order numbers that are returns which name no order. */
    Optional<Pattern> returns();

    /** SKUs that are charges, discounts or services, as written. */
    Optional<List<String>> notStock();

    /** The shop's words for an order that is no longer wanted. */
    @WithDefault("canceled,closed")
    List<String> cancelledStatuses();
  }

  /** Limits of one document. */
  interface Xml {

    /** Bytes of a call, after decompression. */
    @WithDefault("16777216")
    long maxBytes();

    /** Values inside values. */
    @WithDefault("32")
    int maxDepth();

    /** Values of a call. */
    @WithDefault("500000")
    int maxValues();

    /** Characters of one text. */
    @WithDefault("1048576")
    int maxText();

    /** From the first byte of a call to the last. */
    @WithDefault("30s")
    Duration maxTime();

    /** Calls in one {@code system.multicall}. */
    @WithDefault("100")
    int maxCalls();
  }
}
