package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.stock.ComparedStock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Book of cut-overs and rollbacks: what is known of a wave before, those that were begun, and the
 * log.
 */
public interface CutOverBook {

  /**
   * What the database knows of a wave, for the checks.
   *
   * @param skus all of them
   * @param epochs the highest
   * @param withNamedBatches those with batches by reference of which it is not known what is left,
   *     each with the reason
   * @param sources of the figures that were reported of them; those of named batches end with a tab
   * @param neverSeen how many of them nobody has shown
   */
  record KnownWave(
      Set<String> skus,
      List<String> notLegacy,
      List<String> notNew,
      List<String> kept,
      int epoch,
      OptionalLong onItsWay,
      boolean halted,
      List<String> withNamedBatches,
      List<String> withoutFigure,
      int neverSeen,
      Set<String> sources,
      long doubts,
      long refused,
      long unconfirmed,
      long quarantined) {

    public KnownWave {
      skus = Set.copyOf(skus);
      notLegacy = List.copyOf(notLegacy);
      notNew = List.copyOf(notNew);
      kept = List.copyOf(kept);
      withNamedBatches = List.copyOf(withNamedBatches);
      withoutFigure = List.copyOf(withoutFigure);
      sources = Set.copyOf(sources);
    }
  }

  /** The wave as it is known now; empty when there is none of this name. */
  Optional<KnownWave> wave(String name);

  /**
   * Change of the figure that a shop has of a SKU.
   *
   * @param now the monolith's; empty when it has reported none to this shop
   * @param then ours, as it would be at present; empty when it is not known
   */
  record ShopsChange(
      String sku, String shop, int epoch, OptionalLong now, OptionalLong then, long openLines) {}

  /**
   * What would change for shops, by SKU and shop.
   *
   * @param margins units that are not offered, by the shops that are sent figures
   */
  List<ShopsChange> preview(String wave, Map<String, Long> margins, int most);

  /**
   * Cut-over or rollback that is to begin.
   *
   * @param skus those that were looked at
   * @param expectEpoch the highest epoch of them
   * @param acceptWaiting commands of others that may wait for these products
   * @param acceptOwnStock free units that may stay with us
   * @param acceptStranded lines that may stay without units, ours and those of other teams
   * @param checks those that were passed
   * @param notAsked names of checks that the settings have switched off
   * @param compared what was compared of the wave in shadow, as JSON; empty for nothing
   */
  record BegunSwitch(
      String wave,
      Direction direction,
      Set<String> skus,
      String by,
      String reason,
      int expectEpoch,
      int acceptWaiting,
      long acceptOwnStock,
      long acceptStranded,
      List<CutOverCheck> checks,
      List<String> notAsked,
      Optional<String> compared) {

    public BegunSwitch {
      skus = Set.copyOf(skus);
      checks = List.copyOf(checks);
      notAsked = List.copyOf(notAsked);
    }

    /** One before which nothing was to be compared. */
    public BegunSwitch(
        String wave,
        Direction direction,
        Set<String> skus,
        String by,
        String reason,
        int expectEpoch,
        int acceptWaiting,
        long acceptOwnStock,
        long acceptStranded,
        List<CutOverCheck> checks) {
      this(
          wave,
          direction,
          skus,
          by,
          reason,
          expectEpoch,
          acceptWaiting,
          acceptOwnStock,
          acceptStranded,
          checks,
          List.of(),
          Optional.empty());
    }
  }

  /**
   * Begins one, if the wave still has these SKUs and this epoch, none is on its way, and nothing is
   * halted.
   *
   * @return its number; empty when that has changed since it was looked at
   */
  OptionalLong begin(BegunSwitch begun);

  /** One of them. */
  Optional<CutOver> find(long id);

  /** Those before this number, the last one first. */
  List<CutOver> before(long id, int most);

  /** Where list, ledger and allocation-service did not have the same, the first of these. */
  List<ComparedStock> differences(long id, int most);

  /** The checks before it, with their values of then. */
  List<CutOverCheck> checks(long id);

  /** What became of somebody's wish to end one. */
  enum AbortOutcome {
    /** It has ended, and all is as before. */
    ABORTED,
    /** The routes have changed, and it goes on. */
    SWITCHED,
    /** It had ended. */
    ENDED,
    /** There is none of this number. */
    UNKNOWN
  }

  /** Ends one, unless its routes have changed. */
  AbortOutcome abort(long id, String by, String reason);

  /** Halt of all cut-overs. */
  record Halt(String by, String reason, Instant at) {}

  /** The halt that is in force: somebody's, or that of older routes, until they are adopted. */
  Optional<Halt> halted();

  /**
   * Halts: none begins, and one on its way to its switch pauses, with nothing frozen; false when it
   * was halted before.
   */
  boolean halt(String by, String reason);

  /**
   * Ends somebody's halt, so that what has paused begins again; false when there was none. That of
   * older routes stays.
   */
  boolean resume(String by, String reason);

  /**
   * Entry of the log.
   *
   * @param what the stable name of what happened
   */
  record LogEntry(
      long id,
      Instant at,
      String what,
      String by,
      String reason,
      Optional<String> wave,
      OptionalLong cutOver) {}

  /** Entries before this number, the last one first. */
  List<LogEntry> log(long before, int most);
}
