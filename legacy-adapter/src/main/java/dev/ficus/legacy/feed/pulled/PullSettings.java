package dev.ficus.legacy.feed.pulled;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;

/** The shops that are asked for their orders. */
@ConfigMapping(prefix = "ficus.legacy.pulling")
interface PullSettings {

  /** By a name of your choice: it is shown with what came in by it. */
  Map<String, Shop> feeds();

  /** How one shop is asked. */
  interface Shop {

    /** The address of its XML-RPC interface. */
    URI url();

    /** As whom to ask. */
    String user();

    /** That user's key. */
    String key();

    /** Whose orders they are, a key of {@code ficus.legacy.shops}. */
    String shop();

    /** How orders are written, a key of {@code ficus.legacy.dialects}. */
    @WithDefault("magento")
    String dialect();

    /** How often to ask for what has changed. */
    @WithDefault("60s")
    Duration every();

    /** How much further back than the last change seen: orders may become visible late. */
    @WithDefault("15m")
    Duration overlap();

    /**
     * When we were put in front of the monolith, by the shop's clock: orders made before are the
     * monolith's, whatever the routes of their SKUs. Unset, there are none.
     */
    Optional<LocalDateTime> inFrontSince();

    /** By the shop's clock: orders that have not changed since are left out. Unset, none are. */
    Optional<LocalDateTime> start();

    /**
     * For how long a time orders are listed in one call at first; halved as long as the shop cannot
     * answer, and doubled while it can.
     */
    @WithDefault("30d")
    Duration window();

    /**
     * How far the shop's clock may be ahead of ours, its zone included where that is not UTC. A
     * later change does not count for how far the feed has come.
     */
    @WithDefault("10m")
    Duration clockAhead();

    /** How often to compare all orders with the ledger. */
    @WithDefault("24h")
    Duration compareEvery();

    /** How many orders are asked for in one call. */
    @WithDefault("50")
    int ordersPerCall();

    /** How many calls are made at the same time. */
    @WithDefault("4")
    int callsAtOnce();

    /** The user by which the shop's web server is asked, by HTTP Basic, where it wants one. */
    Optional<String> basicUser();

    /** That user's password. */
    Optional<String> basicPassword();

    /** How long to rest before a call that failed is made again; twice as long each time. */
    @WithDefault("200ms")
    Duration firstPause();

    /** How long the shop may be silent: until its answer begins, and then until it goes on. */
    @WithDefault("60s")
    Duration timeout();

    /** How long the shop may take until a whole answer is there. */
    @WithDefault("1h")
    Duration exchangeTimeout();
  }
}
