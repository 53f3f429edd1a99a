package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.dialect.AnswerShape;
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
 * @param question how its answer is read; empty where nobody reads what is decided in it
 */
record OrderReply(
    Optional<Answer> ours,
    Optional<Forward> forward,
    List<DocumentEdit> edits,
    Optional<AskedMonolith> question) {

  /**
   * Question to the monolith what it decides about an order.
   *
   * @param correlation of the call
   * @param begunAt when it was put, by {@link System#nanoTime}
   */
  record AskedMonolith(AnswerShape shape, String correlation, long begunAt) {}

  OrderReply {
    edits = List.copyOf(edits);
  }

  static OrderReply ours(Answer answer) {
    return new OrderReply(Optional.of(answer), Optional.empty(), List.of(), Optional.empty());
  }

  /** One that cannot be named. */
  static OrderReply forwarded() {
    return new OrderReply(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  /** One that goes to the monolith now. */
  static OrderReply forwarded(
      Optional<Forward> forward, List<DocumentEdit> edits, ServedCall call) {
    return new OrderReply(
        Optional.empty(),
        forward,
        edits,
        call.feed()
            .dialect()
            .answers()
            .map(
                shape ->
                    new AskedMonolith(shape, call.arrival().correlation(), System.nanoTime())));
  }

  /** The monolith's answer to it, where somebody reads what is decided in it. */
  Optional<AnsweredOrder> answeredBy(Answer answer) {
    return forward.flatMap(
        sent ->
            question.map(
                asked ->
                    new AnsweredOrder(
                        sent.order(),
                        asked.shape(),
                        asked.correlation(),
                        answer,
                        asked.begunAt(),
                        System.nanoTime())));
  }

  boolean isForwarded() {
    return ours.isEmpty();
  }

  /** Whether the monolith is given it without lines of ours. */
  boolean isSplit() {
    return !edits.isEmpty();
  }
}
