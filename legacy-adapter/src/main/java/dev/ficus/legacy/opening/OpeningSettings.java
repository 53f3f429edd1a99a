package dev.ficus.legacy.opening;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is asked for lists of all stock. */
@ConfigMapping(prefix = "ficus.legacy.opening")
interface OpeningSettings {

  /** The monoliths that have a list, by a name of your choice. */
  Map<String, Monolith> monoliths();

  /** How one of them is asked, and the paths in an element of its list. */
  interface Monolith {

    /** The address of its XML-RPC interface. */
    URI url();

    /** Whose stock it is, a key of {@code ficus.legacy.shops}. */
    String shop();

    /** The method that answers the list. */
    String method();

    /** Its parameters, as texts. */
    Optional<List<String>> parameters();

    /** As whom to ask, by HTTP Basic. */
    Optional<String> user();

    /** That user's password. */
    Optional<String> password();

    /** The path of the reference of the batch; without it each element is a SKU's figure. */
    Optional<List<String>> batchref();

    /** The path of the SKU. */
    List<String> sku();

    /** The path of how many there are. */
    List<String> quantity();

    /** The path of the day on which the batch is expected. */
    Optional<List<String>> eta();

    /** How long it may be silent: until its answer begins, and from one piece of it to the next. */
    @WithDefault("60s")
    Duration timeout();

    /** How long it may take until the whole answer is there. */
    @WithDefault("1h")
    Duration exchangeTimeout();
  }
}
