package dev.ficus.legacy.quarantine;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody did about an entry. It is kept for good, also when the call itself is deleted.
 *
 * @param action {@code redrive} or {@code discard}
 * @param why in that person's words; may be empty for a redrive
 * @param outcome what came of it, in a word
 * @param detail why it came out like that, where a word does not say it
 */
public record Action(
    Instant at, String by, String action, String why, String outcome, Optional<String> detail) {}
