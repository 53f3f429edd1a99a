package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import java.time.Instant;
import java.util.Optional;

/**
 * Cut-over of a wave.
 *
 * @param skus how many SKUs change their route
 * @param settled of these, how many the monolith has no open line of since
 * @param leaseUntil when the lease runs out; empty when nobody has it
 * @param frozenAt when it first froze its SKUs; empty before that
 * @param switchedAt when the routes changed; empty before that
 * @param outcome empty while it goes on
 * @param why why it has ended so, in words
 * @param waitsFor what its step waits for, in words; empty when for nothing
 */
public record CutOver(
    long id,
    String wave,
    CutOverStep step,
    String by,
    String reason,
    long skus,
    long settled,
    Instant startedAt,
    Instant stepSince,
    Optional<Instant> leaseUntil,
    Optional<Instant> frozenAt,
    Optional<Instant> switchedAt,
    Optional<Instant> endedAt,
    Optional<CutOverOutcome> outcome,
    Optional<String> why,
    Optional<String> waitsFor) {}
