package dev.ficus.legacy.feed.pulled;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The report of a comparison of all orders of a shop with the ledger: the proof that nothing was
 * lost.
 *
 * @param listed orders the shop has
 * @param missing of these, how many the ledger had never seen
 * @param outdated of these, how many the ledger had seen, but not as they are now
 * @param takenIn missing and outdated ones that were then taken in
 * @param quarantined those that could not be had from the shop, and wait in quarantine
 * @param lines lines the ledger has of the listed orders
 * @param standing of these, how many are not cancelled
 * @param missingOrders the numbers of the missing orders, the first {@value #MOST_NUMBERS}
 * @param outdatedOrders the numbers of the outdated ones, as many
 */
public record Report(
    Instant begunAt,
    Instant endedAt,
    int listed,
    int missing,
    int outdated,
    int takenIn,
    int quarantined,
    long lines,
    long standing,
    List<String> missingOrders,
    List<String> outdatedOrders) {

  /** How many orders a report names of each kind. */
  public static final int MOST_NUMBERS = 100;

  /** Names the first of them. */
  public Report {
    missingOrders = first(missingOrders);
    outdatedOrders = first(outdatedOrders);
  }

  /** A comparison that has not seen any order yet. */
  static Report begun(Instant at) {
    return new Report(at, at, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());
  }

  /** This comparison after some more orders. */
  Report and(Report more, Instant now) {
    return new Report(
        begunAt,
        now,
        listed + more.listed,
        missing + more.missing,
        outdated + more.outdated,
        takenIn + more.takenIn,
        quarantined + more.quarantined,
        lines + more.lines,
        standing + more.standing,
        both(missingOrders, more.missingOrders),
        both(outdatedOrders, more.outdatedOrders));
  }

  /** Whether the ledger has each order the shop has, as it is now, or has it in quarantine. */
  public boolean leavesNothingOut() {
    return missing + outdated == takenIn + quarantined;
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static List<String> first(List<String> numbers) {
    return List.copyOf(numbers.subList(0, Math.min(numbers.size(), MOST_NUMBERS)));
  }
}
