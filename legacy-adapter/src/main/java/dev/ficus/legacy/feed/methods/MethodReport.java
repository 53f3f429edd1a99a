package dev.ficus.legacy.feed.methods;

import dev.ficus.legacy.feed.methods.MethodBook.LoggedMethod;
import dev.ficus.legacy.feed.methods.MethodBook.WatchedFeed;
import dev.ficus.legacy.feed.methods.MethodBook.WrittenLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known of the methods of all feeds: those that were called, and those that are configured
 * and were not.
 *
 * @param now by the clock of the log
 * @param enough how long a method must have been silent and watched until it is safe to delete
 */
public record MethodReport(Instant now, Duration enough, List<ReportedFeed> feeds) {

  /**
   * A feed.
   *
   * @param watched whether it is being watched; if not, none of its methods is safe to delete
   * @param log what was written down of it; empty until the first time
   */
  public record ReportedFeed(
      String feed, boolean watched, Optional<WatchedFeed> log, List<ReportedMethod> methods) {}

  /**
   * A method.
   *
   * @param configured whether the dialect of the feed knows it
   * @param log what was seen of it; empty when it was never called
   * @param silence empty while it is not watched
   */
  public record ReportedMethod(
      String method,
      boolean configured,
      Optional<LoggedMethod> log,
      Optional<WatchedSilence> silence,
      boolean safeToDelete) {

    /** Its calls, none if it was never called. */
    public CallTotals totals() {
      return log.map(LoggedMethod::totals).orElse(CallTotals.NONE);
    }
  }

  /**
   * @param configured the methods that are configured, by feed
   */
  static MethodReport of(
      WrittenLog log, Map<String, Set<String>> configured, Duration enough, Duration longestGap) {
    Map<String, Optional<WatchedFeed>> feeds = new TreeMap<>();
    configured.keySet().forEach(feed -> feeds.put(feed, Optional.empty()));
    log.feeds().forEach(each -> feeds.put(each.feed(), Optional.of(each)));
    return new MethodReport(
        log.now(),
        enough,
        feeds.entrySet().stream()
            .map(
                each ->
                    feed(
                        each.getKey(),
                        each.getValue(),
                        configured.getOrDefault(each.getKey(), Set.of()),
                        enough,
                        log.now().minus(longestGap)))
            .toList());
  }

  private static ReportedFeed feed(
      String feed,
      Optional<WatchedFeed> log,
      Set<String> configured,
      Duration enough,
      Instant oldest) {
    Map<String, LoggedMethod> seen =
        log.map(WatchedFeed::methods).orElse(List.of()).stream()
            .collect(Collectors.toMap(LoggedMethod::method, Function.identity()));
    Set<String> names = new TreeSet<>(seen.keySet());
    names.addAll(configured);
    Optional<WatchedFeed> watch = log.filter(each -> !each.watchedUntil().isBefore(oldest));
    return new ReportedFeed(
        feed,
        watch.isPresent(),
        log,
        names.stream()
            .map(
                name ->
                    method(
                        name,
                        configured.contains(name),
                        Optional.ofNullable(seen.get(name)),
                        watch,
                        enough))
            .toList());
  }

  private static ReportedMethod method(
      String name,
      boolean configured,
      Optional<LoggedMethod> log,
      Optional<WatchedFeed> watch,
      Duration enough) {
    Optional<WatchedSilence> silence = watch.map(each -> silence(log, each));
    // What was seen since the log was last written is not in it.
    boolean safe =
        silence.filter(each -> each.isSafe(watch.orElseThrow().watchedUntil(), enough)).isPresent();
    return new ReportedMethod(name, configured, log, silence, safe);
  }

  /** Before it had a row of its own, its calls may have been among the others. */
  private static WatchedSilence silence(Optional<LoggedMethod> log, WatchedFeed watch) {
    WatchedSilence own = WatchedSilence.of(log.map(LoggedMethod::lastSeen), watch.watchedSince());
    return log.isPresent()
        ? own
        : watch.others().map(each -> own.notBefore(each.lastSeen())).orElse(own);
  }
}
