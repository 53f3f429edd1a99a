package dev.ficus.legacy.judging;

import java.time.Duration;

/** What was fed, decided and judged of SKUs in shadow. */
public interface ParityHistory {

  /**
   * Forgets what is older than this and needed for nothing any more. Of the basing in which a SKU
   * is now all stays that its next calls are judged by, and all verdicts that the gate may still
   * ask for; how many there were of each is never forgotten.
   *
   * @return how many rows were forgotten
   */
  long forget(Duration ago);
}
