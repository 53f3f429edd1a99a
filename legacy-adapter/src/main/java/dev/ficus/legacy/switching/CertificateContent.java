package dev.ficus.legacy.switching;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate says of a switch.
 *
 * @param cutOver the id of the switch, which has this certificate and no other
 * @param at when it was made
 * @param by who asked for it
 * @param reason why
 * @param skus those whose route it has changed
 * @param openLines lines of the old owner that are still under way
 * @param openUnits units of these
 * @param monolith what the monolith has of these SKUs, by its own list
 * @param ledger what it has by our ledger
 * @param allocation what allocation-service has
 * @param notSeen what could not be compared, in words
 * @param checks those that were passed, with their values
 * @param compared what was compared in shadow before, as JSON; empty for nothing
 */
public record CertificateContent(
    long cutOver,
    String wave,
    Direction direction,
    Instant at,
    String by,
    String reason,
    List<SwitchedSku> skus,
    long openLines,
    long openUnits,
    Collection<CertifiedBatch> monolith,
    Collection<CertifiedBatch> ledger,
    Collection<CertifiedBatch> allocation,
    List<String> notSeen,
    List<CertifiedCheck> checks,
    Optional<String> compared) {

  /**
   * Check that was passed before a switch.
   *
   * @param limit what its value had to be
   */
  public record CertifiedCheck(String check, String value, String limit) {}

  public CertificateContent {
    // As precise as messages have it.
    at = at.truncatedTo(ChronoUnit.MILLIS);
    if (skus.isEmpty()) {
      throw new IllegalArgumentException("a switch changes the route of one SKU at least");
    }
  }
}
