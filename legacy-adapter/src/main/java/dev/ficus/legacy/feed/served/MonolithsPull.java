package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.ListedOrders;
import dev.ficus.legacy.feed.dialect.ListedOrders.ListAnswer;
import dev.ficus.legacy.feed.dialect.ListedOrders.ListedOrder;
import dev.ficus.legacy.feed.dialect.OrderPositions;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.intake.OrderIntake.HandledOrder;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Pulls by the monolith itself: it asks the shop for its orders, and is shown those that are its,
 * without our lines. Of an order that it is shown, each line has its owner in the ledger first.
 */
@ApplicationScoped
class MonolithsPull {

  private final OrderIntake intake;
  private final Ledger ledger;
  private final XmlRpcReader reader;
  private final XmlRpcReader listReader;
  private final int mostBytes;

  MonolithsPull(OrderIntake intake, Ledger ledger, Shops shops) {
    this.intake = intake;
    this.ledger = ledger;
    this.reader = new XmlRpcReader(shops.limits());
    this.listReader = new XmlRpcReader(shops.answers());
    this.mostBytes = Math.toIntExact(Math.min(shops.limits().bytes(), Integer.MAX_VALUE - 8));
  }

  /**
   * The shop's answer as the monolith is given it.
   *
   * @param ours our answer instead of it
   * @param edited the shop's, without what is ours; empty where it goes on as it came
   * @param body as it came
   */
  record ShownAnswer(Optional<Answer> ours, Optional<byte[]> edited, byte[] body) {

    private static ShownAnswer asItCame(byte[] body) {
      return new ShownAnswer(Optional.empty(), Optional.empty(), body);
    }
  }

  /** Whether the monolith asks for orders by this call. */
  boolean isMeant(ServedCall call) {
    return call.feed().monolithPulls()
        && call.feed().dialect().withInner(call.call()).stream()
            .anyMatch(each -> asked(call.feed(), each).isPresent());
  }

  private static Optional<KnownCall> asked(ServedFeeds.ServedFeed feed, Call call) {
    return feed.dialect().meaning(call).filter(known -> known.means().isAskedByTheMonolith());
  }

  /**
   * Takes in what the shop has answered, and takes out of it what is ours.
   *
   * @throws IOException when the answer breaks off, or is too long to be looked through
   * @throws RuntimeException when it cannot be written down, or ours cannot be taken out of it
   */
  ShownAnswer shown(ServedCall call, Upstream.Answered answered) throws IOException {
    byte[] body;
    try (InputStream in = answered.body()) {
      body = in.readNBytes(mostBytes);
    }
    if (body.length == mostBytes) {
      throw new IOException("the answer is too long to be looked through for orders");
    }
    AnswerDocument document = new AnswerDocument(answered, body);
    Optional<byte[]> unpacked = document.unpacked();
    if (unpacked.isEmpty()) {
      return ShownAnswer.asItCame(body);
    }
    return asked(call.feed(), call.call())
            .filter(known -> known.means() == KnownCall.Meaning.ORDERS_LISTED)
            .isPresent()
        ? list(call.feed(), document, unpacked.get())
        : orders(call, document, unpacked.get());
  }

  private ShownAnswer list(ServedFeeds.ServedFeed feed, AnswerDocument document, byte[] unpacked) {
    try {
      ListAnswer list =
          ListAnswer.read(
              unpacked, document.charset(), listReader, feed.dialect().order(), feed.shop());
      return edited(list.document(), list.orders().without(ours(list.orders())), document.body());
    } catch (IOException noList) {
      return ShownAnswer.asItCame(document.body());
    }
  }

  /** Orders that stay in a list are asked for one by one, and taken out then. */
  private static ShownAnswer edited(
      WrittenDocument written, List<DocumentEdit> edits, byte[] body) {
    return edits.isEmpty() || !edits.stream().allMatch(written::allows)
        ? ShownAnswer.asItCame(body)
        : new ShownAnswer(Optional.empty(), Optional.of(written.with(edits)), body);
  }

  /**
   * Which of these orders are wholly ours. One that the shop has changed since we saw it may have
   * lines of the monolith by now; it stays in the list, and is looked at when it is asked for.
   */
  private Predicate<ListedOrder> ours(ListedOrders listed) {
    Map<OrderNumber, KnownOrder> known =
        ledger.find(listed.orders().stream().map(ListedOrder::number).distinct().toList());
    return order ->
        Optional.ofNullable(known.get(order.number()))
            .filter(KnownOrder::isWhollyOurs)
            .filter(
                each ->
                    order.updatedAt().isEmpty()
                        || each.updatedAt()
                            .filter(at -> !at.isBefore(order.updatedAt().get()))
                            .isPresent())
            .isPresent();
  }

  /** What follows of one of the calls for the answer. */
  private record ShownPart(Optional<Answer.Fault> instead, List<DocumentEdit> edits) {

    static final ShownPart AS_IT_IS = new ShownPart(Optional.empty(), List.of());
  }

  private ShownAnswer orders(ServedCall call, AnswerDocument document, byte[] unpacked)
      throws IOException {
    Optional<Answer> answer = document.answer(reader);
    if (answer.isEmpty() || !(answer.get() instanceof Answer.Result result)) {
      return ShownAnswer.asItCame(document.body());
    }
    AnswerPositions positions =
        new AnswerPositions(() -> reader.writtenAnswer(unpacked, document.charset()));
    Dialect dialect = call.feed().dialect();
    List<Supplier<List<DocumentEdit>>> begun = new ArrayList<>();
    List<Answer.Fault> instead = new ArrayList<>();
    for (Call each : dialect.withInner(call.call())) {
      Optional<ElementPath> at =
          asked(call.feed(), each)
              .flatMap(any -> dialect.resultOf(call.call(), each.place(), result.value()));
      if (at.isPresent()) {
        Supplier<ShownPart> part =
            begin(call, each, at.get(), at.get().in(result.value()), positions);
        begun.add(
            () -> {
              ShownPart shown = part.get();
              if (shown.instead().isPresent() && each.place().isEmpty()) {
                instead.add(shown.instead().get());
              }
              return shown
                  .instead()
                  .filter(any -> !each.place().isEmpty())
                  .map(
                      fault ->
                          List.of(dialect.inAnswer(call.call(), each.place(), at.get(), fault)))
                  .orElse(shown.edits());
            });
      }
    }
    List<DocumentEdit> edits = begun.stream().flatMap(each -> each.get().stream()).toList();
    if (!instead.isEmpty()) {
      return new ShownAnswer(Optional.of(instead.get(0)), Optional.empty(), document.body());
    }
    return edits.isEmpty()
        ? ShownAnswer.asItCame(document.body())
        : new ShownAnswer(
            Optional.empty(), Optional.of(positions.written().with(edits)), document.body());
  }

  private Supplier<ShownPart> begin(
      ServedCall call, Call inner, ElementPath at, Value result, AnswerPositions positions) {
    ServedFeeds.ServedFeed feed = call.feed();
    OrderShape shape = feed.dialect().order();
    if (asked(feed, inner).orElseThrow().means() == KnownCall.Meaning.ORDERS_LISTED) {
      ListedOrders listed = ListedOrders.in(result, at, shape, feed.shop());
      List<DocumentEdit> edits = listed.without(ours(listed));
      return () -> new ShownPart(Optional.empty(), edits);
    }
    if (result.asStruct().isEmpty()) {
      return () -> ShownPart.AS_IT_IS;
    }
    Arrival arrival = new Arrival(feed.name(), call.arrival().correlation(), () -> written(result));
    Optional<OldOrder> read = shape.order(feed.shop(), result);
    if (read.isEmpty()) {
      return intake.keepUnreadableUnlessTheMonoliths(feed.shop(), "", arrival)
          ? () -> new ShownPart(Optional.of(Answers.noSuchOrder("")), List.of())
          : () -> ShownPart.AS_IT_IS;
    }
    OldOrder order = read.get();
    ShownOrder shown =
        new ShownOrder(feed, order, positions::written, () -> OrderPositions.of(shape, result, at));
    CompletableFuture<HandledOrder> taken =
        intake.take(
            order,
            feed.rules(),
            new OrderRouting(
                WayIn.SHOWN, feed.isBeforeUs(order), call.arrival().correlation(), shown),
            arrival);
    return () -> part(Results.of(taken), shown);
  }

  private static ShownPart part(HandledOrder handled, ShownOrder shown) {
    return switch (handled.handling()) {
      case TAKEN ->
          new ShownPart(
              Optional.of(Answers.noSuchOrder(handled.order().number().number())), List.of());
      case SHOWN -> new ShownPart(Optional.empty(), shown.without(handled.cut()));
      default ->
          throw new IllegalStateException(
              "our lines of order %s cannot be taken out of the shop's answer"
                  .formatted(handled.order().number().number()));
    };
  }

  /** An order by itself, as an answer that shows nothing else. */
  private static byte[] written(Value order) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, new Answer.Result(order));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return xml.toByteArray();
  }

  /** The positions in an answer, read when they are asked for. */
  private static final class AnswerPositions {

    private interface PositionReading {
      WrittenDocument read() throws IOException;
    }

    private final PositionReading reading;
    private WrittenDocument written;

    AnswerPositions(PositionReading reading) {
      this.reading = reading;
    }

    synchronized WrittenDocument written() {
      if (written == null) {
        try {
          written = reading.read();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return written;
    }
  }
}
