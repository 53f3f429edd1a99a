package dev.ficus.journeys;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Despatches of the simulated monolith. */
final class MonolithDespatches {

  private MonolithDespatches() {}

  /**
   * Has so many orders leave, at most, that the monolith has promised from the warehouse; the shop
   * is told by a comment.
   */
  static void of(OldWorldProcess monolith, int most) throws IOException {
    Set<String> there =
        monolith.table("batches").stream()
            .filter(row -> row.get("eta").isEmpty())
            .map(row -> row.get("reference"))
            .collect(Collectors.toSet());
    List<String> orders =
        monolith.table("orders").stream()
            .filter(row -> row.get("state").equals("promised") && there.contains(row.get("batch")))
            .map(row -> row.get("order"))
            .distinct()
            .limit(most)
            .toList();
    for (String order : orders) {
      monolith.act("orders/" + order + "/despatch?news=comment");
    }
  }
}
