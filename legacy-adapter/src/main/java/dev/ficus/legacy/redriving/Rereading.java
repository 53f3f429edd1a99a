package dev.ficus.legacy.redriving;

import dev.ficus.legacy.dialect.Dialect;
import dev.ficus.legacy.dialect.KnownCall;
import dev.ficus.legacy.dialect.OrderShape;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.pulling.Feeds;
import dev.ficus.legacy.shop.Shops;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
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
import java.util.stream.Stream;

/** Reads what was kept once more: a call that came by a feed, or what a shop answered to one. */
@ApplicationScoped
class Rereading {

  /** In a call of somebody of whom it is not said any more what an order looks like. */
  private static final Found NO_ORDERS = new Found(List.of(), 1);

  private final ServedFeeds served;
  private final Feeds pulled;
  private final XmlRpcReader reader;

  Rereading(ServedFeeds served, Feeds pulled, Shops shops) {
    this.served = served;
    this.pulled = pulled;
    this.reader = new XmlRpcReader(shops.limits());
  }

  /**
   * What a document holds.
   *
   * @param unreadable how many things stand where an order is expected and are none
   */
  record Found(List<OldOrder> orders, int unreadable) {

    /** The last word about this order in the document. */
    Optional<OldOrder> order(String number) {
      return orders.stream()
          .filter(order -> order.number().number().equals(number))
          .reduce((first, second) -> second);
    }
  }

  /** The orders in a document; empty when its feed is no longer configured. */
  Optional<Found> orders(String feed, String shop, byte[] document) {
    return call(document)
        .map(
            call ->
                served
                    .dialect(feed)
                    .map(
                        dialect ->
                            dialect
                                .orders()
                                .map(shape -> found(shop, shape, values(dialect, call)))
                                .orElse(NO_ORDERS)))
        .orElseGet(
            () -> pulled.shape(feed).map(shape -> found(shop, shape, values(answer(document)))));
  }

  /** What a document says of stock; empty when its feed is no longer configured. */
  Optional<List<Dialect.Said>> stock(String feed, byte[] document) {
    return served.dialect(feed).map(dialect -> call(document).map(dialect::said).orElse(List.of()));
  }

  private static Found found(String shop, OrderShape shape, List<Value> values) {
    List<OldOrder> orders = new ArrayList<>();
    values.forEach(value -> shape.order(shop, value).ifPresent(orders::add));
    return new Found(orders, values.size() - orders.size());
  }

  private static List<Value> values(Dialect dialect, Call call) {
    Stream<Call> calls =
        call.method().equals(Multicall.METHOD)
            ? Multicall.calls(call).orElse(List.of()).stream().flatMap(Optional::stream)
            : Stream.of(call);
    return calls
        .flatMap(
            each ->
                dialect
                    .meaning(each)
                    .filter(known -> known.means() == KnownCall.Meaning.ORDER)
                    .map(known -> known.subject(each))
                    .stream())
        .toList();
  }

  private static List<Value> values(Answer answer) {
    return answer instanceof Answer.Result result ? List.of(result.value()) : List.of();
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
