package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.order.PlacedLine;
import dev.ficus.legacy.order.PlacedLines;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Split of an order that a document shows: which of its lines can be taken out of it, and how. */
public final class OrderSplit {

  /** How a line is taken out. */
  public enum Taking {
    /** Its items are cut out of the order. */
    CUT,
    /** Its items stay and are cancelled, for receivers that check the order's sums. */
    CANCEL
  }

  private final WrittenDocument document;
  private final OrderPositions positions;
  private final PlacedLines lines;
  private final Taking taking;

  /**
   * @param lines of the order whose positions in the document these are
   */
  public OrderSplit(
      WrittenDocument document, OrderPositions positions, PlacedLines lines, Taking taking) {
    this.document = document;
    this.positions = positions;
    this.lines = lines;
    this.taking = taking;
  }

  /**
   * The lines that can be taken out: those that are no charge, of which the key can be read, and
   * whose items are at a certain position. All others stay, whoever their SKU is routed to.
   */
  public List<PlacedLine> separable() {
    return lines.lines().stream().filter(this::isSeparable).toList();
  }

  private boolean isSeparable(PlacedLine line) {
    return line.key().isPresent()
        && !line.isCharge()
        && lines.itemsOf(line).stream().allMatch(item -> edit(item).isPresent());
  }

  /**
   * What is done to the document so that it shows the order without these lines.
   *
   * @param leaving some of those that are {@link #separable}
   */
  public List<DocumentEdit> without(Collection<PlacedLine> leaving) {
    return lines.itemsOf(leaving).stream().flatMap(item -> edit(item).stream()).toList();
  }

  /** Whether nothing is left without these lines but charges, or nothing at all. */
  public boolean leavesChargesAlone(Collection<PlacedLine> leaving) {
    return lines.leavesChargesAlone(leaving);
  }

  private Optional<DocumentEdit> edit(int item) {
    Optional<DocumentEdit> edit =
        taking == Taking.CUT ? Optional.of(positions.cut(item)) : positions.cancel(item);
    return edit.filter(document::allows);
  }
}
