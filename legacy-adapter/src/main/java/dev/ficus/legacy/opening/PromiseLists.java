package dev.ficus.legacy.opening;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.opening.AnsweredSettings.AnsweredSource;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.stock.BatchLook.DespatchEffect;
import dev.ficus.legacy.stock.MonolithPromise;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lists of promises, by source. */
@Startup
@ApplicationScoped
class PromiseLists implements PromisingSources {

  private final Map<String, PromiseList> lists = new TreeMap<>();
  private final Map<String, AnsweredSource> answered = new TreeMap<>();

  PromiseLists(PromiseSettings settings, AnsweredSettings answers, Shops shops) {
    settings
        .promises()
        .forEach((source, list) -> lists.put(source, PromiseList.of(source, list, shops)));
    answered.putAll(
        checked(answers.answeredPromises(), lists.keySet(), shops.bookingOurDespatches()));
  }

  /**
   * These sources, if what is promised can be known from answers.
   *
   * @param listed those that have a list of promises
   * @param booking those that book our despatches
   */
  static Map<String, AnsweredSource> checked(
      Map<String, AnsweredSource> answers, Set<String> listed, Set<String> booking) {
    answers.forEach(
        (source, each) -> {
          String keys = "ficus.legacy.answered-promises." + source;
          if (listed.contains(source)) {
            throw new ConfigurationException(
                "%s and ficus.legacy.promises.%s exclude each other: what is promised is known from answers or from a list"
                    .formatted(keys, source));
          }
          if (!each.quantityFallsAtDespatch()) {
            throw new ConfigurationException(
                "%s.quantity-falls-at-despatch cannot be false: of goods that left before us no answer was read, so it is not known how much of a quantity that does not fall is gone; configure a list, ficus.legacy.promises.%s"
                    .formatted(keys, source));
          }
          if (booking.contains(source)) {
            throw new ConfigurationException(
                "%s and ficus.legacy.sources.%s.books-our-despatches exclude each other: when goods leave for our lines no answer says what of the units that it has set aside is gone"
                    .formatted(keys, source));
          }
        });
    return answers;
  }

  @Override
  public Set<String> names() {
    return Stream.concat(lists.keySet().stream(), answered.keySet().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> namingOrders() {
    return Stream.concat(
            lists.entrySet().stream()
                .filter(each -> each.getValue().order().isPresent())
                .map(Map.Entry::getKey),
            answered.keySet().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> answered() {
    return Set.copyOf(answered.keySet());
  }

  @Override
  public Set<String> withOlderOrders() {
    return answered.entrySet().stream()
        .filter(each -> !each.getValue().olderOrdersAreDone())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** How often it is looked at what is left of the batches of one of them. */
  Duration every(String source) {
    return answered.containsKey(source) ? answered.get(source).every() : lists.get(source).every();
  }

  /** The list of one of them. */
  PromiseList of(String source) {
    return lists.get(source);
  }

  /**
   * The list of one source.
   *
   * @param order where it is written which order has a promise; empty where it is not
   * @param gone what is written in the place of the state when the goods have left
   */
  record PromiseList(
      XmlRpcClient monolith,
      Call call,
      StockShape shape,
      Optional<ValuePath> order,
      ValuePath item,
      ValuePath state,
      Set<String> gone,
      DespatchEffect despatch,
      Duration every) {

    private static PromiseList of(String source, PromiseSettings.PromiseList list, Shops shops) {
      String keys = "ficus.legacy.promises." + source;
      if (!list.quantityFallsAtDespatch()
          && (list.state().isEmpty() || list.goneStates().isEmpty())) {
        throw new ConfigurationException(
            "%s.state and %s.gone-states must say which promises are of goods that have left: where quantities do not fall by these, they count"
                .formatted(keys, keys));
      }
      return new PromiseList(
          new XmlRpcClient(
              HttpCaller.withCookies(
                  Address.of(list.url(), list.user(), list.password(), keys + ".url")),
              new TimeLimits(list.timeout(), list.exchangeTimeout()),
              shops.answers()),
          new Call(
              list.method(),
              list.parameters().orElse(List.of()).stream().<Value>map(Value.Text::new).toList()),
          new StockShape(
              ValuePath.of(list.batchref()),
              list.sku().map(ValuePath::of).orElse(ValuePath.NOWHERE),
              ValuePath.of(list.quantity()),
              ValuePath.NOWHERE),
          list.order().map(ValuePath::of),
          list.item().map(ValuePath::of).orElse(ValuePath.NOWHERE),
          list.state().map(ValuePath::of).orElse(ValuePath.NOWHERE),
          Set.copyOf(list.goneStates().orElse(List.of())),
          list.quantityFallsAtDespatch()
              ? DespatchEffect.LOWERS_THE_QUANTITY
              : DespatchEffect.LEAVES_THE_QUANTITY,
          list.every());
    }

    /**
     * What it has promised now.
     *
     * @param translator by which its references and SKUs are read
     * @throws IOException when the list cannot be read to its end
     */
    List<MonolithPromise> read(StockTranslator translator) throws IOException {
      List<MonolithPromise> promises = new ArrayList<>();
      Optional<Answer.Fault> fault =
          monolith.list(call, Map.of(), element -> promises.add(promise(element, translator)));
      if (fault.isPresent()) {
        throw new IOException(
            "the monolith answered fault %d to %s: %s"
                .formatted(fault.get().code(), call.method(), fault.get().message()));
      }
      return promises;
    }

    private static String written(ValuePath path, Value element) {
      return path.in(element).asText().map(String::strip).orElse("");
    }

    /**
     * Read as a report of how many units a batch has: by the same rules what is unreadable is so.
     */
    private MonolithPromise promise(Value element, StockTranslator translator) {
      boolean hasLeft =
          state.in(element).asText().filter(word -> gone.contains(word.strip())).isPresent();
      Optional<OldStock> written = shape.stock(OldStock.ReportKind.QUANTITY, element);
      if (written.isPresent()
          && translator.translate(written.get()) instanceof StockChange.BatchQuantity promised) {
        return new MonolithPromise(
            promised.batchref(),
            promised.sku().orElse(null),
            promised.quantity(),
            hasLeft,
            order.map(path -> written(path, element)).orElse(""),
            written(item, element));
      }
      return new MonolithPromise(null, written.map(OldStock::sku).orElse(null), -1, hasLeft);
    }
  }
}
