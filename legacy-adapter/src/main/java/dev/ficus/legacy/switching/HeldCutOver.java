package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverStep;

/**
 * Cut-over whose lease somebody holds.
 *
 * @param direction of its switch
 * @param step the next to be done
 * @param holder who holds it
 */
public record HeldCutOver(
    long id, String wave, Direction direction, CutOverStep step, String holder) {

  /** The same at this step. */
  public HeldCutOver at(CutOverStep next) {
    return new HeldCutOver(id, wave, direction, next, holder);
  }
}
