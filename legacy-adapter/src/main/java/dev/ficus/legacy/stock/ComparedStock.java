package dev.ficus.legacy.stock;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Comparison of what is known of a SKU by the figures of one source: by the monolith's list, by the
 * ledger, and by allocation-service.
 *
 * @param listed the figure in the list; empty when it has none, or more than one
 * @param counted by the ledger; empty when no figure was reported
 * @param sent units of our batch by the ledger; empty when there is none
 * @param confirmed whether the broker has confirmed all of it
 * @param held units of that batch in allocation-service; empty when it has none
 * @param days on which it is expected, by each of them
 */
public record ComparedStock(
    String sku,
    String source,
    OptionalLong listed,
    Optional<SourceStock> counted,
    OptionalInt sent,
    boolean confirmed,
    OptionalInt held,
    Days days) {

  /**
   * Days on which a batch is expected; empty where it is in the warehouse, or is not known.
   *
   * @param listed by the monolith's list
   * @param sent by the ledger
   * @param held by allocation-service
   */
  public record Days(
      Optional<LocalDate> listed, Optional<LocalDate> sent, Optional<LocalDate> held) {

    /** Those of a batch of a SKU's figures: it is in the warehouse. */
    public static final Days NONE = new Days(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether all have the same day. */
    public boolean areEven() {
      return listed.equals(sent) && held.equals(sent);
    }

    /** The same, with this day in the list. */
    public Days listed(Optional<LocalDate> day) {
      return new Days(day, sent, held);
    }
  }

  /** A comparison of what is in the warehouse. */
  public ComparedStock(
      String sku,
      String source,
      OptionalLong listed,
      Optional<SourceStock> counted,
      OptionalInt sent,
      boolean confirmed,
      OptionalInt held) {
    this(sku, source, listed, counted, sent, confirmed, held, Days.NONE);
  }

  /** The same, where allocation-service holds these units in the warehouse. */
  public ComparedStock held(OptionalInt units) {
    return held(units, Optional.empty());
  }

  /** The same, where allocation-service holds these units, expected on this day. */
  public ComparedStock held(OptionalInt units, Optional<LocalDate> eta) {
    return new ComparedStock(
        sku,
        source,
        listed,
        counted,
        sent,
        confirmed,
        units,
        new Days(days.listed(), days.sent(), eta));
  }

  /** Whether all have the same. */
  public boolean isEven() {
    OptionalLong figure =
        counted.map(stock -> OptionalLong.of(stock.figure())).orElse(OptionalLong.empty());
    OptionalInt batch =
        counted.map(stock -> OptionalInt.of(stock.inBatch())).orElse(OptionalInt.empty());
    return listed.equals(figure)
        && sent.equals(batch)
        && held.equals(sent)
        && days.areEven()
        && (confirmed || sent.isEmpty());
  }
}
