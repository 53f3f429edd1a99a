package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must be the verdicts about orders that were sent one after the other, reckoned from what was
 * ordered, from the stock there was and from what the monolith has. It shares no code with the
 * adapter. Each SKU has one batch in the warehouse, and nothing is cancelled.
 */
final class ParityReckoning {
  private final Map<String, Integer> free;
  private final Set<String> diverged = new HashSet<>();
  private final SortedMap<String, List<String>> verdicts = new TreeMap<>();

  /** What the monolith has decided about a line. */
  enum MonolithSays {
    HAS_STOCK,
    HAS_STOCK_LATER,
    WAITS,
    REFUSES
  }

  private ParityReckoning(Map<String, Integer> free) {
    this.free = free;
  }

  /**
   * A line, in the order in which they were sent.
   *
   * @param name by which its verdicts are found
   */
  record ReckonedLine(String name, String sku, int quantity, MonolithSays says) {}

  /**
   * The verdicts, in the order of their aspects, by the names of the lines.
   *
   * @param stock free units before the first
   */
  static SortedMap<String, List<String>> of(Map<String, Integer> stock, List<ReckonedLine> lines) {
    ParityReckoning reckoning = new ParityReckoning(new HashMap<>(stock));
    lines.forEach(reckoning::reckon);
    return reckoning.verdicts;
  }

  private void reckon(ReckonedLine line) {
    boolean weHaveIt = free.get(line.sku()) >= line.quantity();
    if (weHaveIt) {
      free.merge(line.sku(), -line.quantity(), Integer::sum);
    }
    List<String> found = new ArrayList<>();
    verdicts.put(line.name(), found);
    if (line.says() == MonolithSays.REFUSES) {
      found.add("taken better");
      diverged.add(line.sku());
      return;
    }
    found.add("taken same");
    boolean theyHaveIt = line.says() != MonolithSays.WAITS;
    if (theyHaveIt != weHaveIt) {
      found.add("outcome " + explained(line, weHaveIt ? "better" : "worse"));
      diverged.add(line.sku());
      return;
    }
    found.add("outcome same");
    if (theyHaveIt) {
      found.add(
          "day " + (line.says() == MonolithSays.HAS_STOCK ? "same" : explained(line, "better")));
    }
  }

  private String explained(ReckonedLine line, String verdict) {
    return diverged.contains(line.sku()) ? "follow_on" : verdict;
  }
}
