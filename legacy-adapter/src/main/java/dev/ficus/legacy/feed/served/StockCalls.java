package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.xmlrpc.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Calls that report stock, to us alone or on their way to the upstream. */
@ApplicationScoped
class StockCalls {

  private static final Logger LOG = Logger.getLogger(StockCalls.class);

  private final StockIntake stock;

  StockCalls(StockIntake stock) {
    this.stock = stock;
  }

  /** Takes in the stock reports of a call that has no upstream. */
  Supplier<Answer> take(ServedCall call) {
    StockIntake.Taken taken = stock.take(reports(call));
    return () -> {
      Results.of(taken.confirmed());
      return Answers.TRUE;
    };
  }

  /** Passes on a call that came inside another one. */
  Answer passOn(ServedCall call) {
    return passOn(call, fault -> fault, call::askUpstream);
  }

  /**
   * Passes on a call that the upstream is to answer, and takes in its stock reports, those of its
   * inner calls included. They are the monolith's word, whatever the upstream makes of them.
   *
   * <p>They are written down first, for what has been passed on could not be called back: if that
   * fails, nothing is passed on, and the sender shall try again. From then on they are safe, and
   * the upstream's answer is the answer. It is held back until the broker has confirmed, but not if
   * the broker is away: then the commands are sent when it is back.
   *
   * @param refusal makes the answer of our fault
   * @param upstream passes the call on
   */
  <T> T passOn(ServedCall call, Function<Answer, T> refusal, Supplier<T> upstream) {
    List<StockReport> reports = reports(call);
    if (reports.isEmpty()) {
      return upstream.get();
    }
    StockIntake.Taken taken;
    try {
      taken = stock.take(reports);
      Results.of(taken.noted());
    } catch (RuntimeException e) {
      return refusal.apply(Answers.notAccepted(e));
    }
    T answer = upstream.get();
    if (stock.canConfirm()) {
      try {
        Results.of(taken.confirmed());
      } catch (RuntimeException e) {
        LOG.warnf("Commands about stock are sent again later: %s", e.getMessage());
      }
    }
    return answer;
  }

  private List<StockReport> reports(ServedCall call) {
    ServedFeeds.ServedFeed feed = call.feed();
    return feed.dialect().reportedStock(call.call()).stream()
        .map(
            reported ->
                stock.report(
                    reported.stock(),
                    feed.shop(),
                    feed.rules(),
                    new ReportSource.ByCall(call.arrival(), reported.place())))
        .toList();
  }
}
