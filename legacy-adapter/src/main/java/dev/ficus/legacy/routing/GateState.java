package dev.ficus.legacy.routing;

import java.time.Instant;

/**
 * What decides whether a wave may pass the gate to its cut-over, beside what is under way.
 *
 * @param now by the clock of the database
 * @param parity what was compared in shadow
 */
public record GateState(Instant now, ParityState parity) {}
