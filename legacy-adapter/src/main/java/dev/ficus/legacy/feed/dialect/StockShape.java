package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The paths in a stock report, as the senders of a dialect write it. Places in each element of a
 * list go together: the first of one with the first of the others.
 *
 * @param batchref the batch's reference
 * @param sku the SKU, where there can be nothing else
 * @param product the SKU, or the shop's own id of the product
 * @param namedBy which of the two it is; where there is none, a number is an id
 * @param inStock whether any can be ordered, for senders who send no quantity
 * @param eta the day it is expected; nothing there means that it is in the warehouse
 */
public record StockShape(
    ValuePath batchref,
    ValuePath sku,
    ValuePath product,
    ValuePath namedBy,
    ValuePath quantity,
    ValuePath inStock,
    ValuePath eta) {

  private static final Set<String> NO = Set.of("0", "false", "no");

  /** A list's elements, or senders that know SKUs alone. */
  public StockShape(ValuePath batchref, ValuePath sku, ValuePath quantity, ValuePath eta) {
    this(batchref, sku, ValuePath.NOWHERE, ValuePath.NOWHERE, quantity, ValuePath.NOWHERE, eta);
  }

  /** Whether it reports every element of a list. */
  boolean isOfMany() {
    return places().anyMatch(ValuePath::isInEach);
  }

  /**
   * The stock reported in the parameters of a call.
   *
   * @return of lists each element's, in its place; empty where something else is reported of a SKU
   *     than how many there are; one that is not understood where lists are to go together and do
   *     not
   */
  List<Optional<OldStock>> all(OldStock.ReportKind kind, Value parameters) {
    if (!isOfMany()) {
      return List.of(stock(kind, parameters));
    }
    Set<Optional<Integer>> sizes =
        places()
            .filter(ValuePath::isInEach)
            .map(place -> place.list(parameters).map(List::size))
            .collect(Collectors.toSet());
    if (sizes.size() != 1 || sizes.contains(Optional.<Integer>empty())) {
      return List.of(Optional.of(OldStock.NOT_UNDERSTOOD));
    }
    return IntStream.range(0, sizes.iterator().next().orElseThrow())
        .mapToObj(at -> inElement(at).stock(kind, parameters))
        .toList();
  }

  /** The paths of what is reported, without that of which it is. */
  private Stream<ValuePath> figures() {
    return Stream.of(quantity, inStock, eta);
  }

  /** Where that is named which the stock is of. */
  private Stream<ValuePath> names() {
    return Stream.of(batchref, sku, product, namedBy);
  }

  /**
   * The part of a call that reports this stock.
   *
   * @param whole the parameters
   * @param at which element of the lists; none where it is not of many
   */
  StockPart part(Value whole, OptionalInt at) {
    StockShape shape = at.isPresent() ? inElement(at.getAsInt()) : this;
    List<ElementPath> elements =
        at.isPresent()
            ? places()
                .flatMap(place -> place.listsFound(whole).stream())
                .distinct()
                .map(list -> element(whole, list, at.getAsInt()))
                .toList()
            : List.of();
    return StockPart.of(
        whole,
        shape.figures().flatMap(path -> path.allFound(whole).stream()).toList(),
        shape.names().flatMap(path -> path.allFound(whole).stream()).toList(),
        elements);
  }

  private static ElementPath element(Value whole, ElementPath list, int at) {
    return list.then(ValuePath.elements(list.in(whole)).get(at));
  }

  private Stream<ValuePath> places() {
    return Stream.of(batchref, sku, product, namedBy, quantity, inStock, eta);
  }

  private StockShape inElement(int at) {
    return new StockShape(
        batchref.inElement(at),
        sku.inElement(at),
        product.inElement(at),
        namedBy.inElement(at),
        quantity.inElement(at),
        inStock.inElement(at),
        eta.inElement(at));
  }

  /**
   * The stock reported in a value.
   *
   * @param whole the parameters of a call, or the element of a list
   * @return empty when it is a figure without a quantity: then something else is reported of the
   *     SKU
   */
  public Optional<OldStock> stock(OldStock.ReportKind kind, Value whole) {
    OldStock.ReportKind reported = kind;
    String written = OrderShape.written(quantity.in(whole));
    if (kind == OldStock.ReportKind.FIGURE && isNothing(quantity.in(whole))) {
      Optional<Boolean> some = some(whole);
      if (some.isPresent()) {
        reported = OldStock.ReportKind.IN_STOCK;
        written = some.get() ? null : OldStock.NONE;
      } else if (quantity.in(whole) instanceof Value.Nil) {
        return Optional.empty();
      }
    }
    Value named = sku.in(whole) instanceof Value.Nil ? product.in(whole) : sku.in(whole);
    return Optional.of(
        new OldStock(
            reported,
            Identifier.written(batchref.in(whole)),
            naming(whole),
            Identifier.written(named),
            written,
            day(eta.in(whole))));
  }

  private static boolean isNothing(Value quantity) {
    return quantity instanceof Value.Nil
        || quantity instanceof Value.Text text && text.text().isBlank();
  }

  /** Whether any can be ordered; empty when that is not reported. */
  private Optional<Boolean> some(Value whole) {
    Value flagged = inStock.in(whole);
    if (isNothing(flagged)) {
      return Optional.empty();
    }
    boolean none =
        flagged instanceof Value.Bool flag && !flag.flag()
            || flagged
                .asNumber()
                .filter(number -> number.compareTo(BigDecimal.ZERO) == 0)
                .isPresent()
            || flagged
                .asText()
                .filter(text -> NO.contains(text.strip().toLowerCase(Locale.ROOT)))
                .isPresent();
    return Optional.of(!none);
  }

  private OldStock.Naming naming(Value whole) {
    if (!(sku.in(whole) instanceof Value.Nil) || product.in(whole) instanceof Value.Nil) {
      return OldStock.Naming.SKU;
    }
    Optional<String> by = namedBy.in(whole).asText().map(String::strip);
    if (by.filter(word -> !word.isEmpty()).isPresent()) {
      return by.get().equalsIgnoreCase("sku") ? OldStock.Naming.SKU : OldStock.Naming.ID;
    }
    if (!namedBy.equals(ValuePath.NOWHERE)) {
      return OldStock.Naming.ID_BEFORE_SKU;
    }
    return product.in(whole) instanceof Value.Text || product.in(whole) instanceof Value.Binary
        ? OldStock.Naming.TEXT
        : OldStock.Naming.NUMBER;
  }

  /** Senders without a nil send false. */
  private static String day(Value value) {
    if (value instanceof Value.Nil || value instanceof Value.Bool bool && !bool.flag()) {
      return null;
    }
    return value instanceof Value.DateTime time
        ? time.local().toLocalDate().toString()
        : value.asText().orElse(value.toString());
  }
}
