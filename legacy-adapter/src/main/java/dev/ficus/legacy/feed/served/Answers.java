package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.intake.FrozenProductsException;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Answers to the calls of a feed: the results that all have in common, and our faults.
 *
 * <p>A result means that everything in the call is safe: with the broker, or in quarantine. A fault
 * means that the sender shall try again, or, where its text reads so, that the call was wrong.
 */
public final class Answers {

  public static final Answer.Fault UNKNOWN_METHOD =
      new Answer.Fault(-32601, "server error: method not found");
  public static final Answer.Fault WRONG_PARAMETERS =
      new Answer.Fault(-32602, "server error: wrong parameters");
  public static final Answer.Fault TOO_MANY_CALLS =
      new Answer.Fault(-32602, "server error: too many calls in a multicall");
  public static final Answer.Fault TRY_AGAIN =
      new Answer.Fault(-32500, "application error: not accepted, please send again");
  public static final Answer.Fault NOT_DIVIDED =
      new Answer.Fault(
          -32500,
          "application error: the order has lines of the monolith and of ours, and ours cannot be"
              + " taken out of this document; not accepted, please send again");
  public static final Answer.Fault NO_WAY_TO_THE_MONOLITH =
      new Answer.Fault(
          -32500,
          "application error: the order has lines of the monolith, and this address has no upstream;"
              + " not accepted, please send again");
  public static final Answer.Fault NO_UPSTREAM =
      new Answer.Fault(-32300, "transport error: no answer from the system behind");

  static final Answer TRUE = new Answer.Result(new Value.Bool(true));

  private static final Logger LOG = Logger.getLogger(Answers.class);

  /** Magento 1's code for an order it does not know. */
  private static final int NO_SUCH_ORDER = 100;

  private Answers() {}

  /** The codes of all our faults. */
  static Set<Integer> faultCodes() {
    Stream<Integer> ofDocuments =
        Stream.of(XmlRpcException.DocumentRefusal.values()).map(refusal -> refusal.fault().code());
    Stream<Integer> ofCalls =
        Stream.of(UNKNOWN_METHOD, WRONG_PARAMETERS, TRY_AGAIN, NO_UPSTREAM).map(Answer.Fault::code);
    return Stream.of(ofDocuments, ofCalls, Stream.of(NO_SUCH_ORDER))
        .flatMap(Function.identity())
        .collect(Collectors.toUnmodifiableSet());
  }

  static Answer text(String text) {
    return new Answer.Result(new Value.Text(text));
  }

  static Answer.Fault noSuchOrder(String number) {
    return new Answer.Fault(NO_SUCH_ORDER, "Requested order does not exist: " + number);
  }

  /** The fault for what went wrong in the adapter, which is logged and never shown. */
  static Answer notAccepted(RuntimeException failure) {
    if (failure instanceof NotConfirmedException) {
      LOG.warnf("Not accepted, the broker did not confirm: %s", failure.getMessage());
    } else if (failure instanceof FrozenProductsException) {
      LOG.infof("Not accepted at present: %s", failure.getMessage());
    } else {
      TransientFailure.in(failure)
          .ifPresentOrElse(
              why -> LOG.warnf("Not accepted, the database is away: %s", why),
              () -> LOG.error("Not accepted", failure));
    }
    return TRY_AGAIN;
  }
}
