package dev.ficus.legacy.shadow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of the shadow. */
@ConfigMapping(prefix = "ficus.legacy.shadow")
public interface ShadowSettings {

  /**
   * The virtual host of its broker by which it is fed, and which is another than that of our own
   * commands. Unset, there is no shadow.
   */
  Optional<String> virtualHost();

  /** The host of its broker; unset, that of {@code rabbitmq-host}. */
  Optional<String> host();

  /** The port of its broker; unset, that of {@code rabbitmq-port}. */
  Optional<Integer> port();

  /** As whom the adapter logs in there; unset, as with {@code rabbitmq-username}. */
  Optional<String> username();

  /** The password for that; unset, that of {@code rabbitmq-password}. */
  Optional<String> password();

  /** Where the second allocation-service answers over HTTP. */
  Optional<URI> allocationUrl();

  /** How often this instance looks for something to feed: what is fed together costs less. */
  @WithDefault("1s")
  Duration lookEvery();

  /** How many changes wait for the shadow at most; the SKUs of further ones are lost. */
  @WithDefault("200000")
  int mostWaiting();

  /**
   * How long a change may be undecided by the shadow while it has decided later ones of the SKU;
   * then the SKU is lost.
   */
  @WithDefault("1m")
  Duration lostAfter();

  /**
   * How long a change may be undecided by the shadow since its broker had it, whatever else was
   * decided; then the SKU is lost.
   */
  @WithDefault("24h")
  Duration lostUnansweredAfter();
}
