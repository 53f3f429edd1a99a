package dev.ficus.legacy.parity;

import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Rule by which differences are ignored for a while: somebody has said why they may be so. A field
 * that is empty matches everything.
 *
 * @param verdict what it would be without the rule: better or worse
 * @param owner who answers for it
 */
public record IgnoreRule(
    long id,
    Optional<String> wave,
    Optional<String> sku,
    Optional<String> shop,
    Aspect aspect,
    VerdictWord verdict,
    String owner,
    String reason,
    Instant expiresAt) {

  /** For how long a rule may be made. */
  public static final Duration LONGEST = Duration.ofDays(30);

  /**
   * @throws IllegalArgumentException where it would ignore what cannot be ignored
   */
  public IgnoreRule {
    if (!aspect.canBeIgnored()) {
      throw new IllegalArgumentException("whether a line is taken cannot be ignored");
    }
    if (verdict != VerdictWord.BETTER && verdict != VerdictWord.WORSE) {
      throw new IllegalArgumentException("only better and worse can be ignored");
    }
  }

  /** Where a difference was found. */
  public record Place(Optional<String> wave, String sku, String shop) {}

  boolean matches(Place place, Verdict found, Instant now) {
    return now.isBefore(expiresAt)
        && found.aspect() == aspect
        && found.word() == verdict
        && (wave.isEmpty() || wave.equals(place.wave()))
        && (sku.isEmpty() || sku.get().equals(place.sku()))
        && (shop.isEmpty() || shop.get().equals(place.shop()));
  }
}
