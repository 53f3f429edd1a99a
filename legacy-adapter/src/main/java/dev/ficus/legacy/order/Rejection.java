package dev.ficus.legacy.order;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rejection of an order, of a line of it or of a stock report: it waits in quarantine.
 *
 * @param subject what is refused
 * @param sku as written, null when there was none or when the whole order is meant
 * @param lineid the line's identity by the shop's rule, or the batch's reference; null when it
 *     cannot be read
 * @param quantity as written, null when there was none
 * @param place which line of the order it is, counted from 0; {@link #NO_PLACE} for none
 * @param holds whether the order's other lines wait for it
 */
public record Rejection(
    Subject subject,
    String sku,
    String lineid,
    String quantity,
    Reason reason,
    int place,
    boolean holds) {

  /** The place of what is no line that the order shows. */
  public static final int NO_PLACE = -1;

  public Rejection {
    Objects.requireNonNull(subject);
    if (!reason.isOf(subject)) {
      throw new IllegalArgumentException(reason + " is no reason to refuse this: " + subject);
    }
  }

  /** The rejection of an order as a whole, for which nothing waits. */
  public static Rejection ofOrder(Reason reason) {
    return ofOrder(reason, false);
  }

  /** The rejection of an order as a whole. */
  public static Rejection ofOrder(Reason reason, boolean holds) {
    return new Rejection(Subject.ORDER, null, null, null, reason, NO_PLACE, holds);
  }

  /** The rejection of a line that the order shows at this place. */
  public static Rejection ofLine(
      String sku, String lineid, String quantity, Reason reason, int place, boolean holds) {
    return new Rejection(Subject.LINE, sku, lineid, quantity, reason, place, holds);
  }

  /**
   * The rejection of a line that the ledger has, whether the order shows it or not; nothing waits
   * for it.
   */
  static Rejection ofLine(LineKey line, String quantity, Reason reason) {
    return ofLine(line.sku(), line.lineid(), quantity, reason, NO_PLACE, false);
  }

  /**
   * The rejection of a stock report.
   *
   * @param value the quantity or the day that it reports, as written
   */
  public static Rejection ofStock(String sku, String batchref, String value, Reason reason) {
    return new Rejection(Subject.STOCK, sku, batchref, value, reason, NO_PLACE, false);
  }

  /** The same at no place: what distinguishes it from other rejections, and may be shown of it. */
  public Rejection withoutPlace() {
    return new Rejection(subject, sku, lineid, quantity, reason, NO_PLACE, false);
  }

  /** The key of the line, where it can be read. */
  public Optional<LineKey> key() {
    return lineid != null && Identifiers.readable(sku)
        ? Optional.of(new LineKey(sku, lineid))
        : Optional.empty();
  }

  /**
   * Whether a line could be one of these, only unreadable this time.
   *
   * @param unreadable rejections of lines, read once for all lines that are asked about
   */
  public static Predicate<LineKey> mayBeAnyOf(List<Rejection> unreadable) {
    // An immutable set tries one place after the other, and keys of numbered lines crowd there.
    Set<PartialKey> keys =
        unreadable.stream().map(PartialKey::of).collect(Collectors.toCollection(HashSet::new));
    return line ->
        !keys.isEmpty()
            && (keys.contains(new PartialKey(line.sku(), line.lineid()))
                || keys.contains(new PartialKey(null, line.lineid()))
                || keys.contains(new PartialKey(line.sku(), null))
                || keys.contains(new PartialKey(null, null)));
  }

  /** Key of a line as far as it can be read; null is what cannot. */
  private record PartialKey(String sku, String lineid) {
    static PartialKey of(Rejection refused) {
      boolean unreadable = refused.reason() == Reason.UNREADABLE_SKU;
      return new PartialKey(unreadable ? null : refused.sku(), refused.lineid());
    }
  }
}
