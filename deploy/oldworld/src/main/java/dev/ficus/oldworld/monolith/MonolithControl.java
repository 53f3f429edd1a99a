package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Question;
import dev.ficus.oldworld.Shares;
import dev.ficus.oldworld.Table;
import dev.ficus.oldworld.WholeNumber;
import dev.ficus.oldworld.monolith.Despatches.News;
import dev.ficus.oldworld.monolith.Despatches.Telling;
import dev.ficus.oldworld.monolith.IncomingOrder.WantedLine;
import dev.ficus.oldworld.monolith.OrderLine.LineState;
import dev.ficus.oldworld.monolith.ShopCalls.Report;
import dev.ficus.oldworld.wire.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The monolith's office and warehouse as its people see them, for tests. The README has the list.
 */
final class MonolithControl {
  private final Warehouse warehouse;
  private final Fulfilment fulfilment;
  private final Policy policy;
  private final Moves moves;
  private final Despatches despatches;
  private final Optional<ShopCalls> shop;
  private final Optional<Pulling> pulling;
  private final CallCounts counts;
  private final Mischief mischief;
  private final Optional<Path> recording;

  MonolithControl(
      Warehouse warehouse,
      Fulfilment fulfilment,
      Policy policy,
      Moves moves,
      Despatches despatches,
      Optional<ShopCalls> shop,
      Optional<Pulling> pulling,
      CallCounts counts,
      Mischief mischief,
      Optional<Path> recording) {
    this.warehouse = warehouse;
    this.fulfilment = fulfilment;
    this.policy = policy;
    this.moves = moves;
    this.despatches = despatches;
    this.shop = shop;
    this.pulling = pulling;
    this.counts = counts;
    this.mischief = mischief;
    this.recording = recording;
  }

  Response answer(Question question) throws IOException, InterruptedException {
    try {
      return switch (question.method()) {
        case "GET" -> show(question);
        case "POST" -> act(question);
        default -> Response.line(405, "there is no " + question.method() + " here");
      };
    } catch (IllegalArgumentException misuse) {
      return Response.line(400, misuse.getMessage());
    }
  }

  private Response show(Question question) throws IOException {
    return switch (question.path(1)) {
      case "batches" -> batches();
      case "stock" -> stock();
      case "moves" -> moves();
      case "orders" -> orders(question.is("all"));
      case "calls" -> counts.table();
      case "told" -> reports(shop.map(ShopCalls::reports).orElse(List.of()));
      case "received" -> received();
      default -> nothing();
    };
  }

  private Response act(Question question) throws IOException, InterruptedException {
    return switch (question.path(1)) {
      case "batches" -> question.path(2).isEmpty() ? receive(question) : change(question);
      case "stock" -> stock(question);
      case "figures" -> reports(moves.restateChanged(question.is("all")));
      case "orders" -> order(question);
      case "telephone" -> sell(question);
      case "decide" -> {
        fulfilment.decideAll();
        yield orders(false);
      }
      case "pull" -> pull();
      case "policy" -> {
        policy.become(Policy.Rules.of(question, policy.rules()));
        yield Response.line(200, policy.rules().words());
      }
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
    Optional<List<Report>> reports =
        question.text("qty").isPresent()
            ? moves.adjust(reference, question.number("qty", 0))
            : moves.delay(reference, eta(question));
    return reports
        .map(MonolithControl::reports)
        .orElseGet(() -> Response.line(404, "there is no batch " + reference));
  }

  /** What happens to a SKU; its figure is sent with the next round of figures, or on request. */
  private Response stock(Question question) throws InterruptedException {
    String sku = question.path(2);
    switch (question.path(3)) {
      case "" -> {
        return reports(moves.restate(sku));
      }
      case "count" -> warehouse.count(sku, question.number("qty", 0));
      case "leave" -> warehouse.leave(sku, question.number("qty", 1), question.is("set-aside"));
      default -> {
        return nothing();
      }
    }
    return stock();
  }

  private Response order(Question question) throws InterruptedException {
    String order = question.path(2);
    return switch (question.path(3)) {
      case "despatch" ->
          reports(
              despatches.despatch(
                  order,
                  Set.copyOf(question.values("item")),
                  !question.values("names").equals(List.of("no")),
                  news(question.values("news"))));
      case "cancel" -> reports(despatches.cancel(order));
      case "tell" ->
          reports(
              despatches.tell(order, Shares.kind("telling", Telling.class, question.needed("by"))));
      default -> nothing();
    };
  }

  private static Set<News> news(List<String> words) {
    Set<News> news = EnumSet.noneOf(News.class);
    for (String word : words) {
      news.add(Shares.kind("news", News.class, word));
    }
    return news.isEmpty() ? EnumSet.of(News.SHIPMENT) : news;
  }

  private Response sell(Question question) {
    List<String> skus = question.values("sku");
    List<String> quantities = question.values("qty");
    if (skus.isEmpty() || skus.size() != quantities.size()) {
      throw new IllegalArgumentException("there must be as many qty as sku, and at least one");
    }
    List<WantedLine> lines = new ArrayList<>();
    for (int i = 0; i < skus.size(); i++) {
      int quantity = WholeNumber.parse("qty", quantities.get(i), 1);
      lines.add(new WantedLine(String.valueOf(i + 1), skus.get(i), quantity));
    }
    return orders(fulfilment.sell(lines));
  }

  private Response pull() throws InterruptedException {
    if (pulling.isEmpty()) {
      throw new IllegalArgumentException("it does not pull: --pull-from is missing");
    }
    try {
      List<Pulling.PulledOrder> pulled = pulling.get().pull();
      return Table.of(
          List.of("order", "updated_at", "outcome"),
          table -> {
            for (Pulling.PulledOrder order : pulled) {
              table.row(order.number(), order.updatedAt(), order.outcome());
            }
          });
    } catch (IOException noAnswer) {
      return Response.line(502, String.valueOf(noAnswer.getMessage()));
    }
  }

  private Response received() throws IOException {
    if (recording.isEmpty()) {
      throw new IllegalArgumentException("it records nothing: --record is missing");
    }
    byte[] bytes = Files.readAllBytes(recording.get());
    return Response.of(200, "application/octet-stream", out -> out.write(bytes));
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

  private Response stock() {
    List<Warehouse.SkuStock> figures = warehouse.figures();
    return Table.of(
        List.of(
            "sku", "received", "corrected", "gone", "physical", "promised", "set_aside", "figure"),
        table -> {
          for (Warehouse.SkuStock stock : figures) {
            table.row(
                stock.sku(),
                stock.received(),
                stock.corrected(),
                stock.gone(),
                stock.physical(),
                stock.promised(),
                stock.aside(),
                stock.figure());
          }
        });
  }

  private Response moves() {
    List<Warehouse.StockMove> moves = warehouse.moves();
    return Table.of(
        List.of("at", "sku", "what", "figure"),
        table -> {
          for (Warehouse.StockMove move : moves) {
            table.row(move.at(), move.sku(), Shares.word(move.kind()), move.figure());
          }
        });
  }

  private Response orders(boolean all) {
    return orders(
        fulfilment.all().stream().filter(line -> all || !line.is(LineState.CANCELLED)).toList());
  }

  private static Response orders(List<OrderLine> lines) {
    return Table.of(
        List.of("order", "item_id", "sku", "qty", "state", "batch", "day"),
        table -> {
          for (OrderLine line : lines) {
            table.row(
                line.key().order(),
                line.key().item(),
                line.sku(),
                line.quantity(),
                Shares.word(line.state()),
                line.batch(),
                line.day());
          }
        });
  }

  private static Response reports(List<Report> all) {
    return Table.of(
        List.of("method", "about", "outcome"),
        table -> {
          for (Report report : all) {
            table.row(report.method(), report.about(), report.outcome());
          }
        });
  }

  private static Response nothing() {
    return Response.line(404, "there is nothing of this name");
  }
}
