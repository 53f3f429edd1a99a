package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Question;
import dev.ficus.oldworld.Shares;
import dev.ficus.oldworld.Table;
import dev.ficus.oldworld.WholeNumber;
import dev.ficus.oldworld.wire.Response;
import dev.ficus.oldworld.wire.XmlRpc.Call;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shop's back office, for tests: what the shop knows, and what its clerks and customers can do.
 * The README has the list.
 */
final class ShopControl {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> ORDER_COLUMNS =
      List.of(
          "order",
          "state",
          "status",
          "created_at",
          "updated_at",
          "item_id",
          "parent_item_id",
          "product_type",
          "sku",
          "qty");

  private final OrderBook orders;
  private final Stock stock;
  private final Documents documents;
  private final Receipts receipts;
  private final CallCounts counts;
  private final Sessions sessions;
  private final ShopClock clock;
  private final Mischief mischief;
  private final Schedule schedule;
  private final Sending sending;

  ShopControl(
      OrderBook orders,
      Stock stock,
      Documents documents,
      Receipts receipts,
      CallCounts counts,
      Sessions sessions,
      ShopClock clock,
      Mischief mischief,
      Schedule schedule,
      Sending sending) {
    this.orders = orders;
    this.stock = stock;
    this.documents = documents;
    this.receipts = receipts;
    this.counts = counts;
    this.sessions = sessions;
    this.clock = clock;
    this.mischief = mischief;
    this.schedule = schedule;
    this.sending = sending;
  }

  Response answer(Question question) throws InterruptedException {
    try {
      return switch (question.method()) {
        case "GET" -> show(question);
        case "POST" -> act(question);
        case "DELETE" -> take(question);
        default -> Response.line(405, "there is no " + question.method() + " here");
      };
    } catch (IllegalArgumentException misuse) {
      return Response.line(400, misuse.getMessage());
    } catch (Refusal refusal) {
      return Response.line(refusal.isUnknown() ? 404 : 409, refusal.getMessage());
    }
  }

  private Response show(Question question) throws Refusal, InterruptedException {
    return switch (question.path(1)) {
      case "orders" ->
          question.path(2).isEmpty()
              ? table(question.is("unseen") ? orders.allWithUnseen() : orders.all())
              : table(List.of(find(question.path(2))));
      case "sending" ->
          question.path(2).equals("events")
              ? sending.events(question.number("from", 0))
              : sending.table();
      case "comments" -> comments();
      case "stock" -> stock();
      case "calls" -> counts.table();
      case "documents" -> documents();
      case "receipts" -> receipts();
      default -> nothing();
    };
  }

  private Response act(Question question) throws Refusal {
    return switch (question.path(1)) {
      case "orders" ->
          question.path(2).isEmpty() ? table(List.of(place(question))) : change(question);
      case "changes" -> {
        orders.requireOwnOrders();
        for (int i = question.number("count", 1); i > 0; i--) {
          schedule.next();
        }
        yield done();
      }
      case "commit" -> {
        orders.commit(true);
        yield done();
      }
      case "clock" -> {
        clock.put(question.number("minutes", Integer.MIN_VALUE));
        yield Response.line(200, ShopClock.stamp(clock.now()));
      }
      case "sending" -> {
        Duration patience =
            question
                .text("patience")
                .map(seconds -> Duration.ofSeconds(WholeNumber.parse("patience", seconds, 1)))
                .orElse(PATIENCE);
        Duration pause =
            question
                .text("pause")
                .map(millis -> Duration.ofMillis(WholeNumber.parse("pause", millis, 0)))
                .orElse(Duration.ZERO);
        sending.begin(
            URI.create(question.needed("to")),
            new Sending.Pace(question.number("at-once", 1), patience, pause));
        yield done();
      }
      case "sessions" -> {
        sessions.endAll();
        yield done();
      }
      case "mischief" -> {
        Mischief.Plan plan = Mischief.Plan.of(question);
        if (!plan.methods().isEmpty()) {
          throw new IllegalArgumentException("method: calls to the shop go wrong whatever it is");
        }
        mischief.become(plan);
        yield Response.line(200, mischief.words());
      }
      default -> nothing();
    };
  }

  private Response change(Question question) throws Refusal {
    String order = question.path(2);
    Optional<Duration> late = late(question);
    return switch (question.path(3)) {
      case "cancel" -> table(List.of(orders.cancel(order, late)));
      case "reopen" -> table(List.of(orders.reopen(order, late)));
      case "hold" -> table(List.of(orders.hold(order, late)));
      case "unhold" -> table(List.of(orders.unhold(order, late)));
      case "despatch" -> table(List.of(orders.despatch(order, late)));
      case "items" ->
          table(List.of(orders.quantity(order, item(question), question.number("qty", 1), late)));
      default -> nothing();
    };
  }

  private Response take(Question question) throws Refusal {
    if (!question.path(1).equals("orders") || !question.path(3).equals("items")) {
      return nothing();
    }
    return table(List.of(orders.remove(question.path(2), item(question), late(question))));
  }

  private ShopOrder place(Question question) throws Refusal {
    List<String> skus = question.values("sku");
    List<String> quantities = question.values("qty");
    if (skus.size() != quantities.size()) {
      throw new IllegalArgumentException("there must be as many qty as sku");
    }
    List<OrderBook.Wish> wishes = new ArrayList<>();
    for (int i = 0; i < skus.size(); i++) {
      wishes.add(new OrderBook.Wish(skus.get(i), WholeNumber.parse("qty", quantities.get(i), 1)));
    }
    return orders.place(wishes, late(question));
  }

  private static int item(Question question) {
    return WholeNumber.parse("the item's id", question.path(4), 1);
  }

  /** How late it is to be seen; empty leaves it to the seed. */
  private static Optional<Duration> late(Question question) {
    return question
        .text("late")
        .map(seconds -> Duration.ofSeconds(WholeNumber.parse("late", seconds, 0)));
  }

  private ShopOrder find(String incrementId) throws Refusal {
    return orders
        .find(incrementId)
        .orElseThrow(() -> Refusal.unknown("there is no order " + incrementId));
  }

  private Response table(Iterable<ShopOrder> some) {
    return Table.of(
        ORDER_COLUMNS,
        table -> {
          for (ShopOrder order : some) {
            rows(order, table);
          }
        });
  }

  /** A row for each item; one for an order that has none left. */
  private void rows(ShopOrder order, Table table) throws IOException {
    List<Item> items = orders.items(order);
    if (items.isEmpty()) {
      row(order, null, table);
    }
    for (Item item : items) {
      row(order, item, table);
    }
  }

  private static void row(ShopOrder order, Item item, Table table) throws IOException {
    table.row(
        order.incrementId(),
        order.state().word,
        order.status(),
        ShopClock.stamp(order.createdAt()),
        ShopClock.stamp(order.updatedAt()),
        item == null ? null : item.id(),
        item == null || item.parent() == 0 ? null : item.parent(),
        item == null ? null : item.type().word,
        item == null ? null : item.sku(),
        item == null ? null : item.quantity());
  }

  private Response comments() {
    return Table.of(
        List.of("order", "status", "comment", "notified", "created_at"),
        table -> {
          for (ShopOrder order : orders.all()) {
            for (Comment comment : order.comments()) {
              table.row(
                  order.incrementId(),
                  comment.status(),
                  comment.text(),
                  comment.notified(),
                  ShopClock.stamp(comment.at()));
            }
          }
        });
  }

  private Response stock() {
    return Table.of(
        List.of("sku", "qty", "is_in_stock", "manage_stock", "updates", "repeats"),
        table -> {
          for (Stock.Figures figures : stock.all()) {
            table.row(
                figures.sku(),
                figures.quantity(),
                figures.inStock() ? 1 : 0,
                figures.managed() ? 1 : 0,
                figures.updates(),
                figures.repeats());
          }
        });
  }

  /** A row for each item; one for a document that names none. */
  private Response documents() {
    return Table.of(
        List.of("number", "kind", "order", "item_id", "qty"),
        table -> {
          for (Documents.Document document : documents.all()) {
            String kind = Shares.word(document.kind());
            if (document.quantities().isEmpty()) {
              table.row(document.number(), kind, document.order(), null, null);
            }
            for (Map.Entry<Long, Integer> item : document.quantities().entrySet()) {
              table.row(document.number(), kind, document.order(), item.getKey(), item.getValue());
            }
          }
        });
  }

  private Response receipts() {
    return Table.of(
        List.of("method", "parameters"),
        table -> {
          for (Call call : receipts.calls()) {
            List<Object> row = new ArrayList<>(List.of(call.method()));
            row.addAll(call.parameters());
            table.row(row.toArray());
          }
        });
  }

  private static Response done() {
    return Response.line(200, "done");
  }

  private static Response nothing() {
    return Response.line(404, "there is nothing of this name");
  }
}
