package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.intake.ForwardOutcomes;
import dev.ficus.legacy.intake.Forwards.Ending;
import dev.ficus.legacy.intake.Forwards.Forward;
import dev.ficus.legacy.intake.Forwards.ForwardOutcome;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
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

  private final ForwardOutcomes outcomes;
  private final OrderIntake intake;
  private final MonolithsAnswers answers;
  private final XmlRpcReader reader;
  private final int mostBytes;

  OrderForwarding(
      ForwardOutcomes outcomes, OrderIntake intake, MonolithsAnswers answers, Shops shops) {
    this.outcomes = outcomes;
    this.intake = intake;
    this.answers = answers;
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
    begin(reply, answer).run();
  }

  private Runnable begin(OrderReply reply, Answer answer) {
    Ending ending = ending(answer);
    if (ending != Ending.UNANSWERED) {
      reply.answeredBy(answer).ifPresent(answers::answered);
    }
    return begin(reply, ending, "no answer");
  }

  /** Does so for several orders at once, each of them whatever becomes of the others. */
  private void noteAll(SortedMap<Integer, OrderReply> replies, IntFunction<Answer> answerAt) {
    List<Runnable> begun = new ArrayList<>();
    replies.forEach((place, reply) -> begun.add(begin(reply, answerAt.apply(place))));
    RuntimeException last = null;
    for (Runnable each : begun) {
      try {
        each.run();
      } catch (RuntimeException e) {
        last = e;
      }
    }
    if (last != null) {
      throw last;
    }
  }

  private static Ending ending(Answer answer) {
    return answer.equals(Answers.NO_UPSTREAM)
        ? Ending.UNANSWERED
        : answer instanceof Answer.Result ? Ending.ACCEPTED : Ending.REFUSED;
  }

  /** Notes that there was no answer. */
  void noteNone(Collection<OrderReply> replies, String why) {
    noteAll(replies, Ending.UNANSWERED, why);
  }

  /** Notes that nothing was sent after all. */
  void noteNotSent(Collection<OrderReply> replies) {
    noteAll(replies, Ending.REFUSED, "");
  }

  private void noteAll(Collection<OrderReply> replies, Ending ending, String why) {
    List<Runnable> begun = replies.stream().map(reply -> begin(reply, ending, why)).toList();
    begun.forEach(Runnable::run);
  }

  /**
   * Begins to note what has come of a call.
   *
   * @return waits until it is noted. The monolith has answered, whatever becomes of that: an order
   *     that stays in doubt does no harm, unless commands of ours wait to be released
   */
  private Runnable begin(OrderReply reply, Ending ending, String why) {
    if (reply.forward().isEmpty()) {
      return () -> {};
    }
    Forward forward = reply.forward().get();
    CompletableFuture<Void> noted =
        outcomes.note(new ForwardOutcome(forward, ending, ending == Ending.UNANSWERED ? why : ""));
    if (ending == Ending.ACCEPTED && forward.approves()) {
      return () -> {
        Results.of(noted);
        intake.release(forward.order());
      };
    }
    return () -> {
      try {
        Results.of(noted);
      } catch (RuntimeException failure) {
        LOG.warnf("Order %s stays in doubt: %s", forward, failure.getMessage());
      }
    };
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
}
