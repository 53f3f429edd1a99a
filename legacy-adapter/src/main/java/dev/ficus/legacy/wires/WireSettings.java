package dev.ficus.legacy.wires;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Files for connections to others (PEM). The two other services have the same.
 *
 * @param authorities certificates of the authorities (CA) that are trusted; Java's own where it is
 *     not set
 * @param certificate ours, and those up to its authority, for who asks for one
 * @param key its key (PKCS #8)
 */
public record WireSettings(
    Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

  /** As they are configured. */
  public static WireSettings of(Config config) {
    return new WireSettings(
        file(config, "authorities"), file(config, "certificate"), file(config, "key"));
  }

  private static Optional<Path> file(Config config, String name) {
    return config.getOptionalValue("ficus.wires." + name, String.class).map(Path::of);
  }
}
