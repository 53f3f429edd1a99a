package dev.ficus.legacy.routing;

import java.util.List;
import java.util.OptionalLong;

/**
 * State of a wave, as far as it decides whether we can keep its stock from now on.
 *
 * @param notOurs SKUs that we do not fulfil
 * @param onItsWay the change of its routes that is on its way to its switch
 * @param draining SKUs of which the monolith has open lines
 * @param toGiveBack SKUs of which a source is to give units back
 * @param oversold SKUs of which more has left than their source has
 */
public record KeepingState(
    List<String> notOurs,
    OptionalLong onItsWay,
    List<String> draining,
    List<String> toGiveBack,
    List<String> oversold) {

  public KeepingState {
    notOurs = List.copyOf(notOurs);
    draining = List.copyOf(draining);
    toGiveBack = List.copyOf(toGiveBack);
    oversold = List.copyOf(oversold);
  }
}
