package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each method was carried out and how often it ended in a fault, and how many calls were
 * under way at once. A call inside another counts beside it.
 */
public final class CallCounts {
  private final Map<String, Count> counts = new ConcurrentSkipListMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  private record Count(LongAdder carriedOut, LongAdder faults) {}

  public void begin() {
    mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
  }

  public void end() {
    underWay.decrementAndGet();
  }

  public void carriedOut(String method) {
    count(method).carriedOut.increment();
  }

  public void fault(String method) {
    count(method).faults.increment();
  }

  /** A row for each method, and one that says how many calls were under way at once. */
  public Response table() {
    return Table.of(
        List.of("method", "calls", "faults", "most_at_once"),
        table -> {
          for (Map.Entry<String, Count> method : counts.entrySet()) {
            Count count = method.getValue();
            table.row(method.getKey(), count.carriedOut.sum(), count.faults.sum(), null);
          }
          table.row("all", null, null, mostAtOnce.get());
        });
  }

  private Count count(String method) {
    return counts.computeIfAbsent(method, unseen -> new Count(new LongAdder(), new LongAdder()));
  }
}
