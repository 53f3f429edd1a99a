package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.CallNames;
import dev.ficus.legacy.feed.methods.AnsweredBy;
import dev.ficus.legacy.feed.methods.MethodLog;
import dev.ficus.legacy.xmlrpc.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Collectors;

/** Enters served calls into the method log, by the names that their dialect has for them. */
@ApplicationScoped
class CallLog {

  private final MethodLog log;
  private final Map<String, CallNames> names;

  CallLog(MethodLog log, ServedFeeds feeds) {
    this.log = log;
    this.names =
        feeds.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ServedFeeds.ServedFeed::name, feed -> new CallNames(feed.dialect())));
  }

  /** A call, or one in another, has been answered. */
  void answered(ServedCall call, AnsweredBy by) {
    answered(call, call.call(), by);
  }

  /** A call in this one has been answered with others. */
  void answered(ServedCall outer, Call inner, AnsweredBy by) {
    String feed = outer.feed().name();
    log.answered(feed, names.get(feed).of(inner), by);
  }

  /** A call has been answered as a whole, with all calls in it. */
  void answeredWhole(ServedCall call, AnsweredBy by) {
    String feed = call.feed().name();
    names.get(feed).ofAll(call.call()).forEach(name -> log.answered(feed, name, by));
  }
}
