package dev.ficus.legacy.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What has to outlive a restart: what is in stock, and what each shop has been told of it. */
public interface StockBook {

  /**
   * How far a shop has come.
   *
   * @param after the last change of availability that is in the book
   * @param comparedAt when the last comparison of all figures of the shop was begun that came to
   *     its end
   * @param comparisonAskedAt when somebody last asked for one
   */
  record Progress(
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
   * @param told what the shop has; empty while that is not certain
   */
  record Figure(String sku, long inStock, OptionalLong told) {}

  /** How far this shop has come; one nobody has heard of is at the beginning. */
  Progress of(String shop);

  /** Asks for a comparison of all figures of the shop. */
  void askComparison(String shop, Instant at);

  /** Whether the shop is to be left alone. */
  void pause(String shop, boolean paused);

  /** Writes down what is in stock, by SKU, and up to which change that is. */
  void changed(String shop, Map<String, Long> inStock, long after);

  /** SKUs that the shop sells and of which it has another figure than this margin leaves. */
  List<String> untold(String shop, long margin);

  /** The figures of these SKUs; without those that are not sold or not known. */
  List<Figure> figures(String shop, Collection<String> skus);

  /**
   * A call is about to tell the shop of these: until it is answered, what the shop has is not
   * certain. Where it was not certain before, an earlier call may still land behind this one, and
   * the figure is doubted from now on, whatever this one is answered.
   *
   * @return the number of this telling, the highest of all
   * @throws RuntimeException when the shop is another instance's to tell by now
   */
  long telling(String shop, Collection<String> skus);

  /** The call of this telling was answered: the shop has these figures, unless told since. */
  void told(String shop, long telling, Map<String, Long> figures);

  /** SKUs whose figure has been doubted for so long, and not again since. */
  List<String> doubted(String shop, Duration since, int most);

  /**
   * What the shop has of these was looked at: their figures are not doubted any more, but for those
   * that were doubted again since.
   *
   * @param since for how long they had been doubted
   */
  void settled(String shop, Collection<String> skus, Duration since);

  /**
   * The shop sells these, and has these figures.
   *
   * @param round when the comparison began
   * @return of how many it had been told otherwise
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
