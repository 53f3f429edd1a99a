package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.xmlrpc.Answer;
import java.util.Optional;

/**
 * Reply to a call about an order: our answer, or whatever the monolith answers.
 *
 * @param ours empty when the call is forwarded
 * @param forward under which the call goes to the monolith; empty where the order cannot be named
 */
record OrderReply(Optional<Answer> ours, Optional<Forward> forward) {

  static OrderReply ours(Answer answer) {
    return new OrderReply(Optional.of(answer), Optional.empty());
  }

  static OrderReply forwarded(Optional<Forward> forward) {
    return new OrderReply(Optional.empty(), forward);
  }

  boolean isForwarded() {
    return ours.isEmpty();
  }
}
