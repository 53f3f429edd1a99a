package dev.ficus.legacy.operators;

import dev.ficus.legacy.schedule.Unexpected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What this instance is, as {@code ficus_build_info}, whose value is always 1; how full its heap
 * is, which the metrics of Java do not say of an executable; and the counters of defects, at 0.
 * Same algorithm in allocation-service and availability-service.
 */
@ApplicationScoped
class BuildInfo {

  void start(
      @Observes StartupEvent event,
      MeterRegistry meters,
      @ConfigProperty(name = "quarkus.application.name") String service,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    Gauge.builder("ficus.build.info", () -> 1)
        .description("the service and its version")
        .tag("service", service)
        .tag("version", version)
        .register(meters);
    Runtime java = Runtime.getRuntime();
    Gauge.builder("ficus.heap.used", () -> java.totalMemory() - java.freeMemory())
        .baseUnit("bytes")
        .description("memory of the heap that is used, garbage included")
        .register(meters);
    Gauge.builder("ficus.heap.max", java::maxMemory)
        .baseUnit("bytes")
        .description("memory that the heap may have")
        .register(meters);
    Unexpected.known();
  }
}
