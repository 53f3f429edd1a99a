package dev.ficus.oldworld.shop;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How often each method was called, and how many calls were under way at once. */
final class CallCounts {
  private final Map<String, Count> counts = new ConcurrentSkipListMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  /** Of one method: those that were carried out and those that ended in a fault. */
  static final class Count {
    private final LongAdder carriedOut = new LongAdder();
    private final LongAdder faults = new LongAdder();

    long carriedOut() {
      return carriedOut.sum();
    }

    long faults() {
      return faults.sum();
    }
  }

  void begin() {
    mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
  }

  void end() {
    underWay.decrementAndGet();
  }

  void carriedOut(String method) {
    count(method).carriedOut.increment();
  }

  void fault(String method) {
    count(method).faults.increment();
  }

  /** By method; calls inside a multiCall count beside it. */
  Map<String, Count> byMethod() {
    return counts;
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private Count count(String method) {
    return counts.computeIfAbsent(method, unseen -> new Count());
  }
}
