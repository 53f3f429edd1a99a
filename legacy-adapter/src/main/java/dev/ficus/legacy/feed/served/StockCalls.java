package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.PushedShops;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.xmlrpc.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Calls that report stock, to us alone or on their way to the upstream. */
@Startup
@ApplicationScoped
class StockCalls {

  private static final Logger LOG = Logger.getLogger(StockCalls.class);

  private final StockIntake stock;
  private final PushedShops pushed;
  private final MeterRegistry meters;

  StockCalls(StockIntake stock, PushedShops pushed, MeterRegistry meters) {
    this.stock = stock;
    this.pushed = pushed;
    this.meters = meters;
    // So that each is there with 0 before it first happens.
    meters.counter("ficus.legacy.stock.figures", "outcome", "cut");
    meters.counter("ficus.legacy.stock.figures", "outcome", "let_through");
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
    return passOnLeft(call, refusal, any -> upstream.get());
  }

  /**
   * Passes on to the shop what is left of a call without the figures of our SKUs.
   *
   * @param refusal makes the answer of our fault
   * @param upstream passes it on
   */
  <T> T passOnLeft(ServedCall call, Function<Answer, T> refusal, Function<StockLeft, T> upstream) {
    List<Dialect.ReportedStock> reported = call.feed().dialect().reportedStock(call.call());
    if (reported.isEmpty()) {
      return upstream.apply(all(call));
    }
    StockIntake.Taken taken;
    StockLeft left;
    try {
      taken = stock.take(reports(call, reported));
      left = left(call, reported, Results.of(taken.noted()));
    } catch (RuntimeException e) {
      return refusal.apply(Answers.notAccepted(e));
    }
    T answer = upstream.apply(left);
    if (stock.canConfirm()) {
      try {
        Results.of(taken.confirmed());
      } catch (RuntimeException e) {
        LOG.warnf("Commands about stock are sent again later: %s", e.getMessage());
      }
    }
    return answer;
  }

  /** Who sells a SKU sends its figure. A shop that we send nothing has the monolith's of all. */
  private StockLeft left(
      ServedCall call, List<Dialect.ReportedStock> reported, List<StockReportResult> results) {
    if (call.feed().dialect().takesOrders() || !pushed.include(call.feed().shop())) {
      return all(call);
    }
    List<Dialect.ReportedStock> ours =
        IntStream.range(0, reported.size())
            .filter(at -> results.get(at).seller() == Owner.NEW)
            .mapToObj(reported::get)
            .filter(each -> each.stock().kind().isOfSku())
            .toList();
    if (ours.isEmpty()) {
      return all(call);
    }
    Optional<StockLeft> left =
        StockLeft.without(
            ours, call.call(), call.feed().dialect(), () -> call.document().written());
    if (left.isEmpty()) {
      LOG.warnf(
          "The shop %s gets the monolith's figures of %s: they cannot be taken out of the call by which they came",
          call.feed().shop(), ours.stream().map(each -> each.stock().sku()).toList());
    }
    meters
        .counter("ficus.legacy.stock.figures", "outcome", left.isPresent() ? "cut" : "let_through")
        .increment(ours.size());
    return left.orElseGet(() -> all(call));
  }

  private static StockLeft all(ServedCall call) {
    return StockLeft.all(call.call(), call.feed().dialect());
  }

  private List<StockReport> reports(ServedCall call) {
    return reports(call, call.feed().dialect().reportedStock(call.call()));
  }

  private List<StockReport> reports(ServedCall call, List<Dialect.ReportedStock> reportedStock) {
    ServedFeeds.ServedFeed feed = call.feed();
    return reportedStock.stream()
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
