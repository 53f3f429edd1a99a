package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.WebClient;
import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * The monolith's own calls to the shop, one after the other, in the order in which things happened.
 * A call that was not answered, or by an internal error, is repeated for as long as patience lasts.
 */
final class ShopCalls {
  private static final String UPDATE = "cataloginventory_stock_item.update";
  private static final int INTERNAL_ERROR = 1;
  private static final int SESSION_EXPIRED = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final WebClient shop;
  private final Access access;
  private final BatchMethods methods;
  private final List<StockReport> reports = new ArrayList<>();
  private String session;

  /**
   * How the shop is called.
   *
   * @param patience how long a call is repeated
   */
  record Access(String user, String key, Duration patience) {}

  /** The shop's methods that take news of batches. */
  record BatchMethods(String receive, String adjust, String delay) {}

  /**
   * What was reported to the shop in one call, and its answer.
   *
   * @param about a SKU or the reference of a batch
   * @param outcome {@code true} where it was taken, otherwise why not
   */
  record StockReport(String method, String about, String outcome) {}

  /** Makes a call; it may have to log in first. */
  private interface Attempt {
    Answer answer() throws IOException, XMLStreamException;
  }

  ShopCalls(WebClient shop, Access access, BatchMethods methods) {
    this.shop = shop;
    this.access = access;
    this.methods = methods;
  }

  /** A SKU's figure. */
  synchronized StockReport restate(String sku, int quantity) throws InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("qty", Integer.toString(quantity));
    figures.put("is_in_stock", quantity > 0 ? "1" : "0");
    return report(UPDATE, sku, () -> call(List.of(sku, figures)));
  }

  synchronized StockReport receive(Batch batch) throws InterruptedException {
    return report(
        methods.receive(),
        batch.reference(),
        () ->
            send(methods.receive(), batch.reference(), batch.sku(), batch.quantity(), day(batch)));
  }

  synchronized StockReport adjust(Batch batch) throws InterruptedException {
    return report(
        methods.adjust(),
        batch.reference(),
        () -> send(methods.adjust(), batch.reference(), batch.sku(), batch.quantity()));
  }

  synchronized StockReport delay(Batch batch) throws InterruptedException {
    return report(
        methods.delay(),
        batch.reference(),
        () -> send(methods.delay(), batch.reference(), batch.sku(), day(batch)));
  }

  /** All reports, in the order in which they were sent. */
  synchronized List<StockReport> reports() {
    return List.copyOf(reports);
  }

  private StockReport report(String method, String about, Attempt attempt)
      throws InterruptedException {
    StockReport report = new StockReport(method, about, outcome(attempt));
    reports.add(report);
    return report;
  }

  private String outcome(Attempt attempt) throws InterruptedException {
    long end = System.nanoTime() + access.patience().toNanos();
    while (true) {
      String failure;
      try {
        Answer answer = attempt.answer();
        if (answer instanceof Success success) {
          return String.valueOf(success.value());
        }
        Fault fault = (Fault) answer;
        failure = "fault %d: %s".formatted(fault.code(), fault.text());
        if (fault.code() == SESSION_EXPIRED) {
          session = null;
        } else if (fault.code() != INTERNAL_ERROR) {
          return failure;
        }
      } catch (IOException noAnswer) {
        failure = "no answer: " + noAnswer.getMessage();
      } catch (XMLStreamException noXmlRpc) {
        failure = "no XML-RPC: " + noXmlRpc.getMessage();
      }
      if (System.nanoTime() - end > 0) {
        return failure;
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private Answer call(List<Object> arguments) throws IOException, XMLStreamException {
    if (session == null) {
      Answer login = send("login", access.user(), access.key());
      if (login instanceof Fault) {
        return login;
      }
      session = String.valueOf(((Success) login).value());
    }
    return send("call", session, UPDATE, arguments);
  }

  private Answer send(String method, Object... parameters) throws IOException, XMLStreamException {
    Message answer = shop.post(XmlRpc.call(method, parameters));
    return XmlRpc.readAnswer(answer.body());
  }

  /** Empty where there is none: the batch is in the warehouse. */
  private static String day(Batch batch) {
    return batch.eta() == null ? "" : batch.eta().toString();
  }
}
