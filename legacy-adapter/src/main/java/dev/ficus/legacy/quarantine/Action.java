package dev.ficus.legacy.quarantine;

import java.time.Instant;
import java.util.Optional;

/**
 * Action of an operator about an entry. It is kept for good, also when the call itself is deleted.
 *
 * @param action {@code redrive} or {@code discard}
 * @param why in that person's words; may be empty for a redrive
 * @param outcome the outcome, in a word
 * @param detail the explanation, where a word is not enough
 */
public record Action(
    Instant at, String by, String action, String why, String outcome, Optional<String> detail) {}
