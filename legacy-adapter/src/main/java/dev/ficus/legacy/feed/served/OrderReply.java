package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import java.util.List;
import java.util.Optional;

/**
 * Reply to a call about an order: our answer, or whatever the monolith answers.
 *
 * @param ours empty when the call is forwarded
 * @param forward under which the call goes to the monolith; empty where the order cannot be named
 * @param edits what is done to the document before it goes there; nothing to one that goes as it
 *     came
 */
record OrderReply(Optional<Answer> ours, Optional<Forward> forward, List<DocumentEdit> edits) {

  OrderReply {
    edits = List.copyOf(edits);
  }

  static OrderReply ours(Answer answer) {
    return new OrderReply(Optional.of(answer), Optional.empty(), List.of());
  }

  static OrderReply forwarded(Optional<Forward> forward, List<DocumentEdit> edits) {
    return new OrderReply(Optional.empty(), forward, edits);
  }

  boolean isForwarded() {
    return ours.isEmpty();
  }

  /** Whether the monolith is given it without lines of ours. */
  boolean isSplit() {
    return !edits.isEmpty();
  }
}
