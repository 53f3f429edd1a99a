package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.LedgerUpdate;
import java.util.Optional;

/**
 * Decision about an entry.
 *
 * @param state the entry's state from now on; it may go on waiting
 * @param outcome the outcome in a word, for the record
 * @param detail the explanation, where a word is not enough
 * @param update what is written about its order at the same time
 */
public record EntryDecision(
    EntryState state, String outcome, Optional<String> detail, Optional<LedgerUpdate> update) {}
