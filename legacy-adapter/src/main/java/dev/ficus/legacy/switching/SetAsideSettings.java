package dev.ficus.legacy.switching;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How sources are told to set aside what our lines hold, before a wave goes back. */
@ConfigMapping(prefix = "ficus.legacy")
interface SetAsideSettings {

  /** The methods, by source. */
  Map<String, SetAsideMethod> setAside();

  /**
   * The method of one source. In texts {@code {sku}}, {@code {units}}, {@code {reference}} and, of
   * a batch that has a name, {@code {batch}} stand for what is told.
   */
  interface SetAsideMethod {

    /** The address of its XML-RPC interface. */
    URI url();

    /** The method. */
    String method();

    /** Its parameters; by default the three, if it has no members. */
    Optional<List<String>> parameters();

    /** Members of a struct that follows the parameters. */
    Map<String, String> members();

    /** As whom to call it, by HTTP Basic. */
    Optional<String> user();

    /** That user's password. */
    Optional<String> password();

    /** How long its answer may take. */
    @WithDefault("10s")
    Duration timeout();

    /** How many calls are made at the same time. */
    @WithDefault("4")
    int callsAtOnce();
  }
}
