package dev.ficus.legacy.routing;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * State of a wave, as far as it decides whether it can be cut over or rolled back.
 *
 * @param skus how many SKUs it has
 * @param notLegacy SKUs that the monolith does not fulfil
 * @param epoch the highest of its SKUs
 * @param onItsWay the cut-over or rollback, of whichever wave, that is on its way to its switch
 * @param halted whether everything is halted
 * @param withNamedBatches SKUs of which the monolith reports batches by reference, and it is not
 *     known what it has promised of them, each with the reason
 * @param withoutFigure SKUs that were seen, and of which it has reported no figure
 * @param doubts orders with lines of these SKUs of which it is not known whether the monolith has
 *     them
 * @param refused orders of which it has refused its part, with lines of ours of these SKUs
 * @param unconfirmed orders, batches and products of these SKUs with commands that the broker has
 *     not confirmed
 * @param quarantined entries about these SKUs, and about orders with lines of them, that wait
 * @param withoutList sources of their figures that no list of is configured
 * @param unread feeds of which it is not known which orders were made before we stood in front
 * @param waiting commands of others that wait for these products in allocation-service, by sender
 */
public record WaveState(
    int skus,
    List<String> notLegacy,
    int epoch,
    OptionalLong onItsWay,
    boolean halted,
    List<String> withNamedBatches,
    List<String> withoutFigure,
    long doubts,
    long refused,
    long unconfirmed,
    long quarantined,
    List<String> withoutList,
    List<String> unread,
    Map<String, Integer> waiting) {

  public WaveState {
    notLegacy = List.copyOf(notLegacy);
    withNamedBatches = List.copyOf(withNamedBatches);
    withoutFigure = List.copyOf(withoutFigure);
    withoutList = List.copyOf(withoutList);
    unread = List.copyOf(unread);
    waiting = new TreeMap<>(waiting);
  }
}
