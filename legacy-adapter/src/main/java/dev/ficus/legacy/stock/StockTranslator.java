package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.WrittenQuantity;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates a stock report, without knowing what the ledger has. */
public final class StockTranslator {

  /** A day, and perhaps a time of it, which does not matter. */
  private static final Pattern DAY =
      Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:[T ].{0,40})?");

  /** As ids are written; what is written otherwise, such as 0012, can only be a SKU. */
  private static final Pattern ID = Pattern.compile("[+-]?(0|[1-9]\\d*)");

  private final String source;
  private final ShopRules rules;

  /**
   * A translator for reports on the stock that one shop sells.
   *
   * @param source whose stock it is
   */
  public StockTranslator(String source, ShopRules rules) {
    this.source = source;
    this.rules = rules;
  }

  /** What the report changes. */
  public StockChange translate(OldStock written) {
    return rejection(written)
        .<StockChange>map(StockChange.Unreadable::new)
        .orElseGet(() -> readable(written));
  }

  private StockChange readable(OldStock written) {
    String batchref = written.batchref();
    Optional<String> sku = given(written.sku());
    return switch (written.kind()) {
      case FIGURE ->
          new StockChange.SkuFigure(written.sku(), WrittenQuantity.units(written.quantity()));
      case IN_STOCK -> new StockChange.InStock(written.sku(), written.quantity() == null);
      case UNKNOWN -> new StockChange.Unreadable(Reason.UNKNOWN_STOCK_CALL);
      case CREATED ->
          new StockChange.BatchCreated(
              batchref, written.sku(), WrittenQuantity.units(written.quantity()), eta(written));
      case LISTED ->
          new StockChange.BatchListed(
              batchref, written.sku(), WrittenQuantity.units(written.quantity()), eta(written));
      case QUANTITY ->
          new StockChange.BatchQuantity(batchref, sku, WrittenQuantity.units(written.quantity()));
      case ETA -> new StockChange.BatchEta(batchref, sku, eta(written));
    };
  }

  private Optional<Reason> rejection(OldStock written) {
    if (written.kind() == OldStock.ReportKind.UNKNOWN) {
      return Optional.of(Reason.UNKNOWN_STOCK_CALL);
    }
    boolean figure = written.kind().isOfSku();
    boolean whole = figure || isWhole(written.kind());
    if (!figure && !Identifiers.readable(written.batchref())) {
      return Optional.of(Reason.UNREADABLE_BATCHREF);
    }
    if (whole || given(written.sku()).isPresent()) {
      if (!Identifiers.readable(written.sku())
          || figure && !KnownBatch.canHaveFigure(source, written.sku())) {
        return Optional.of(Reason.UNREADABLE_SKU);
      }
      if (isProductId(written.naming(), written.sku())) {
        return Optional.of(Reason.PRODUCT_ID);
      }
      if (rules.notStock().contains(written.sku())) {
        return Optional.of(Reason.NOT_STOCK);
      }
    }
    if (written.kind() != OldStock.ReportKind.ETA
        && written.kind() != OldStock.ReportKind.IN_STOCK) {
      Optional<Reason> quantity =
          figure
              ? WrittenQuantity.rejectionAsFigure(written.quantity())
              : WrittenQuantity.rejection(written.quantity());
      if (quantity.isPresent()) {
        return quantity;
      }
    }
    boolean dated = isWhole(written.kind()) || written.kind() == OldStock.ReportKind.ETA;
    return dated && !isNone(written.eta()) && day(written.eta()).isEmpty()
        ? Optional.of(Reason.UNREADABLE_ETA)
        : Optional.empty();
  }

  /** Whether it reports all of a batch. */
  private static boolean isWhole(OldStock.ReportKind kind) {
    return kind == OldStock.ReportKind.CREATED || kind == OldStock.ReportKind.LISTED;
  }

  private static Optional<String> given(String sku) {
    return Optional.ofNullable(sku).filter(text -> !text.isEmpty());
  }

  private static Optional<LocalDate> eta(OldStock written) {
    return isNone(written.eta()) ? Optional.empty() : day(written.eta());
  }

  /** Old databases have a day that is none. */
  private static boolean isNone(String eta) {
    return eta == null || eta.isBlank() || eta.strip().startsWith("0000-00-00");
  }

  private static Optional<LocalDate> day(String eta) {
    Matcher parts = DAY.matcher(eta.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(parts.group(1)),
              Integer.parseInt(parts.group(2)),
              Integer.parseInt(parts.group(3))));
    } catch (DateTimeException noDay) {
      return Optional.empty();
    }
  }

  private boolean isProductId(OldStock.Naming naming, String written) {
    boolean number = ID.matcher(written).matches();
    return switch (naming) {
      case SKU -> false;
      case TEXT -> number && rules.numericSkus() == ShopRules.NumericSkus.NEVER;
      case NUMBER -> number && rules.numericSkus() != ShopRules.NumericSkus.ALWAYS;
      case ID_BEFORE_SKU -> number;
      case ID -> true;
    };
  }
}
