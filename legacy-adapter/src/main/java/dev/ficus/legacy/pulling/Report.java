package dev.ficus.legacy.pulling;

import java.time.Instant;

/**
 * What came out when all orders of a shop were compared with the ledger: the proof that nothing was
 * lost.
 *
 * @param listed orders the shop has
 * @param missing of these, how many the ledger had never seen
 * @param outdated of these, how many the ledger had seen, but not as they are now
 * @param takenIn missing and outdated ones that were then taken in
 * @param quarantined those that could not be had from the shop, and wait in quarantine
 * @param lines lines the ledger has of the listed orders
 * @param standing of these, how many are not cancelled
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
    long standing) {

  /** Whether the ledger has each order the shop has, as it is now, or says why not. */
  public boolean isWhole() {
    return missing + outdated == takenIn + quarantined;
  }
}
