package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Seed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Who is logged in, and for how many more calls. */
final class Sessions {
  private final Map<String, AtomicInteger> callsLeft = new ConcurrentHashMap<>();
  private final AtomicLong begun = new AtomicLong();
  private final int calls;
  private final Seed seed;

  /**
   * @param calls how many a session is good for; 0 for any number
   */
  Sessions(int calls, Seed seed) {
    this.calls = calls;
    this.seed = seed;
  }

  /** Begins a session; its id. */
  String begin() {
    long number = begun.incrementAndGet();
    String id =
        "%016x%016x"
            .formatted(seed.number("session", number), seed.number("session's end", number));
    callsLeft.put(id, new AtomicInteger(calls));
    return id;
  }

  /** Takes one call off a session; whether it was still good for it. */
  boolean use(String id) {
    AtomicInteger left = callsLeft.get(id);
    if (left == null) {
      return false;
    }
    if (calls > 0 && left.getAndDecrement() <= 0) {
      end(id);
      return false;
    }
    return true;
  }

  void end(String id) {
    callsLeft.remove(id);
  }

  void endAll() {
    callsLeft.clear();
  }
}
