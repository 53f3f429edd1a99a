package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call that means something to us.
 *
 * @param name by which the settings know it
 * @param method the method's name
 * @param where what must stand in the parameters for this to be the call: some senders have one
 *     method for everything, and say in a parameter what they mean
 * @param at where in the parameters the order stands, or its number, or the list of calls; for
 *     other meanings it is not asked
 * @param reply what is answered when it is done
 * @param shape where in the parameters things stand that are said of stock
 */
public record KnownCall(
    String name,
    String method,
    Map<ValuePath, String> where,
    Meaning means,
    ValuePath at,
    Reply reply,
    StockShape shape) {

  /** What a call says. */
  public enum Meaning {
    /** This is how the order looks now. */
    ORDER,
    /** The order of this number is cancelled. */
    CANCELLATION,
    /** Of this SKU there are so many. */
    STOCK(OldStock.ReportKind.FIGURE),
    /** This batch was bought. */
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

    /** What is said of stock; empty when it is something else. */
    public Optional<OldStock.ReportKind> ofStock() {
      return Optional.ofNullable(kind);
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
   * @throws IllegalArgumentException when it is not said where something stands that is needed
   */
  public KnownCall {
    where = Map.copyOf(where);
    switch (means) {
      case STOCK -> {
        if (shape.product().equals(ValuePath.NOWHERE)) {
          require(shape.sku(), "sku", name, means);
        }
        require(shape.quantity(), "quantity", name, means);
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
   * Whether it is the one that is meant wherever both could be: all that must stand for the other
   * must stand for this one too, and more.
   */
  boolean isMoreSpecificThan(KnownCall other) {
    return where.size() > other.where.size()
        && where.entrySet().containsAll(other.where.entrySet());
  }

  /** Whether there are messages for which it cannot be told which of the two is meant. */
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

  /** What stands where the order, or its number, is expected. */
  public Value subject(Call call) {
    return at.in(new Value.Array(call.parameters()));
  }

  /** What the call says of stock, or each element of the lists in it; nothing of something else. */
  List<Optional<OldStock>> stock(Call call) {
    return means
        .ofStock()
        .map(kind -> shape.all(kind, new Value.Array(call.parameters())))
        .orElse(List.of());
  }
}
