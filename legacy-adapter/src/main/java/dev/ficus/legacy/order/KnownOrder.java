package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the ledger knows of an order.
 *
 * @param cancelled whether the order as a whole was last seen cancelled
 * @param image what the order last looked like, as a fingerprint; empty before the first sight
 * @param updatedAt the shop's time of that image, where it gave one
 * @param lines every line ever seen, by key
 * @param changes how often there was something to send
 * @param held whether its commands wait for what is in quarantine
 */
public record KnownOrder(
    OrderNumber number,
    boolean cancelled,
    Optional<String> image,
    Optional<LocalDateTime> updatedAt,
    List<LedgerLine> lines,
    int changes,
    boolean held) {

  public KnownOrder {
    lines = List.copyOf(lines);
  }

  /** An order nobody has seen before. */
  public static KnownOrder unseen(OrderNumber number) {
    return new KnownOrder(number, false, Optional.empty(), Optional.empty(), List.of(), 0, false);
  }

  /** Whether nobody has seen it before: it was never shown, so it has no image. */
  public boolean isUnseen() {
    return image.isEmpty();
  }

  /** The order with these lines, sorted by key. */
  public KnownOrder with(List<LedgerLine> lines) {
    return new KnownOrder(number, cancelled, image, updatedAt, lines, changes, held);
  }

  /** The order, its commands held back or not. */
  public KnownOrder held(boolean held) {
    return new KnownOrder(number, cancelled, image, updatedAt, lines, changes, held);
  }

  /** The order after this has been written. */
  public KnownOrder after(LedgerUpdate update) {
    Map<LineKey, LedgerLine> changed = new TreeMap<>();
    lines.forEach(line -> changed.put(line.key(), line));
    update.lines().forEach(line -> changed.put(line.key(), line));
    boolean toSend = update.lines().stream().anyMatch(line -> !line.confirmed());
    return new KnownOrder(
        number,
        update.cancelled(),
        update.image().or(() -> image),
        update.updatedAt().or(() -> updatedAt),
        List.copyOf(changed.values()),
        toSend ? changes + 1 : changes,
        held);
  }

  /**
   * The lines whose command is to be sent: the broker has not confirmed it, and it need not wait.
   */
  public List<LedgerLine> unconfirmed() {
    return held ? List.of() : lines.stream().filter(line -> !line.confirmed()).toList();
  }
}
