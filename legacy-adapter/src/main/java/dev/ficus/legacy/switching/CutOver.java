package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import java.time.Instant;
import java.util.Optional;

/**
 * Cut-over or rollback of a wave.
 *
 * @param skus how many SKUs change their route
 * @param settled of these, of how many whoever had them before has no open line since
 * @param fellTooFar of how many the figure fell further in a rollback than by what the monolith was
 *     told to set aside
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
    Direction direction,
    CutOverStep step,
    String by,
    String reason,
    long skus,
    long settled,
    long fellTooFar,
    Instant startedAt,
    Instant stepSince,
    Optional<Instant> leaseUntil,
    Optional<Instant> frozenAt,
    Optional<Instant> switchedAt,
    Optional<Instant> endedAt,
    Optional<CutOverOutcome> outcome,
    Optional<String> why,
    Optional<String> waitsFor) {}
