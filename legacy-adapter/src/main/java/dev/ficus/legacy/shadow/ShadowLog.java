package dev.ficus.legacy.shadow;

import java.time.Duration;
import java.util.List;

/**
 * Log of what the shadow is to be fed.
 *
 * <p>What a change means for the shadow is decided first, and written down: so what is sent again
 * after a crash is what was sent before, however much has come in between. Sent and confirmed, it
 * is forgotten here and handed to the judge.
 */
public interface ShadowLog {

  /**
   * Does something while no other instance does.
   *
   * @return whether it was done
   */
  boolean alone(Runnable work);

  /** Returns if no other instance can have begun meanwhile; otherwise it fails. */
  void requireAlone();

  /**
   * Notes which shadow is fed from now on; empty for none. Another one than before knows nothing of
   * what was fed: then the SKUs in it are lost.
   */
  void feeds(String address);

  /**
   * Decides what the next changes mean for the shadow.
   *
   * @return how many were looked at
   */
  int decide(int most);

  /** What is decided and not known to be sent, in its order. */
  List<Feeding> toSend(int most);

  /** Notes that the broker has confirmed the commands of these. */
  void sent(List<Feeding> feedings);

  /**
   * Forgets all that waits if that is more than this: the SKUs that it is about are lost, and
   * nothing more is written down about them.
   *
   * @return how many SKUs are lost by it
   */
  int cutOff(long most);

  /**
   * Has it looked what is known by now to be shown by figures, of SKUs where they do not show all
   * yet that lines did.
   */
  void lookAgain();

  /** Ends the shadow of SKUs that are ours by now, or in no wave any more. */
  void endOfOthers();

  /**
   * Finds the SKUs of which the shadow has decided something and nothing about what it was fed
   * before: that never reached it.
   *
   * @param after how long to wait for it
   * @return how many are lost by it
   */
  int findLost(Duration after);

  /**
   * Finds the SKUs of which the shadow was fed something and nothing was heard, though perhaps
   * nothing was fed afterwards by which that could be noticed.
   *
   * @param after how long the broker must have had it
   * @return how many are lost by it
   */
  int findUnanswered(Duration after);
}
