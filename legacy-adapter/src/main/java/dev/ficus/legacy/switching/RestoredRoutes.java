package dev.ficus.legacy.switching;

import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.routing.Route;
import java.util.Collection;
import java.util.List;

/**
 * Book of routes that are older here than in allocation-service, because this database was restored
 * to an earlier point. While there are any, nothing that is first seen is decided, and no cut-over
 * goes on to its switch.
 */
public interface RestoredRoutes {

  /** Whether a route ever changed, or can: where all products are ours nobody need be asked. */
  boolean areInUse();

  /**
   * Compares registers of allocation-service with the routes, and notes those that are newer.
   *
   * @param registers as they were asked for before
   */
  void compare(Collection<Openness> registers);

  /**
   * Numbers of what is older here.
   *
   * @param skus how many
   * @param revision the highest that allocation-service has of these; 0 when there are none
   */
  record OlderNumbers(long skus, int revision) {}

  /** The numbers of now. */
  OlderNumbers numbers();

  /**
   * Route that is older here.
   *
   * @param route as it is here
   * @param epoch likewise
   * @param newer what allocation-service's register says
   * @param revision its epoch then
   */
  record OlderRoute(String sku, Route route, int epoch, Route newer, int revision) {}

  /** Those that come after this SKU, in code-point order. */
  List<OlderRoute> older(String after, int most);

  /** The revision above which those of lines go on; 0 as long as nothing was restored. */
  int linesAbove();

  /**
   * Adoption of what allocation-service knows.
   *
   * @param found the numbers that whoever asks has seen
   * @param linesAbove the highest revision of our lines that allocation-service has seen
   */
  record Adoption(String by, String reason, OlderNumbers found, int linesAbove) {}

  /**
   * Adopts the newer routes, and has revisions of lines go on above those that were seen. A
   * cut-over on its way to its switch whose SKUs are among them ends.
   *
   * @return false when the numbers of now are others: then nothing is changed
   */
  boolean adopt(Adoption adoption);
}
