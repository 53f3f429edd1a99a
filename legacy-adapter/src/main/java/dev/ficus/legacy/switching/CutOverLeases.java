package dev.ficus.legacy.switching;

import java.time.Duration;
import java.util.List;

/** Leases of cut-overs, by the database's clock: who goes on with which, and until when. */
public interface CutOverLeases {

  /**
   * Ends those that were frozen for longer than they may be.
   *
   * @return the numbers of those
   */
  List<Long> endOverdue(Duration frozenAtMost);

  /**
   * Takes the leases that nobody holds. Where one has run out before the switch, it begins again
   * with the freeze: meanwhile nothing was frozen. While everything is halted, nobody takes one
   * before the switch.
   *
   * @return all that this holder has now
   */
  List<HeldCutOver> take(String holder, Duration lease);

  /** Holds on to the leases that have not run out. */
  void renew(String holder, Duration lease);
}
