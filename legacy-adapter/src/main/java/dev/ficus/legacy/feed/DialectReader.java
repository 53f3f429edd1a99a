package dev.ficus.legacy.feed;

import dev.ficus.legacy.feed.dialect.AnswerShape;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.Kinds;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a dialect of its settings. */
final class DialectReader {

  private DialectReader() {}

  /**
   * @throws ConfigurationException naming the setting that is wrong: of such a one Quarkus shows
   *     the message alone
   */
  static Dialect dialect(String name, DialectSettings.Dialect dialect) {
    try {
      return new Dialect(
          dialect.calls().entrySet().stream()
              .map(each -> call(each.getKey(), each.getValue()))
              .toList(),
          dialect
              .order()
              .flatMap(order -> dialect.line().map(line -> order(order, line, dialect.kinds()))),
          Set.copyOf(dialect.stockMembers().orElse(List.of())),
          dialect.answer().map(DialectReader::answer));
    } catch (IllegalArgumentException wrong) {
      throw new ConfigurationException(
          "ficus.legacy.dialects.%s.%s".formatted(name, wrong.getMessage()));
    }
  }

  private static AnswerShape answer(DialectSettings.Dialect.Answer answer) {
    return new AnswerShape(
        ValuePath.of(answer.lines()),
        path(answer.id()),
        ValuePath.of(answer.sku()),
        path(answer.state()),
        path(answer.batch()),
        path(answer.day()),
        answer.refused(),
        answer.waits(),
        answer.undecided());
  }

  private static OrderShape order(
      DialectSettings.Dialect.Order order,
      DialectSettings.Dialect.Line line,
      DialectSettings.Dialect.Kinds words) {
    return new OrderShape(
        ValuePath.of(order.number()),
        ValuePath.of(order.status()),
        ValuePath.of(order.updatedAt()),
        path(order.createdAt()),
        ValuePath.of(order.lines()),
        new OrderShape.LineShape(
            ValuePath.of(line.id()),
            ValuePath.of(line.parent()),
            ValuePath.of(line.sku()),
            ValuePath.of(line.quantity()),
            path(line.cancelled()),
            path(line.refunded()),
            path(line.shipped()),
            new Kinds(
                path(line.kind()),
                path(line.virtual()),
                path(line.parts()),
                words.noGoods(),
                words.sets(),
                words.choices(),
                words.apart())));
  }

  private static KnownCall call(String name, DialectSettings.Dialect.KnownCall call) {
    Map<ValuePath, String> where = new HashMap<>();
    call.where().forEach((path, text) -> where.put(whereTo(name, path), text));
    return new KnownCall(
        name,
        call.method(),
        where,
        call.means(),
        ValuePath.of(call.at()),
        call.reply(),
        path(call.items()),
        path(call.status()),
        call.tells(),
        new StockShape(
            path(call.batchref()),
            path(call.sku()),
            path(call.product()),
            path(call.namedBy()),
            path(call.quantity()),
            path(call.inStock()),
            path(call.eta())));
  }

  /** A path that is part of its key, and not a value that has been checked. */
  private static ValuePath whereTo(String call, String path) {
    try {
      return ValuePath.of(List.of(path));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "calls.%s.where.\"%s\" must have a path such as 0.model in quotes".formatted(call, path),
          wrong);
    }
  }

  private static ValuePath path(Optional<List<String>> written) {
    return written.map(ValuePath::of).orElse(ValuePath.NOWHERE);
  }
}
