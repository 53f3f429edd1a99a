package dev.ficus.legacy.magento;

import dev.ficus.legacy.magento.Magento.Resource;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The orders of a Magento 1 shop, by its XML-RPC calls. */
public final class MagentoOrders implements OrderSource {

  private static final DateTimeFormatter WRITTEN_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Magento shop;

  public MagentoOrders(Magento shop) {
    this.shop = shop;
  }

  /**
   * An order as the list has it.
   *
   * @param updatedAt by the shop's clock; null when there is none
   */
  public record Listed(String number, LocalDateTime updatedAt) {
    public Listed withoutTime() {
      return new Listed(number, null);
    }
  }

  @Override
  public List<Listed> changed(Window window) throws IOException {
    Map<String, Value> ends = new LinkedHashMap<>();
    window.from().ifPresent(time -> ends.put("from", written(time)));
    window.to().ifPresent(time -> ends.put("to", written(time)));
    return ends.isEmpty() ? list(new Value.Array(List.of())) : list(updatedAt(ends));
  }

  @Override
  public List<Listed> untimed() throws IOException {
    return list(updatedAt(Map.of("null", new Value.Bool(true)))).stream()
        .filter(order -> order.updatedAt() == null)
        .toList();
  }

  private static Value updatedAt(Map<String, Value> conditions) {
    return new Value.Struct(Map.of("updated_at", new Value.Struct(conditions)));
  }

  private List<Listed> list(Value filter) throws IOException {
    List<Listed> orders = new ArrayList<>();
    shop.list(
        new Resource("sales_order.list", List.of(filter)),
        row -> listed(row).ifPresent(orders::add));
    return orders;
  }

  private static Value written(LocalDateTime time) {
    return new Value.Text(WRITTEN_TIME.format(time));
  }

  @Override
  public void orders(List<String> numbers, BiConsumer<String, Answer> each) throws IOException {
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
                    .asIdentifier()
                    .map(
                        number ->
                            new Listed(
                                number,
                                struct
                                    .member("updated_at")
                                    .asDateTime()
                                    .map(MagentoOrders::byItsClock)
                                    .orElse(null))));
  }

  /**
   * Where a zone is written as well, nobody knows by which clock the shop's filters go: the earlier
   * time leaves nothing out.
   */
  private static LocalDateTime byItsClock(Value.DateTime time) {
    LocalDateTime inUtc =
        time.offset()
            .map(offset -> time.local().minusSeconds(offset.getTotalSeconds()))
            .orElse(time.local());
    return inUtc.isBefore(time.local()) ? inUtc : time.local();
  }
}
