package dev.ficus.availability.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.IntStream;

/** Buckets of the times of questions, so that a percentile of all instances can be had. */
class QuestionBuckets {

  private static final String TIMES = "http.server.requests";
  private static final String QUESTIONS = "/availability";

  private static final double[] BOUNDS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .mapToDouble(Duration::toNanos)
          .toArray();

  @Produces
  @Singleton
  MeterFilter buckets() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        String uri = id.getTag("uri");
        boolean asked = id.getName().equals(TIMES) && uri != null && uri.startsWith(QUESTIONS);
        return asked
            ? DistributionStatisticConfig.builder()
                .serviceLevelObjectives(BOUNDS)
                .build()
                .merge(config)
            : config;
      }
    };
  }
}
