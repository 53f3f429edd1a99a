package dev.ficus.legacy.feed.methods;

import dev.ficus.legacy.feed.methods.MethodBook.FeedCalls;
import dev.ficus.legacy.feed.methods.MethodBook.NewCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The calls at a feed that this instance has counted, in memory. A call costs a look into a map and
 * an addition. Times are those of a clock that only goes forward; the book makes dates of them.
 *
 * <p>Names come from outside, so there is a limit to how many are counted apart. Those that have a
 * row in the book already are no part of it: otherwise a flood of names here would hide a method
 * that another instance has seen.
 */
final class FeedCounts {

  private static final long SELDOM = Duration.ofHours(1).toNanos();
  private static final int LONGEST_NAME = 255;

  private final String feed;
  private final Set<String> configured;
  private final int most;
  private final LongSupplier nanoTime;
  private final Map<String, MethodCounter> counters = new ConcurrentHashMap<>();
  private final MethodCounter others = new MethodCounter();
  private volatile Set<String> written = Set.of();
  private volatile long watchedFrom;

  FeedCounts(String feed, Set<String> configured, int most, LongSupplier nanoTime) {
    this.feed = feed;
    this.configured = configured;
    this.most = most;
    this.nanoTime = nanoTime;
    this.watchedFrom = nanoTime.getAsLong();
  }

  String feed() {
    return feed;
  }

  Set<String> configured() {
    return configured;
  }

  /**
   * Counts a call.
   *
   * @return whether it is the first in a long time, so that losing it would matter
   */
  boolean count(String method, AnsweredBy by) {
    return counter(presentable(method)).count(by, nanoTime.getAsLong());
  }

  private MethodCounter counter(String method) {
    MethodCounter known = counters.get(method);
    if (known != null) {
      return known;
    }
    // A few more than the limit, where several threads come at once, do no harm: the book has it.
    return counters.size() < most || configured.contains(method) || written.contains(method)
        ? counters.computeIfAbsent(method, any -> new MethodCounter())
        : others;
  }

  /** A name as it is shown and stored, which not every text can be. */
  static String presentable(String method) {
    String cut =
        method.codePointCount(0, method.length()) > LONGEST_NAME
            ? method.substring(0, method.offsetByCodePoints(0, LONGEST_NAME - 1)) + "\u2026"
            : method;
    boolean fine = cut.codePoints().noneMatch(FeedCounts::isUnpresentable);
    return fine
        ? cut
        : cut.codePoints()
            .map(each -> isUnpresentable(each) ? '\uFFFD' : each)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isUnpresentable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /** What is to be written down, up to a moment. */
  record Unwritten(long at, FeedCalls calls, Map<MethodCounter, CallTotals> totals) {}

  Unwritten unwritten() {
    long at = nanoTime.getAsLong();
    Map<MethodCounter, CallTotals> totals = new IdentityHashMap<>();
    List<NewCalls> methods = new ArrayList<>();
    counters.forEach(
        (method, counter) ->
            counter
                .unwritten(method, configured.contains(method), at, totals)
                .ifPresent(methods::add));
    Optional<NewCalls> beyond = others.unwritten("", false, at, totals);
    return new Unwritten(
        at, new FeedCalls(feed, Duration.ofNanos(at - watchedFrom), methods, beyond), totals);
  }

  /** Notes that this is written down, and which methods have rows now. */
  void wrote(Unwritten done, Set<String> withRows) {
    done.totals().forEach(MethodCounter::wrote);
    watchedFrom = done.at();
    written = Set.copyOf(withRows);
  }

  /** The calls of one method, or of the others. */
  static final class MethodCounter {

    private CallTotals totals = CallTotals.NONE;
    private CallTotals written = CallTotals.NONE;
    private long first;
    private long last;

    private synchronized boolean count(AnsweredBy by, long now) {
      boolean never = totals.calls() == 0;
      boolean seldom = never || now - last > SELDOM;
      first = never ? now : first;
      last = now;
      totals = totals.and(by);
      return seldom;
    }

    private synchronized Optional<NewCalls> unwritten(
        String method, boolean configured, long at, Map<MethodCounter, CallTotals> all) {
      if (totals.equals(written)) {
        return Optional.empty();
      }
      all.put(this, totals);
      return Optional.of(
          new NewCalls(method, configured, totals.less(written), ago(at, first), ago(at, last)));
    }

    /** A call may have come since the moment that is written down. */
    private static Duration ago(long at, long then) {
      return Duration.ofNanos(Math.max(0, at - then));
    }

    private synchronized void wrote(CallTotals done) {
      written = done;
    }
  }
}
