package dev.ficus.legacy.shadow;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a shadow at our own broker, or of none.
 *
 * @param virtualHost empty for none
 */
public record SomeShadow(Optional<String> virtualHost) implements ShadowSettings {

  @Override
  public Optional<String> host() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> port() {
    return Optional.empty();
  }

  @Override
  public Optional<String> username() {
    return Optional.empty();
  }

  @Override
  public Optional<String> password() {
    return Optional.empty();
  }

  @Override
  public Optional<URI> allocationUrl() {
    return Optional.of(URI.create("http://127.0.0.1:1"));
  }

  @Override
  public Duration lookEvery() {
    return Duration.ofMillis(10);
  }

  @Override
  public int mostWaiting() {
    return 1_000;
  }

  @Override
  public Duration lostAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration lostUnansweredAfter() {
    return Duration.ofDays(1);
  }
}
