package dev.ficus.legacy.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of pushes: which shops are sent their stock and the states of their orders. */
@ConfigMapping(prefix = "ficus.legacy.pushing")
interface PushSettings {

  /** Where availability-service is. */
  @WithDefault("http://localhost:8082")
  URI availability();

  /** By their names, keys of {@code ficus.legacy.shops}. */
  Map<String, Shop> shops();

  /** How one shop is sent them. */
  interface Shop {

    /** The address of its XML-RPC interface. */
    URI url();

    /** The user of that interface. */
    String user();

    /** That user's key. */
    String key();

    /** Units of each SKU that are not offered to the shop. */
    @WithDefault("0")
    long margin();

    /** From one round of updates to the next: a SKU is sent at most once in it. */
    @WithDefault("1s")
    Duration window();

    /** How many updates are made in one call. */
    @WithDefault("100")
    int updatesPerCall();

    /** How many calls are made at the same time. */
    @WithDefault("4")
    int callsAtOnce();

    /** How often to compare the figures that the shop has with those it was sent. */
    @WithDefault("1h")
    Duration compareEvery();

    /** Whether it is sent the states of its orders as well, by comments on them. */
    @WithDefault("true")
    boolean comments();

    /**
     * The status that an order gets when it is {@code allocated}, {@code backordered}, {@code
     * cancelled} or {@code despatched} as a whole; those that are not here leave it as it is.
     */
    Map<String, String> statuses();

    /** The user by which the shop's web server is asked, by HTTP Basic, where it wants one. */
    Optional<String> basicUser();

    /** That user's password. */
    Optional<String> basicPassword();

    /** How long after the shop has refused figures it is sent all that it does not have. */
    @WithDefault("5s")
    Duration refusedAgain();

    /** How long to rest before a call that failed is made again; twice as long each time. */
    @WithDefault("200ms")
    Duration firstPause();

    /** How long the shop may be silent: until its answer begins, and then until it goes on. */
    @WithDefault("60s")
    Duration timeout();

    /** How long the shop may take until a whole answer is there. */
    @WithDefault("10m")
    Duration exchangeTimeout();
  }
}
