package dev.ficus.availability.view;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Views of all SKUs, stored or in memory. Every method is a transaction of its own; one that throws
 * has changed nothing. {@link ViewsUnavailable} means that it may work when tried again, anything
 * else that it will not.
 */
public interface Views {

  /**
   * Loads some views, lets {@code change} decide, and stores what it returns, in one transaction.
   * Another writer that came in between makes the call fail, never both take effect.
   *
   * @param skus the views to load; those not known are absent from the map
   * @param change gets the views by SKU, returns those to store (of the same SKUs)
   */
  void change(Set<String> skus, Function<Map<String, View>, Collection<View>> change);

  /** The view of one SKU; empty when it is unknown. */
  Optional<View> find(String sku);

  /** The views of these SKUs; those not known are absent. */
  Map<String, View> find(Set<String> skus);

  /** SKUs of which events are known to be missing, by code point, after {@code after}. */
  List<String> behind(String after, int limit);

  /**
   * SKUs whose views contain an event and have a lower number than this one, in no particular
   * order.
   *
   * @param after only SKUs after this one; {@code null} for all
   * @param last only SKUs up to this one; {@code null} for all
   */
  List<String> below(long number, String after, String last);

  /** Drops the view of a SKU of which nothing was ever applied; leaves any other alone. */
  void forget(String sku);

  /**
   * When the last complete comparison with allocation's snapshot was begun: every view that is not
   * behind is current to that time at least. Empty as long as there was none, that is, as long as
   * views may be missing.
   */
  Optional<Instant> comparedAt();

  /** Records that a comparison begun at this time is complete. Never goes back. */
  void compared(Instant begun);
}
