package dev.ficus.legacy.feed;

import dev.ficus.legacy.feed.dialect.OrderSplit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;

/** The ways in at which the adapter is called. */
@ConfigMapping(prefix = "ficus.legacy")
interface FeedSettings {

  /** The ways in, by a name of your choice: it is shown with what came in by it. */
  Map<String, Feed> feeds();

  /** A way in. */
  interface Feed {

    /** The path at which the shop's calls arrive, such as {@code /api/xmlrpc}. */
    String path();

    /** The shop the calls are about, a key of {@code ficus.legacy.shops}. */
    String shop();

    /** How they are written, a key of {@code ficus.legacy.dialects}. */
    @WithDefault("magento")
    String dialect();

    /**
     * Where calls go that are not about orders: the monolith, or the shop for the calls of the
     * monolith; without it they are answered a fault.
     */
    Optional<URI> upstream();

    /**
     * When this way in was put in front of the upstream, by the shop's clock: orders made before
     * are the monolith's, whatever the routes of their SKUs. Unset, there are none.
     */
    Optional<LocalDateTime> inFrontSince();

    /**
     * How our lines are taken out of an order that goes to the monolith: {@code cut}, or {@code
     * cancel} for a monolith that checks the order's sums: the line stays, and what is cancelled of
     * it is set.
     */
    @WithDefault("cut")
    OrderSplit.Taking ourLines();

    /** Whether an order goes to the monolith of which nothing is left there but charges. */
    @WithDefault("false")
    boolean forwardCharges();

    /**
     * Whether the monolith asks the shop behind this address for its orders: then it is shown what
     * of them is its.
     */
    @WithDefault("false")
    boolean monolithPulls();

    /** How long it may be silent: until its answer begins, and then until it goes on. */
    @WithDefault("60s")
    Duration upstreamTimeout();

    /** How long it may take until the whole answer is there. */
    @WithDefault("10m")
    Duration upstreamExchangeTimeout();

    /**
     * Who may call, by HTTP Basic: hashes of their passwords by name, of several of one user with
     * commas between.
     */
    Map<String, String> users();

    /** Whether anybody may call. */
    @WithDefault("false")
    boolean open();
  }
}
