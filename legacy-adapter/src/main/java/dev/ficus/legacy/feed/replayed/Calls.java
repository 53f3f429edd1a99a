package dev.ficus.legacy.feed.replayed;

import dev.ficus.legacy.feed.captured.Captured;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The carrying out of replayed calls, without the sender's password and without an upstream. */
public interface Calls {

  /** Whether calls come by a feed of this name. */
  boolean know(String feed);

  /**
   * Begins to carry out a call. Several that are begun one after the other are written down in this
   * order.
   *
   * @param feed one that is known
   * @param document in which the call is written
   * @return waits for the answers to each order in it, and throws what went wrong. Empty when
   *     nothing in the call is about an order
   */
  Optional<Supplier<List<Answer>>> begin(
      String feed, Call call, Captured document, String correlation);
}
