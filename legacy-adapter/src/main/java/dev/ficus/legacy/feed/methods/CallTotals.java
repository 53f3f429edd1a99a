package dev.ficus.legacy.feed.methods;

/** Numbers of calls, by who has answered them. */
public record CallTotals(long us, long upstream, long both, long fault) {

  public static final CallTotals NONE = new CallTotals(0, 0, 0, 0);

  CallTotals and(AnsweredBy by) {
    return switch (by) {
      case US -> new CallTotals(us + 1, upstream, both, fault);
      case UPSTREAM -> new CallTotals(us, upstream + 1, both, fault);
      case BOTH -> new CallTotals(us, upstream, both + 1, fault);
      case FAULT -> new CallTotals(us, upstream, both, fault + 1);
    };
  }

  public CallTotals and(CallTotals other) {
    return new CallTotals(
        us + other.us, upstream + other.upstream, both + other.both, fault + other.fault);
  }

  CallTotals less(CallTotals other) {
    return new CallTotals(
        us - other.us, upstream - other.upstream, both - other.both, fault - other.fault);
  }

  /** Of all calls. */
  public long calls() {
    return us + upstream + both + fault;
  }
}
