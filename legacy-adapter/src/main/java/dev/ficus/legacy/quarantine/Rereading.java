package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rereading of kept documents: a call that came by a feed, or what a shop answered to one. */
@ApplicationScoped
class Rereading {

  private final CurrentRules rules;
  private final XmlRpcReader reader;

  Rereading(CurrentRules rules) {
    this.rules = rules;
    this.reader = new XmlRpcReader(rules.limits());
  }

  /**
   * Orders found in a document by the rules of today.
   *
   * @param shown what is found where an order is expected
   * @param unknown how many of its calls have no known meaning
   */
  record FoundOrders(List<FoundOrder> shown, int unknown) {

    /** This order as the document last shows it. */
    Optional<OldOrder> order(String number) {
      return orders().stream()
          .filter(order -> order.number().number().equals(number))
          .reduce((first, second) -> second);
    }

    List<OldOrder> orders() {
      return shown.stream().flatMap(each -> each.order().stream()).toList();
    }

    /** The SKUs of all their lines, as far as they can be read. */
    Set<String> skus() {
      return orders().stream()
          .flatMap(order -> order.items().stream())
          .map(OldItem::sku)
          .filter(Identifiers::readable)
          .collect(Collectors.toSet());
    }

    /** How many things are found where an order is expected, and are none. */
    long unreadable() {
      return shown.stream().filter(each -> each.order().isEmpty()).count();
    }

    /** What one of the calls in the document holds. */
    FoundOrders within(String place) {
      return new FoundOrders(
          shown.stream().filter(each -> each.within().equals(place)).toList(), 0);
    }
  }

  /**
   * What is found where an order is expected.
   *
   * @param within which of the calls in the document it is
   * @param order empty when it is none with a readable number
   */
  record FoundOrder(String within, Optional<OldOrder> order) {}

  /** The orders in a document; empty when its feed is no longer configured. */
  Optional<FoundOrders> orders(String feed, String shop, byte[] document) {
    return call(document)
        .map(call -> rules.dialect(feed).map(dialect -> orders(shop, dialect, call)))
        .orElseGet(() -> rules.answers(feed).map(shape -> order(shop, shape, answer(document))));
  }

  /** The stock reports in a document; empty when its feed is no longer configured. */
  Optional<List<Dialect.ReportedStock>> stock(String feed, byte[] document) {
    return rules
        .dialect(feed)
        .map(dialect -> call(document).map(dialect::reportedStock).orElse(List.of()));
  }

  /** Without a configured shape of orders, no call of a sender is about one. */
  private static FoundOrders orders(String shop, Dialect dialect, Call call) {
    List<FoundOrder> shown = new ArrayList<>();
    int unknown = 0;
    for (Call each : dialect.madeBy(call)) {
      Optional<KnownCall> meaning = dialect.meaning(each);
      if (meaning.isEmpty()) {
        unknown++;
      } else if (meaning.get().means() == KnownCall.Meaning.ORDER) {
        Value order = meaning.get().subject(each);
        shown.add(new FoundOrder(each.place(), dialect.order().order(shop, order)));
      }
    }
    return new FoundOrders(shown, unknown);
  }

  private static FoundOrders order(String shop, OrderShape shape, Answer answer) {
    return answer instanceof Answer.Result result
        ? new FoundOrders(List.of(new FoundOrder("", shape.order(shop, result.value()))), 0)
        : new FoundOrders(List.of(), 0);
  }

  /** Empty when it is none. */
  private Optional<Call> call(byte[] document) {
    try {
      return Optional.of(reader.readCall(new ByteArrayInputStream(document)));
    } catch (XmlRpcException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer answer(byte[] document) {
    try {
      return reader.readAnswer(new ByteArrayInputStream(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
