package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call that means something to us.
 *
 * @param name by which the settings know it
 * @param method the method's name
 * @param where the values in the parameters by which this is the call: some senders have one method
 *     for everything, and put into a parameter what they mean
 * @param at path in the parameters of the order, or its number, or the list of calls; for other
 *     meanings it is not asked
 * @param reply what is answered when it is done
 * @param items path in the parameters of the items that it is about, by their ids with how many
 * @param status path in the parameters of the status that an order is given
 * @param tells what the monolith has decided about the order's lines when it makes this call
 * @param shape paths in the parameters of what it reports of stock
 */
public record KnownCall(
    String name,
    String method,
    Map<ValuePath, String> where,
    Meaning means,
    ValuePath at,
    Reply reply,
    ValuePath items,
    ValuePath status,
    Optional<ToldOutcome> tells,
    StockShape shape) {

  /** A call that names no items, gives no status, and tells nothing. */
  public KnownCall(
      String name,
      String method,
      Map<ValuePath, String> where,
      Meaning means,
      ValuePath at,
      Reply reply,
      StockShape shape) {
    this(
        name,
        method,
        where,
        means,
        at,
        reply,
        ValuePath.NOWHERE,
        ValuePath.NOWHERE,
        Optional.empty(),
        shape);
  }

  /** What the monolith has decided about lines, as a later call tells it. */
  public enum ToldOutcome {
    /** They have stock. */
    HAS_STOCK,
    /** They have to wait for stock. */
    WAITS,
    /** They are not delivered. */
    REFUSED,
    /** They have left. */
    DESPATCHED
  }

  /** The meaning of a call. */
  public enum Meaning {
    /** This is how the order looks now. */
    ORDER,
    /** The order of this number is cancelled. */
    CANCELLATION,
    /** The monolith asks for the order of this number: the answer is how it looks now. */
    ORDER_SHOWN,
    /** The monolith asks which orders there are: the answer is a list of them. */
    ORDERS_LISTED,
    /** News of the monolith about items of the order of this number, or about all of them. */
    ORDER_PART,
    /** News of the monolith about the order of this number as a whole. */
    ORDER_WHOLE,
    /** The monolith gives the order of this number a status. */
    ORDER_STATUS,
    /** Of this SKU there are so many. */
    STOCK(OldStock.ReportKind.FIGURE),
    /** This batch was purchased. */
    BATCH_CREATED(OldStock.ReportKind.CREATED),
    /** This batch has so many units. */
    BATCH_QUANTITY(OldStock.ReportKind.QUANTITY),
    /** This batch comes on this day, or has arrived. */
    BATCH_ETA(OldStock.ReportKind.ETA),
    /** These calls, of which some may be about stock. */
    CALLS,
    /** A session is asked for. It is a form only: old clients will not go on without one. */
    SESSION,
    /** Nothing that matters here; answered with true. */
    NOTHING;

    private final OldStock.ReportKind kind;

    Meaning() {
      this(null);
    }

    Meaning(OldStock.ReportKind kind) {
      this.kind = kind;
    }

    /** The kind of stock report it is; empty when it is something else. */
    public Optional<OldStock.ReportKind> ofStock() {
      return Optional.ofNullable(kind);
    }

    /** Whether orders are in the answer to it, which the monolith has asked for. */
    public boolean isAskedByTheMonolith() {
      return this == ORDER_SHOWN || this == ORDERS_LISTED;
    }

    /** Whether it is news of the monolith about an order that it has. */
    public boolean isNewsOfTheMonolith() {
      return this == ORDER_PART || this == ORDER_WHOLE;
    }

    /** Whether the monolith tells the shop something about an order by it. */
    boolean isToldByTheMonolith() {
      return isNewsOfTheMonolith() || this == ORDER_STATUS;
    }

    /** Whether it is about an order; otherwise it is answered here only if nobody else can. */
    public boolean isAboutAnOrder() {
      return this == ORDER || this == CANCELLATION;
    }
  }

  /** What the sender of an order gets for it. */
  public enum Reply {
    /** The order's number, as a string. */
    NUMBER,
    /** True. */
    TRUE
  }

  /**
   * @throws IllegalArgumentException when a path is missing that its meaning needs, or it tells
   *     something that it cannot
   */
  public KnownCall {
    where = Map.copyOf(where);
    if (tells.isPresent() && !means.isToldByTheMonolith()) {
      throw new IllegalArgumentException(
          "calls.%s.tells is of use with means=order-part, order-whole and order-status only"
              .formatted(name));
    }
    switch (means) {
      case STOCK -> {
        if (shape.product().equals(ValuePath.NOWHERE)) {
          require(shape.sku(), "sku", name, means);
        }
        require(shape.quantity(), "quantity", name, means);
      }
      case ORDER_PART -> require(items, "items", name, means);
      case ORDER_STATUS -> {
        require(status, "status", name, means);
        if (status.equals(at)) {
          throw new IllegalArgumentException(
              "calls.%s.status must be another path than calls.%s.at, where the order's number is"
                  .formatted(name, name));
        }
      }
      case BATCH_CREATED -> {
        require(shape.batchref(), "batchref", name, means);
        require(shape.sku(), "sku", name, means);
        require(shape.quantity(), "quantity", name, means);
      }
      case BATCH_QUANTITY -> {
        require(shape.batchref(), "batchref", name, means);
        require(shape.quantity(), "quantity", name, means);
      }
      case BATCH_ETA -> {
        require(shape.batchref(), "batchref", name, means);
        require(shape.eta(), "eta", name, means);
      }
      default -> {
        // All that is needed has a default.
      }
    }
  }

  private static void require(ValuePath place, String setting, String name, Meaning means) {
    if (place == ValuePath.NOWHERE) {
      throw new IllegalArgumentException(
          "calls.%s.%s is missing: calls with means=%s need it"
              .formatted(name, setting, means.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }

  /**
   * The name by which people know it: the method's, and what is required in the parameters, such as
   * {@code call sales_order.create}.
   */
  String callName() {
    return Stream.concat(
            Stream.of(method),
            where.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().toString()))
                .map(Map.Entry::getValue))
        .collect(Collectors.joining(" "));
  }

  boolean is(Call call) {
    Value parameters = new Value.Array(call.parameters());
    return call.method().equals(method)
        && where.entrySet().stream()
            .allMatch(
                each ->
                    each.getKey()
                        .in(parameters)
                        .asText()
                        .filter(each.getValue()::equals)
                        .isPresent());
  }

  /**
   * Whether it is the one that is meant wherever both could be: all that is required for the other
   * is required for this one too, and more.
   */
  boolean isMoreSpecificThan(KnownCall other) {
    return where.size() > other.where.size()
        && where.entrySet().containsAll(other.where.entrySet());
  }

  /** Whether there are messages that can be either of the two. */
  boolean isConfusedWith(KnownCall other) {
    return method.equals(other.method)
        && where.entrySet().stream()
            .allMatch(
                each ->
                    each.getValue()
                        .equals(other.where.getOrDefault(each.getKey(), each.getValue())))
        && !isMoreSpecificThan(other)
        && !other.isMoreSpecificThan(this);
  }

  /** The value where the order, or its number, is expected. */
  public Value subject(Call call) {
    return at.in(new Value.Array(call.parameters()));
  }

  /** The status that the call gives an order; empty where it leaves it as it is. */
  public Optional<String> givenStatus(Call call) {
    return status
        .in(new Value.Array(call.parameters()))
        .asText()
        .filter(written -> !written.isBlank());
  }

  /** Whether the call names any items. */
  public boolean namesItems(Call call) {
    Value named = items.in(new Value.Array(call.parameters()));
    return named.asStruct().filter(struct -> !struct.members().isEmpty()).isPresent()
        || named.asList().filter(list -> !list.isEmpty()).isPresent();
  }

  /**
   * The ids of the items that the call names; none where it is about all of the order's. Empty
   * where it names some in another way.
   */
  public Optional<Set<String>> itemIds(Call call) {
    if (!namesItems(call)) {
      return Optional.of(Set.of());
    }
    return items
        .in(new Value.Array(call.parameters()))
        .asStruct()
        .map(struct -> struct.members().keySet());
  }

  /** The stock that the call reports, or each element of the lists in it; none for other calls. */
  List<Optional<OldStock>> stock(Call call) {
    return means
        .ofStock()
        .map(kind -> shape.all(kind, new Value.Array(call.parameters())))
        .orElse(List.of());
  }
}
