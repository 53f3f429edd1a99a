package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translation of an old order, line by line.
 *
 * @param cancelled whether the shop does not want the order any more
 * @param lines what is ordered
 * @param refused what cannot be translated, each with its reason
 * @param beforeTheCount whether what is despatched had been so when the stock was counted with
 *     which allocation-service began
 * @param complete whether a line that is not among these was taken out of the order; a return and
 *     an order without lines leave the lines open that they do not show
 */
public record Translation(
    OrderNumber number,
    boolean cancelled,
    Optional<LocalDateTime> updatedAt,
    List<TranslatedLine> lines,
    List<Rejection> refused,
    boolean beforeTheCount,
    boolean complete) {

  /**
   * A line that can be fulfilled, or has been: 1 to 2147483647 units of a SKU.
   *
   * @param despatched whether all of them are despatched
   * @param returned for how many of those despatched the money was refunded
   */
  public record TranslatedLine(LineKey key, int quantity, boolean despatched, int returned) {}

  public Translation {
    lines = List.copyOf(lines);
    refused = List.copyOf(refused);
  }

  /** Whether there is nothing in it, be it translated or refused. */
  public boolean isEmpty() {
    return lines.isEmpty() && refused.isEmpty();
  }

  /** The same order with these lines and rejections alone. */
  public Translation only(Predicate<LineKey> which, Predicate<Rejection> refusals) {
    return new Translation(
        number,
        cancelled,
        updatedAt,
        lines.stream().filter(line -> which.test(line.key())).toList(),
        refused.stream().filter(refusals).toList(),
        beforeTheCount,
        complete);
  }

  /** The SKUs of all lines, as far as they can be read. */
  public Set<String> skus() {
    return Stream.concat(
            lines.stream().map(line -> line.key().sku()),
            refused.stream().map(Rejection::sku).filter(Identifiers::readable))
        .collect(Collectors.toSet());
  }

  Map<LineKey, TranslatedLine> byKey() {
    return lines.stream().collect(Collectors.toMap(TranslatedLine::key, line -> line));
  }

  /** Which lines of the order as it was known have been taken out of it. */
  public Set<LineKey> takenOut(List<LedgerLine> known) {
    Map<LineKey, TranslatedLine> shown = byKey();
    Predicate<LineKey> mayBeRefused = Rejection.mayBeAnyOf(refused);
    return known.stream()
        .map(LedgerLine::key)
        .filter(key -> complete && !shown.containsKey(key))
        .filter(mayBeRefused.negate())
        .collect(Collectors.toSet());
  }

  /** The fingerprint of the order: equal exactly when the order is shown the same again. */
  String fingerprint() {
    return OrderFingerprint.of(this);
  }
}
