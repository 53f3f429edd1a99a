package dev.ficus.legacy.feed;

import dev.ficus.legacy.order.ShopRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The old shops, and how what they send is to be read. */
@ConfigMapping(prefix = "ficus.legacy")
interface ShopSettings {

  /** The shops, by the name that stands before the colon in every order id. */
  Map<String, Shop> shops();

  /** How the senders say things, by a name of your choice. */
  Map<String, Dialect> dialects();

  /** What an XML document may ask for before it is refused. */
  Xml xml();

  /** A way to say things; see the package {@code dialect}. */
  interface Dialect {

    /** The calls that mean something to us, by a name of your choice. */
    Map<String, KnownCall> calls();

    /**
     * Names of members that only calls about stock have: a call that has one and is none of those
     * that mean something is kept in quarantine, and counted.
     */
    Optional<List<String>> stockMembers();

    /** Where things stand in an order; needed where a call is about one. */
    Optional<Order> order();

    /** Where things stand in a line; likewise. */
    Optional<Line> line();

    /** A call that means something to us. */
    interface KnownCall {

      /** The method's name. */
      String method();

      /** What must stand in the parameters for this to be the call, by path. */
      Map<String, String> where();

      /** What it says. */
      dev.ficus.legacy.feed.dialect.KnownCall.Meaning means();

      /** Where in the parameters the order stands, or its number, or the list of calls. */
      @WithDefault("0")
      List<String> at();

      /** What the sender gets for it. */
      @WithDefault("number")
      dev.ficus.legacy.feed.dialect.KnownCall.Reply reply();

      /** Where in the parameters the reference of the batch stands. */
      Optional<List<String>> batchref();

      /** Where the SKU stands whose stock it is. */
      Optional<List<String>> sku();

      /**
       * Where the product stands whose stock it is, by its SKU or by the shop's own id, as Magento
       * takes either.
       */
      Optional<List<String>> product();

      /** Where it stands by which of the two it is named; without that word a number is an id. */
      Optional<List<String>> namedBy();

      /** Where it stands whether any can be bought, which counts where no quantity is given. */
      Optional<List<String>> inStock();

      /** Where it stands how many there are. */
      Optional<List<String>> quantity();

      /** Where the day stands on which the batch is expected. */
      Optional<List<String>> eta();
    }

    /** Paths in an order; of several the first counts at which something stands. */
    interface Order {

      /** Its number. */
      List<String> number();

      /** The sender's words for how far it is; what stands at each of the paths counts. */
      List<String> status();

      /** When it was last changed. */
      List<String> updatedAt();

      /** The list of its lines. */
      List<String> lines();
    }

    /** The sender's words for kinds of items; of no use where a line does not say its kind. */
    Kinds kinds();

    /** Words, in whatever letter case. */
    interface Kinds {

      /** What leaves no shelf. */
      @WithDefault("virtual,downloadable")
      Set<String> noGoods();

      /** Bundles: their parts are the goods. */
      @WithDefault("bundle")
      Set<String> sets();

      /** Configurable products: the one product chosen is the goods. */
      @WithDefault("configurable")
      Set<String> choices();

      /** What is found at {@code line.parts} where each part of a bundle is shipped for itself. */
      @WithDefault(dev.ficus.legacy.feed.dialect.Kinds.SHIPPED_APART)
      Pattern apart();
    }

    /** Paths in a line. */
    interface Line {

      /** The sender's own id of the line. */
      List<String> id();

      /** The id of the line that it is a part of, or the chosen one of. */
      List<String> parent();

      /** The SKU. */
      List<String> sku();

      /** How many were ordered. */
      List<String> quantity();

      /** How many of them are not wanted any more; unset where the sender does not say. */
      Optional<List<String>> cancelled();

      /** For how many of them, left or not, the money went back; likewise. */
      Optional<List<String>> refunded();

      /** How many of them have left the house; unset where the sender does not say. */
      Optional<List<String>> shipped();

      /** What kind of item it is, by the words of {@code kinds}; likewise. */
      Optional<List<String>> kind();

      /** Whether it is nothing one can touch; likewise. */
      Optional<List<String>> virtual();

      /** How the parts of a bundle are shipped; likewise. */
      Optional<List<String>> parts();
    }
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

    /**
     * Which numbers are SKUs where a product may be named by its SKU or its id: {@code never},
     * those sent {@code as-text}, or {@code always}. What may be an id waits in quarantine.
     */
    @WithDefault("never")
    ShopRules.NumericSkus numericSkus();

    /** SKUs that are charges, discounts or services, as written. */
    Optional<List<String>> notStock();

    /** The shop's words for an order that is no longer wanted, in whatever letter case. */
    @WithDefault("canceled,cancelled,closed")
    List<String> cancelledStatuses();

    /**
     * When the stock was counted with which allocation-service began, by the clock of the shop's
     * {@code updated_at}. Of orders last changed before then, what has left the house at first
     * sight is not in it; of later ones it is. Unset, it never is.
     */
    Optional<LocalDateTime> stockCountedAt();

    /**
     * What becomes of an order's other lines when one is refused: {@code go-on}, for the customer
     * rather gets most of it than nothing until somebody has looked; or {@code wait}.
     */
    @WithDefault("go-on")
    ShopRules.OtherLines otherLines();
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
    @WithDefault("100000")
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
