package dev.ficus.availability.delivery;

import java.util.Collection;

/**
 * Where lead times are kept. Every method is a transaction of its own; one that throws {@link
 * LeadTimesUnavailable} may have taken effect or not, and may be tried again. Each edit raises the
 * revision, so that whoever has the highest has it all.
 */
public interface LeadTimeBook {

  /** All lead times with their revision, as of one moment. */
  LeadTimes load();

  /** The number of the last edit; 0 as long as there was none. */
  long revision();

  /**
   * Writes the first lead times; changes nothing if there ever were some, even if they were all
   * removed since.
   *
   * @return whether they were written
   */
  boolean fill(Collection<LeadTime> leadTimes);

  /** Puts these in place of all there are; each area once. */
  void replaceAll(Collection<LeadTime> leadTimes);

  /**
   * Adds this one, or puts it in place of its area's.
   *
   * @return whether the area had none
   */
  boolean put(LeadTime leadTime);

  /**
   * Removes the lead time of exactly this area.
   *
   * @return whether there was one; if not, it is no edit
   */
  boolean remove(Area area);
}
