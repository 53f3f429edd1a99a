package dev.ficus.legacy.feed;

import dev.ficus.legacy.order.ShopRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of shops, how the orders of each are read, and of whose stock they sell. */
@ConfigMapping(prefix = "ficus.legacy")
interface ShopSettings {

  /** The monoliths whose stock shops sell, by the names that shops have them by. */
  Map<String, Source> sources();

  /** How one monolith counts its stock. */
  interface Source {

    /**
     * Whether it books the goods that leave the warehouse for our lines too: then its figure falls
     * by them, and our batch keeps them. Not to be changed once goods have left for our lines.
     */
    @WithDefault("false")
    boolean booksOurDespatches();

    /**
     * How long it may take to decide about an order that it has accepted: its figure may fall so
     * late. {@code 0s} for one that decides before it answers.
     */
    @WithDefault("10s")
    Duration decidesWithin();
  }

  /** The shops, by the name before the colon in every order id. */
  Map<String, Shop> shops();

  /** How one shop's orders are read. All its feeds read them the same way. */
  interface Shop {

    /**
     * What distinguishes two lines of a SKU: {@code item-id} where the shop sends its item ids on
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
     * The shop's words for an order of which nothing is to be done any more, in whatever letter
     * case. An order with lines of both owners gets one when both are done.
     */
    @WithDefault("complete,closed,canceled,cancelled")
    List<String> finalStatuses();

    /** The status that such an order gets instead while one of them is not. */
    @WithDefault("processing")
    String openStatus();

    /**
     * The monolith whose stock the shop sells, by a name of your choice. What is reported of one
     * monolith's stock to several shops is the same stock. Unset, it is the shop's name. Not to be
     * changed once stock was reported.
     */
    Optional<String> source();

    /**
     * When the stock was counted with which allocation-service began, by the clock of the shop's
     * {@code updated_at}. Of orders last changed before then, what is shipped when it is first seen
     * is not in it; of later ones it is. Unset, it never is.
     */
    Optional<LocalDateTime> stockCountedAt();

    /**
     * The fate of an order's other lines when one is refused: {@code go-on}, for the customer
     * rather gets most of it than nothing until somebody has looked; or {@code wait}.
     */
    @WithDefault("go-on")
    ShopRules.OtherLines otherLines();
  }
}
