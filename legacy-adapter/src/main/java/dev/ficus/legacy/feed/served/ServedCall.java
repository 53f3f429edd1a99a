package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.RequestHead;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.Multicall;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A call of a feed.
 *
 * @param head of the HTTP request it came in
 * @param answering who has a part in its answer
 * @param begun the calls about orders that were begun in the same request
 * @param written the request's document, as it was written; empty of a call that goes nowhere
 */
public record ServedCall(
    Call call,
    ServedFeeds.ServedFeed feed,
    Arrival arrival,
    RequestHead head,
    Answering answering,
    BegunOrders begun,
    Optional<ServedDocument> written) {

  private static final Logger LOG = Logger.getLogger(ServedCall.class);

  /** A call that came before, of which nothing goes on. */
  public ServedCall(Call call, ServedFeeds.ServedFeed feed, Arrival arrival) {
    this(
        call,
        feed,
        arrival,
        RequestHead.NONE,
        new Answering(),
        new BegunOrders(),
        Optional.empty());
  }

  /** A call that nobody has answered yet. */
  ServedCall(
      ServedDocument document, ServedFeeds.ServedFeed feed, Arrival arrival, RequestHead head) {
    this(
        document.call(),
        feed,
        arrival,
        head,
        new Answering(),
        new BegunOrders(),
        Optional.of(document));
  }

  /** The document of the request. */
  ServedDocument document() {
    return written.orElseThrow();
  }

  /** Another call of the same request, such as one inside this one. */
  ServedCall with(Call other) {
    return new ServedCall(other, feed, arrival, head, new Answering(), begun, written);
  }

  /** The same call as edits of its document leave it. */
  ServedCall edited(Collection<DocumentEdit> edits) {
    return edits.isEmpty()
        ? this
        : new ServedCall(
            document().callAt(call.place(), feed.dialect(), edits),
            feed,
            arrival,
            head,
            answering,
            begun,
            written);
  }

  /** What the call means to us; empty where the upstream can answer it better. */
  Optional<KnownCall> meaning() {
    return feed.dialect()
        .meaning(call)
        .filter(known -> feed.upstream().isEmpty() || feed.dialect().isAboutAnOrder(call));
  }

  boolean isMulticall() {
    return call.method().equals(Multicall.METHOD);
  }

  /** The calls of a multicall, each empty where it is none; empty as a whole if it has no list. */
  Optional<List<Optional<ServedCall>>> inMulticall() {
    return Multicall.calls(call)
        .map(calls -> calls.stream().map(each -> each.map(this::with)).toList());
  }

  /** The answer of the upstream to this call alone, when it came inside another one. */
  Answer askUpstream() {
    Optional<Upstream> upstream = feed.upstream();
    if (upstream.isEmpty()) {
      return Answers.UNKNOWN_METHOD;
    }
    try {
      Answer answer = upstream.get().call(call, head);
      answering.byUpstream();
      return answer;
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", upstream.get(), e);
      return Answers.NO_UPSTREAM;
    }
  }
}
