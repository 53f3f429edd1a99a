package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Question;
import dev.ficus.oldworld.Table;
import dev.ficus.oldworld.monolith.ShopCalls.StockReport;
import dev.ficus.oldworld.wire.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The monolith's warehouse as its workers see it, for tests. The README has the list. */
final class MonolithControl {
  private final Warehouse warehouse;
  private final Moves moves;
  private final Optional<ShopCalls> shop;
  private final CallCounts counts;
  private final Mischief mischief;

  MonolithControl(
      Warehouse warehouse,
      Moves moves,
      Optional<ShopCalls> shop,
      CallCounts counts,
      Mischief mischief) {
    this.warehouse = warehouse;
    this.moves = moves;
    this.shop = shop;
    this.counts = counts;
    this.mischief = mischief;
  }

  Response answer(Question question) throws InterruptedException {
    try {
      return switch (question.method()) {
        case "GET" -> show(question.path(1));
        case "POST" -> act(question);
        default -> Response.line(405, "there is no " + question.method() + " here");
      };
    } catch (IllegalArgumentException misuse) {
      return Response.line(400, misuse.getMessage());
    }
  }

  private Response show(String what) {
    return switch (what) {
      case "batches" -> batches();
      case "orders" -> orders();
      case "calls" -> counts.table();
      case "told" -> reports(shop.map(ShopCalls::reports).orElse(List.of()));
      default -> nothing();
    };
  }

  private Response act(Question question) throws InterruptedException {
    return switch (question.path(1)) {
      case "batches" -> question.path(2).isEmpty() ? receive(question) : change(question);
      case "stock" -> reports(moves.restate(question.path(2)));
      case "mischief" -> {
        mischief.become(Mischief.Plan.of(question));
        yield Response.line(200, mischief.words());
      }
      case "moves" -> {
        for (int i = question.number("count", 1); i > 0; i--) {
          moves.next();
        }
        yield Response.line(200, "done");
      }
      default -> nothing();
    };
  }

  private Response receive(Question question) throws InterruptedException {
    LocalDate eta = question.text("eta").isPresent() ? eta(question) : null;
    return reports(
        moves.receive(
            new Batch(
                question.needed("reference"),
                question.needed("sku"),
                question.number("qty", 0),
                eta,
                0)));
  }

  private Response change(Question question) throws InterruptedException {
    String reference = question.path(2);
    Optional<List<StockReport>> reports =
        question.text("qty").isPresent()
            ? moves.adjust(reference, question.number("qty", 0))
            : moves.delay(reference, eta(question));
    return reports
        .map(MonolithControl::reports)
        .orElseGet(() -> Response.line(404, "there is no batch " + reference));
  }

  /** Empty for what has arrived. */
  private static LocalDate eta(Question question) {
    String day = question.needed("eta");
    try {
      return day.isEmpty() ? null : LocalDate.parse(day);
    } catch (DateTimeParseException noDay) {
      throw new IllegalArgumentException("eta needs a day like 2010-12-24, not " + day, noDay);
    }
  }

  private Response batches() {
    return Table.of(
        List.of("reference", "sku", "qty", "promised", "eta"),
        table -> {
          for (Batch batch : warehouse.batches()) {
            table.row(
                batch.reference(), batch.sku(), batch.quantity(), batch.promised(), batch.eta());
          }
        });
  }

  private Response orders() {
    return Table.of(
        List.of("order", "sku", "qty", "batch"),
        table -> {
          for (Map.Entry<String, List<Decision>> order : warehouse.orders().entrySet()) {
            for (Decision line : order.getValue()) {
              table.row(order.getKey(), line.sku(), line.quantity(), line.batch());
            }
          }
        });
  }

  private static Response reports(List<StockReport> all) {
    return Table.of(
        List.of("method", "about", "outcome"),
        table -> {
          for (StockReport report : all) {
            table.row(report.method(), report.about(), report.outcome());
          }
        });
  }

  private static Response nothing() {
    return Response.line(404, "there is nothing of this name");
  }
}
