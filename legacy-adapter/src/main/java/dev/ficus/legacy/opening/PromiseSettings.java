package dev.ficus.legacy.opening;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How sources are asked what they have promised of the batches that they report by name. */
@ConfigMapping(prefix = "ficus.legacy")
interface PromiseSettings {

  /** The lists, by source. */
  Map<String, PromiseList> promises();

  /** How one source is asked, and the paths in an element of its list. */
  interface PromiseList {

    /** The address of its XML-RPC interface. */
    URI url();

    /** The method that answers the list. */
    String method();

    /** Its parameters, as texts. */
    Optional<List<String>> parameters();

    /** As whom to ask, by HTTP Basic. */
    Optional<String> user();

    /** That user's password. */
    Optional<String> password();

    /** The path of the reference of the batch. */
    List<String> batchref();

    /** The path of the SKU. */
    Optional<List<String>> sku();

    /** The path of how many units are promised. */
    List<String> quantity();

    /** The path of the number of the order that has it, as the shop knows it. */
    Optional<List<String>> order();

    /** The path of the shop's id of the order's line. */
    Optional<List<String>> item();

    /** The path of what has become of the promise. */
    Optional<List<String>> state();

    /** What is written there when the goods have left. */
    Optional<List<String>> goneStates();

    /**
     * Whether the quantity of a batch falls when goods leave. If not, the list goes on to have what
     * has left, and tells it by its state.
     */
    @WithDefault("true")
    boolean quantityFallsAtDespatch();

    /** How often it is looked what is left; when a batch is reported, at once. */
    @WithDefault("1m")
    Duration every();

    /** How long it may be silent: until its answer begins, and from one piece of it to the next. */
    @WithDefault("60s")
    Duration timeout();

    /** How long it may take until the whole answer is there. */
    @WithDefault("1h")
    Duration exchangeTimeout();
  }
}
