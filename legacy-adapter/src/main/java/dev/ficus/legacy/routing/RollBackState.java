package dev.ficus.legacy.routing;

import java.util.List;

/**
 * State of a wave, as far as it decides whether it can be rolled back.
 *
 * @param wave what decides about a cut-over as well
 * @param notNew SKUs that we do not fulfil
 * @param kept SKUs of which we keep the stock, for good
 * @param ownStock free units in batches that are not the monolith's
 * @param stranded lines that hold no units, ours and those of other teams
 */
public record RollBackState(
    WaveState wave, List<String> notNew, List<String> kept, long ownStock, long stranded) {

  public RollBackState {
    notNew = List.copyOf(notNew);
    kept = List.copyOf(kept);
  }
}
