package dev.ficus.legacy.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The book of stock pushes: what is in stock, what each shop was sent of it, how far it has come.
 */
public interface StockBook {

  /**
   * The progress of a shop.
   *
   * @param after the last change of availability that is in the book
   * @param comparedAt when the last comparison of all figures of the shop was begun that came to
   *     its end
   * @param comparisonAskedAt when somebody last asked for one
   */
  record PushProgress(
      long after,
      boolean paused,
      Optional<Instant> comparedAt,
      Optional<Instant> comparisonAskedAt) {

    /** Whether somebody asked for a comparison that has not been made since. */
    boolean owesComparison() {
      return comparisonAskedAt
          .filter(asked -> comparedAt.filter(begun -> begun.isAfter(asked)).isEmpty())
          .isPresent();
    }
  }

  /**
   * A SKU that the shop sells.
   *
   * @param inStock units that are free in the warehouse
   * @param inShop the figure that the shop has; empty while that is not certain
   */
  record ShopFigure(String sku, long inStock, OptionalLong inShop) {}

  /** The progress of this shop; an unknown one is at the beginning. */
  PushProgress of(String shop);

  /** Asks for a comparison of all figures of the shop. */
  void askComparison(String shop, Instant at);

  /** Pauses the pushes to the shop, or lets them go on. */
  void pause(String shop, boolean paused);

  /** Writes down what is in stock, by SKU, and up to which change that is. */
  void changed(String shop, Map<String, Long> inStock, long after);

  /**
   * SKUs of ours that the shop sells and of which it has another figure than this margin leaves. Of
   * those that the monolith fulfils the shop has its figure, and is not sent ours.
   */
  List<String> outdated(String shop, long margin);

  /** SKUs of which the shop is to be sent the figure whatever it was sent before. */
  List<String> toTell(String shop);

  /** The figures of these SKUs; without those that are not ours, not sold or not known. */
  List<ShopFigure> figures(String shop, Collection<String> skus);

  /**
   * A call is about to send the shop figures of these: until it is answered, what the shop has is
   * not certain. Where it was not certain before, an earlier call may still arrive after this one,
   * and the figure is in doubt from now on, whatever this one is answered.
   *
   * @return the number of this sending, the highest of all
   * @throws RuntimeException when the pushes to the shop are another instance's by now
   */
  long sending(String shop, Collection<String> skus);

  /**
   * The call of this sending was answered: the shop has these figures, unless sent others since.
   */
  void taken(String shop, long sending, Map<String, Long> figures);

  /** SKUs whose figure has been in doubt for so long, and has not come into doubt again since. */
  List<String> doubted(String shop, Duration since, int most);

  /**
   * The shop was asked for its figures of these: they are not in doubt any more, but for those that
   * came into doubt again since.
   *
   * @param since for how long they had been in doubt
   */
  void settled(String shop, Collection<String> skus, Duration since);

  /**
   * The shop sells these, and has these figures.
   *
   * @param round when the comparison began
   * @return of how many that are ours it had been sent another figure
   */
  int found(String shop, Instant round, Map<String, Long> figures);

  /** What this comparison did not find is not sold. */
  void compared(String shop, Instant round);

  /**
   * Does something unless another instance is at it with this shop.
   *
   * @return whether it was done
   */
  boolean alone(String shop, Runnable work);
}
