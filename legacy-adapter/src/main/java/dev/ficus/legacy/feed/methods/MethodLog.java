package dev.ficus.legacy.feed.methods;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.CallNames;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The method log: counts the calls of each feed by method in memory, and writes them down now and
 * then, by a thread of its own. A method that was not called for long is written down at once: for
 * a rare one the calls of the last seconds are all that there is.
 */
@ApplicationScoped
public class MethodLog {

  private static final Logger LOG = Logger.getLogger(MethodLog.class);
  private static final int MOST_METHODS = 500;

  private final Map<String, FeedCounts> feeds;
  private final MethodBook book;
  private final MethodSettings settings;
  private final PeriodicTask task;

  @Inject
  MethodLog(ServedFeeds feeds, MethodBook book, MethodSettings settings) {
    this(feeds.all().stream().map(MethodLog::counts).toList(), book, settings);
  }

  MethodLog(List<FeedCounts> feeds, MethodBook book, MethodSettings settings) {
    this.feeds =
        feeds.stream().collect(Collectors.toUnmodifiableMap(FeedCounts::feed, each -> each));
    this.book = book;
    this.settings = settings;
    this.task =
        new PeriodicTask(
            "method-log",
            settings.writeEvery(),
            this::write,
            failure -> TransientFailure.in(failure).orElse(null));
  }

  private static FeedCounts counts(ServedFeeds.ServedFeed feed) {
    return new FeedCounts(
        feed.name(),
        new CallNames(feed.dialect())
            .known().stream().map(FeedCounts::presentable).collect(Collectors.toUnmodifiableSet()),
        MOST_METHODS,
        System::nanoTime);
  }

  /** Counts a call of this feed. */
  public void answered(String feed, String method, AnsweredBy by) {
    FeedCounts counts = feeds.get(feed);
    if (counts != null && counts.count(method, by)) {
      task.runNow();
    }
  }

  /** What is known of all methods. */
  public MethodReport report() {
    Map<String, Set<String>> configured =
        feeds.values().stream().collect(Collectors.toMap(FeedCounts::feed, FeedCounts::configured));
    return MethodReport.of(book.read(), configured, settings.silentFor(), settings.longestGap());
  }

  void start(@Observes StartupEvent event) {
    task.start();
  }

  /** Calls under way have been answered by now. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    task.stop();
    try {
      write();
    } catch (RuntimeException e) {
      LOG.warnf("The last calls are not in the method log: %s", e.getMessage());
    }
  }

  /** One at a time: what is being written is not to be written once more. */
  private synchronized void write() {
    List<FeedCounts.Unwritten> unwritten =
        feeds.values().stream().map(FeedCounts::unwritten).toList();
    Map<String, Set<String>> withRows =
        book.add(
            unwritten.stream().map(FeedCounts.Unwritten::calls).toList(),
            settings.longestGap(),
            MOST_METHODS);
    unwritten.forEach(
        each -> {
          String feed = each.calls().feed();
          feeds.get(feed).wrote(each, withRows.getOrDefault(feed, Set.of()));
        });
  }
}
