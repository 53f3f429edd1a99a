package dev.ficus.legacy.feed.replayed;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.captured.Captured;
import dev.ficus.legacy.feed.served.Methods;
import dev.ficus.legacy.feed.served.ServedCall;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Replayed calls, carried out as if they came by their feed. */
@ApplicationScoped
class ReplayedCalls implements Calls {

  private final ServedFeeds feeds;
  private final Methods methods;

  ReplayedCalls(ServedFeeds feeds, Methods methods) {
    this.feeds = feeds;
    this.methods = methods;
  }

  @Override
  public boolean know(String feed) {
    return feeds.named(feed).isPresent();
  }

  @Override
  public Optional<Supplier<List<Answer>>> begin(
      String feed, Call call, Captured document, String correlation) {
    Arrival arrival = new Arrival(feed, correlation, document.at(), document::document);
    return methods.again(new ServedCall(call, feeds.named(feed).orElseThrow(), arrival));
  }
}
