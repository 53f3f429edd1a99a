package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.LedgerUpdate;
import java.util.Optional;

/**
 * What is to become of an entry.
 *
 * @param state the entry's state from now on; it may go on waiting
 * @param outcome the same in a word, for the record
 * @param detail why it came out like that, where a word does not say it
 * @param update what is to be written about its order at the same time
 */
public record EntryDecision(
    EntryState state, String outcome, Optional<String> detail, Optional<LedgerUpdate> update) {}
