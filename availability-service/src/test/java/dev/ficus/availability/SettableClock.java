package dev.ficus.availability;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The true time, until a test travels. */
@Mock
@Singleton
public class SettableClock extends Clock {

  private volatile Duration offset = Duration.ZERO;

  /** Makes it this time now; {@code null} comes back to the present. */
  public void travelTo(Instant time) {
    offset = time == null ? Duration.ZERO : Duration.between(Instant.now(), time);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(Clock.system(zone), offset);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(offset);
  }
}
