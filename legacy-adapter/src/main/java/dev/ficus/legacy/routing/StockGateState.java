package dev.ficus.legacy.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the gate has to know of a wave's stock and orders, beside what was compared in shadow.
 *
 * @param notAgreed SKUs of the wave of which list, ledger and allocation-service did not have the
 *     same at two looks, those that nobody has looked at lately among them
 * @param leakedUnits of SKUs that are ours already, which nobody has settled
 * @param leaksSince since the first of these; empty when there are none
 * @param orders how many orders were looked at
 * @param split how many of these the wave would split
 * @param notPulled feeds by which the monolith asks for its orders, and has not lately
 * @param waitingLines lines of the monolith of these SKUs that it was seen to have no stock for
 * @param lag how long what waits longest has waited to be looked at or to be fed to the shadow
 */
public record StockGateState(
    List<String> notAgreed,
    long leakedUnits,
    Optional<Instant> leaksSince,
    long orders,
    long split,
    List<String> notPulled,
    long waitingLines,
    Duration lag) {

  public StockGateState {
    notAgreed = List.copyOf(notAgreed);
    notPulled = List.copyOf(notPulled);
  }
}
