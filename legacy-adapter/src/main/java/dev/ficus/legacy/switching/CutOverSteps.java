package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.NamedSource;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Steps of cut-overs, each one transaction that finds the lease still held, or changes nothing and
 * throws {@link LeaseLostException}. Each answers which step is next: the same one where it has to
 * wait, an earlier one where something has changed meanwhile.
 */
public interface CutOverSteps {

  /** Figure of a SKU by a source, or of a named batch by its {@link NamedSource}. */
  record FigureKey(String sku, String source) {}

  /** The SKUs. */
  Set<String> skus(long id);

  /** The sources of the figures that were reported of them. */
  Set<String> sources(long id);

  /** Freezes the SKUs, behind the barrier: no older decision can still be on its way. */
  CutOverStep freeze(HeldCutOver cutOver);

  /**
   * Looks whether nothing is under way to the monolith and nothing has changed about its lines and
   * figures for this long; if so, they can be counted.
   */
  CutOverStep drain(HeldCutOver cutOver, Duration quiet);

  /**
   * Notes the figures that the monolith has listed, unless something has changed meanwhile: then
   * all has to be quiet once more.
   *
   * @param listed empty where a list has more than one figure of a SKU
   */
  default CutOverStep count(HeldCutOver cutOver, Map<FigureKey, OptionalLong> listed) {
    return count(cutOver, listed, Map.of());
  }

  /**
   * The same where named batches are among them.
   *
   * @param days on which they are expected; none for what is in the warehouse
   */
  CutOverStep count(
      HeldCutOver cutOver, Map<FigureKey, OptionalLong> listed, Map<FigureKey, LocalDate> days);

  /** Notes what the step waits for, in words. */
  void waits(HeldCutOver cutOver, String what);

  /** The list and the ledger, still without what allocation-service holds. */
  List<ComparedStock> stocks(HeldCutOver cutOver);

  /**
   * Notes what was compared. If all have the same, and nothing has changed meanwhile, the routes
   * can change. What differs for this long ends the cut-over; until then the monolith is asked once
   * more.
   */
  CutOverStep compare(HeldCutOver cutOver, List<ComparedStock> stocks, Duration secondLook);

  /** Ends one before whose switch these checks of the gate hold no longer. */
  CutOverStep endNotPassed(HeldCutOver cutOver, List<CutOverCheck> red);

  /**
   * Changes the routes, with all that belongs to it, behind the barrier; unless something has
   * changed since it was counted: then all has to be quiet once more. If by then what was compared
   * in shadow does not pass the gate any more, because a rule has expired, say, it ends.
   *
   * @param letThrough how long an update of the monolith that was let through before may still be
   *     under way to a shop
   * @param gate what has to be shown of what was compared in shadow
   */
  CutOverStep switchOver(HeldCutOver cutOver, Duration letThrough, GateLimits gate);

  /** Looks whether the broker has confirmed that all products are open. */
  CutOverStep open(HeldCutOver cutOver);

  /** Looks whether these shops have been sent all figures. */
  CutOverStep announce(HeldCutOver cutOver, Set<String> shops);

  /**
   * Notes of which SKUs the monolith has no open line any more; and has the shops sent the figures
   * once more when the last update of the monolith has ended.
   */
  CutOverStep settle(HeldCutOver cutOver);
}
