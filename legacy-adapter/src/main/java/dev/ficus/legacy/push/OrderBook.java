package dev.ficus.legacy.push;

import dev.ficus.legacy.placement.Placement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has to outlive a restart: what each shop has been told of its orders' states. */
public interface OrderBook {

  /**
   * A line of an order, as the ledger has it and as allocation has placed it.
   *
   * @param ordered whether the order still wants it
   * @param placement what allocation did with so many units; empty before it did
   */
  record Line(
      String sku,
      int quantity,
      boolean ordered,
      Optional<Placement.State> placement,
      Optional<LocalDate> expected) {}

  /**
   * An order that has changed since the shop was told.
   *
   * @param changes how often it has
   * @param attempts how often the shop has refused to be told
   * @param telling what the shop may have been told; empty when that is certain
   * @param told what it was told last; empty before the first time
   */
  record Untold(
      String number,
      long changes,
      int attempts,
      Optional<String> telling,
      Optional<String> told,
      List<Line> lines) {

    /** This order with certainty, by what the shop has noted on it, the newest first. */
    Untold asNoted(List<String> noted) {
      Optional<String> arrived =
          telling.filter(
              text ->
                  place(text, noted) < told.map(last -> place(last, noted)).orElse(noted.size()));
      return new Untold(number, changes, attempts, Optional.empty(), arrived.or(() -> told), lines);
    }

    private static int place(String text, List<String> noted) {
      int place = noted.indexOf(text);
      return place < 0 ? noted.size() : place;
    }
  }

  /**
   * Whether this shop is to be told; from then on what allocation does with its orders is noted.
   */
  void follow(String shop, boolean comments);

  /**
   * Orders of which the shop is to be told, those it has not refused first.
   *
   * @param quiet how long nothing has changed of them
   * @param placing the same of those that allocation has not placed whole
   */
  List<Untold> untold(String shop, Duration quiet, Duration placing, int most);

  /** The shop is about to be told this, by number: until it answers that is not certain. */
  void telling(String shop, Map<String, String> texts);

  /** The shop has been told of these changes in these words. */
  void told(String shop, List<Untold> orders, Map<String, String> texts);

  /** The shop has refused to be told of these, or has not shown them. */
  void refused(String shop, List<String> numbers);

  /** Does something unless another instance is at it with this shop. */
  void alone(String shop, Runnable work);
}
