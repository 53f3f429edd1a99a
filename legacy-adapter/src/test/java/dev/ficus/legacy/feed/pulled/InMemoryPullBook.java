package dev.ficus.legacy.feed.pulled;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A book of pulls that is gone with its test. */
public final class InMemoryPullBook implements PullBook {

  private final Map<String, PullProgress> progress = new HashMap<>();
  private final Map<String, Comparison> comparisons = new HashMap<>();
  private final Map<String, Instant> askedAgain = new HashMap<>();
  private final Map<String, List<Report>> reports = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private final Map<String, Set<LineToAsk>> toAsk = new HashMap<>();

  /** Lines of this order have become ours that nobody had decided about. */
  void haveAskedAgain(String shop, LineToAsk line) {
    toAsk.computeIfAbsent(shop, any -> new LinkedHashSet<>()).add(line);
  }

  @Override
  public List<LineToAsk> toAskAgain(String shop, int most) {
    return toAsk.getOrDefault(shop, Set.of()).stream().limit(most).toList();
  }

  @Override
  public void askedAgain(String shop, List<LineToAsk> lines) {
    Optional.ofNullable(toAsk.get(shop)).ifPresent(all -> lines.forEach(all::remove));
  }

  @Override
  public PullProgress of(String feed) {
    return progress.getOrDefault(
        feed, new PullProgress(Optional.empty(), false, Optional.empty(), Optional.empty()));
  }

  @Override
  public void reached(String feed, LocalDateTime watermark) {
    requireAlone(feed);
    PullProgress now = of(feed);
    if (now.watermark().filter(last -> !last.isBefore(watermark)).isEmpty()) {
      progress.put(
          feed,
          new PullProgress(
              Optional.of(watermark), now.paused(), now.comparedAt(), now.readInFullAt()));
    }
  }

  @Override
  public void pause(String feed, boolean paused) {
    PullProgress now = of(feed);
    progress.put(
        feed, new PullProgress(now.watermark(), paused, now.comparedAt(), now.readInFullAt()));
  }

  @Override
  public void goBack(String feed, Optional<LocalDateTime> watermark) {
    requireAlone(feed);
    PullProgress now = of(feed);
    progress.put(
        feed, new PullProgress(watermark, now.paused(), now.comparedAt(), now.readInFullAt()));
  }

  /** Everything is the monolith's here. */
  @Override
  public void readInFull(String feed, Instant begunAt) {
    requireAlone(feed);
    PullProgress now = of(feed);
    progress.put(
        feed,
        new PullProgress(now.watermark(), now.paused(), now.comparedAt(), Optional.of(begunAt)));
  }

  @Override
  public void askComparison(String feed, Instant at) {
    Comparison now = comparisons.get(feed);
    if (now == null) {
      comparisons.put(feed, asked(at));
    } else if (now.soFar().isPresent()) {
      askedAgain.put(feed, at);
    }
  }

  private static Comparison asked(Instant at) {
    return new Comparison(at, Optional.empty(), Optional.empty(), 0, null);
  }

  @Override
  public Optional<Comparison> comparison(String feed) {
    return Optional.ofNullable(comparisons.get(feed));
  }

  @Override
  public void comparing(String feed, Report soFar, LocalDateTime next) {
    requireAlone(feed);
    comparisons.computeIfPresent(
        feed,
        (any, now) ->
            new Comparison(now.askedAt(), Optional.of(soFar), Optional.of(next), 0, null));
  }

  @Override
  public void comparisonFailed(String feed, String why) {
    comparisons.computeIfPresent(
        feed,
        (any, now) ->
            new Comparison(now.askedAt(), now.soFar(), now.next(), now.failures() + 1, why));
  }

  @Override
  public void compared(String feed, Report report) {
    requireAlone(feed);
    reports.computeIfAbsent(feed, any -> new ArrayList<>()).add(0, report);
    Instant again = askedAgain.remove(feed);
    if (again == null) {
      comparisons.remove(feed);
    } else {
      comparisons.put(feed, asked(again));
    }
    PullProgress now = of(feed);
    progress.put(
        feed,
        new PullProgress(
            now.watermark(), now.paused(), Optional.of(report.begunAt()), now.readInFullAt()));
  }

  @Override
  public List<Report> reports(String feed, int most) {
    return reports.getOrDefault(feed, List.of()).stream().limit(most).toList();
  }

  @Override
  public boolean alone(String feed, Runnable work) {
    if (!held.add(feed)) {
      return false;
    }
    try {
      work.run();
    } finally {
      held.remove(feed);
    }
    return true;
  }

  private void requireAlone(String feed) {
    if (!held.contains(feed)) {
      throw new IllegalStateException("nobody is alone with " + feed);
    }
  }
}
