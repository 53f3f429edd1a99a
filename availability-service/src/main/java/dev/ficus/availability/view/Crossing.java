package dev.ficus.availability.view;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Origin;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots.Snapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * The crossing of a SKU from in stock to out of stock, or back.
 *
 * @param isOut which of the two
 * @param since when, to the best of our knowledge: as the event says; where the event was missed,
 *     as the snapshot says, and for a return when it was asked
 * @param sequence number of the SKU's event it came with, or of the last one that the snapshot
 *     contains; with its generation: see {@link Numbering}
 * @param origin where the event comes from; all {@code null} when it was seen in a snapshot
 */
public record Crossing(String sku, boolean isOut, Instant since, long sequence, Origin origin) {

  private static final Origin SNAPSHOT = new Origin(null, null, null);

  /** The id of the crossing: the same whenever it is published. */
  public String id() {
    long generation = Numbering.generation(sequence);
    return sku + (generation == 1 ? ":" : ":" + generation + ":") + Numbering.sequence(sequence);
  }

  static Optional<Crossing> in(Event event) {
    boolean isOut = event.fact() instanceof Fact.WentOut;
    return isOut || event.fact() instanceof Fact.CameBack
        ? Optional.of(
            new Crossing(event.sku(), isOut, event.time(), event.sequence(), event.origin()))
        : Optional.empty();
  }

  /**
   * Empty when the state is the one that was known; an unknown SKU counts as in stock. Empty too
   * for a product that a restore has undone: it has no number under which to say so.
   */
  static Optional<Crossing> between(Stock known, Snapshot snapshot) {
    Stock now = snapshot.stock();
    return known.isOut() == now.isOut() || Numbering.sequence(now.sequence()) == 0
        ? Optional.empty()
        : Optional.of(
            new Crossing(
                now.sku(),
                now.isOut(),
                now.isOut() ? now.outOfStockSince() : snapshot.takenAt(),
                now.sequence(),
                SNAPSHOT));
  }
}
