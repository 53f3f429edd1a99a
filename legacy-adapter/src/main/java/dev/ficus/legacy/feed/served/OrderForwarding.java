package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * Forwarding of calls about orders to the monolith. Its answer is passed on as it came; it is read
 * beside that, for whether the monolith has the order.
 */
@ApplicationScoped
class OrderForwarding {

  private static final Logger LOG = Logger.getLogger(OrderForwarding.class);

  private final Forwards forwards;
  private final OrderIntake intake;
  private final XmlRpcReader reader;
  private final int mostBytes;

  OrderForwarding(Forwards forwards, OrderIntake intake, Shops shops) {
    this.forwards = forwards;
    this.intake = intake;
    this.reader = new XmlRpcReader(shops.limits());
    this.mostBytes = Math.toIntExact(Math.min(shops.limits().bytes(), Integer.MAX_VALUE - 8));
  }

  /** The monolith's answer to a call that came inside another one. */
  Answer ask(ServedCall call, OrderReply reply) {
    Answer answer = call.edited(reply.edits()).askUpstream();
    if (reply.isSplit()) {
      call.answering().byUs();
    }
    note(reply, answer);
    return answer;
  }

  /**
   * Notes what an answer means that came among others, or that there was none. Commands of ours
   * that waited for it are released.
   *
   * @throws RuntimeException when that cannot be written down: then the sender is to try again
   */
  void note(OrderReply reply, Answer answer) {
    if (answer.equals(Answers.NO_UPSTREAM)) {
      note(reply, forward -> forwards.unanswered(forward, "no answer"));
    } else if (answer instanceof Answer.Result) {
      Optional<Forward> approved = reply.forward().filter(Forward::approves);
      if (approved.isPresent()) {
        forwards.accepted(approved.get());
        intake.release(approved.get().order());
      } else {
        note(reply, forwards::accepted);
      }
    } else {
      note(reply, forwards::refused);
    }
  }

  /** Does so for several orders, each of them whatever becomes of the others. */
  private void noteAll(SortedMap<Integer, OrderReply> replies, IntFunction<Answer> answerAt) {
    RuntimeException[] last = new RuntimeException[1];
    replies.forEach(
        (place, reply) -> {
          try {
            note(reply, answerAt.apply(place));
          } catch (RuntimeException e) {
            last[0] = e;
          }
        });
    if (last[0] != null) {
      throw last[0];
    }
  }

  /** Notes that there was no answer. */
  void noteNone(Collection<OrderReply> replies, String why) {
    replies.forEach(reply -> note(reply, forward -> forwards.unanswered(forward, why)));
  }

  /** Notes that nothing was sent after all. */
  void noteNotSent(Collection<OrderReply> replies) {
    replies.forEach(reply -> note(reply, forwards::refused));
  }

  /**
   * The body of an answer, read to its end and noted; what is too long to be one to an order is
   * passed on while it comes.
   *
   * @throws IOException when it breaks off
   * @throws RuntimeException when it cannot be written down that commands of ours wait no longer
   */
  InputStream body(OrderReply reply, Upstream.Answered answered) throws IOException {
    return body(List.of(reply), answered, answer -> note(reply, answer));
  }

  /**
   * The same of the answer to a call that is several in one.
   *
   * @param replies to the orders among them, by their places
   */
  InputStream body(
      ServedCall call, SortedMap<Integer, OrderReply> replies, Upstream.Answered answered)
      throws IOException {
    return body(
        replies.values(),
        answered,
        answer -> noteAll(replies, place -> inner(call, answer, place)));
  }

  /** The answer to one of several calls in one. */
  private static Answer inner(ServedCall call, Answer answer, int place) {
    if (!(answer instanceof Answer.Result result)) {
      return answer;
    }
    List<Value> all = result.value().asList().orElse(List.of());
    if (place >= all.size()) {
      return Answers.NO_UPSTREAM;
    }
    return call.isMulticall()
        ? Multicall.answer(all.get(place))
        : Answer.ofMultiCall(all.get(place));
  }

  private InputStream body(
      Collection<OrderReply> replies, Upstream.Answered answered, Consumer<Answer> noted)
      throws IOException {
    InputStream rest = answered.body();
    byte[] begun = rest.readNBytes(mostBytes);
    if (begun.length == mostBytes) {
      noteNone(replies, "the answer is too long");
      return new SequenceInputStream(new ByteArrayInputStream(begun), rest);
    }
    rest.close();
    Optional<Answer> answer = new AnswerDocument(answered, begun).answer(reader);
    if (answer.isPresent()) {
      noted.accept(answer.get());
    } else {
      noteNone(replies, "HTTP " + answered.status() + " with no answer that can be read");
    }
    return new ByteArrayInputStream(begun);
  }

  /** The answer in the body of one; empty where it cannot be read. */
  Optional<Answer> read(Upstream.Answered answered, byte[] body) {
    return new AnswerDocument(answered, body).answer(reader);
  }

  /** The monolith has answered, whatever is noted: an order that stays in doubt does no harm. */
  private static void note(OrderReply reply, Consumer<Forward> what) {
    try {
      reply.forward().ifPresent(what);
    } catch (RuntimeException failure) {
      LOG.warnf("Order %s stays in doubt: %s", reply.forward(), failure.getMessage());
    }
  }
}
