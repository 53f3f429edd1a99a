package dev.ficus.legacy.pulling;

import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.Magento.Resource;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The orders of a Magento 1 shop. */
final class MagentoOrders {

  private static final DateTimeFormatter WRITTEN_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Magento shop;

  MagentoOrders(Magento shop) {
    this.shop = shop;
  }

  /**
   * An order as the list has it.
   *
   * @param updatedAt by the shop's clock; null when it does not say
   */
  record Listed(String number, LocalDateTime updatedAt) {}

  /**
   * The orders that have changed, in no order, perhaps some of them twice.
   *
   * @param from since when, by the shop's clock; empty for all
   * @param each takes them as they arrive; what it took counts only if this returns
   */
  void changed(Optional<LocalDateTime> from, Consumer<Listed> each) throws IOException {
    Value filter =
        from.<Value>map(
                time ->
                    struct("updated_at", struct("from", new Value.Text(WRITTEN_TIME.format(time)))))
            .orElse(new Value.Array(List.of()));
    shop.list(
        new Resource("sales_order.list", List.of(filter)), row -> listed(row).ifPresent(each));
  }

  /**
   * Orders with their lines.
   *
   * @param each takes, for each number in its place, the order or why there is none
   */
  void orders(List<String> numbers, BiConsumer<String, Answer> each) throws IOException {
    List<Answer> answers =
        shop.all(
            numbers.stream()
                .map(number -> new Resource("sales_order.info", List.of(new Value.Text(number))))
                .toList());
    for (int place = 0; place < answers.size(); place++) {
      each.accept(numbers.get(place), answers.get(place));
    }
  }

  private static Optional<Listed> listed(Value row) {
    return row.asStruct()
        .flatMap(
            struct ->
                struct
                    .member("increment_id")
                    .asText()
                    .map(
                        number ->
                            new Listed(
                                number,
                                struct
                                    .member("updated_at")
                                    .asDateTime()
                                    .map(Value.DateTime::local)
                                    .orElse(null))));
  }

  private static Value struct(String name, Value value) {
    return new Value.Struct(Map.of(name, value));
  }
}
