package dev.ficus.journeys;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One start of a service as it is seen from outside.
 *
 * @param live from the moment its program begins until its liveness is answered for the first time
 * @param ready the same of its readiness
 */
record ServiceStart(Duration live, Duration ready) {
  private static final String LIVE = "/q/health/live";
  private static final String READY = "/q/health/ready";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What is looked for lasts some tens of milliseconds. */
  private static final long PAUSE_NANOS = 1_000_000;

  /**
   * Watches a service that is just being started again.
   *
   * @param before the processes that were there when it had ended
   * @throws DemoException when it does not become ready
   */
  static ServiceStart watch(PackagedService service, Set<Long> before) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    long begin = until(service, limit, () -> !before.containsAll(FicusProcesses.ids()));
    long live = until(service, limit, () -> service.answers(service.managementUrl(LIVE)));
    long ready = until(service, limit, () -> service.answers(service.managementUrl(READY)));
    return new ServiceStart(Duration.ofNanos(live - begin), Duration.ofNanos(ready - begin));
  }

  private static long until(PackagedService service, long limit, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw service.failure("does not become ready");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return System.nanoTime();
  }
}
