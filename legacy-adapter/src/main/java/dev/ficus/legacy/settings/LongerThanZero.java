package dev.ficus.legacy.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** How often something is done: without a pause it would be done all the time. */
@RegisterForReflection
public final class LongerThanZero implements Converter<Duration> {

  private static final long serialVersionUID = 1;

  @Override
  public Duration convert(String written) {
    Duration duration = DurationConverter.parseDuration(written.strip());
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("it is longer than zero, not " + written);
    }
    return duration;
  }
}
