package dev.ficus.legacy.routing;

import java.util.List;

/**
 * Routes were not changed, because transactions that write by them did not end: somebody has to
 * look at these.
 */
public final class RoutesHeldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param holders the transactions in an operator's words, the oldest first; empty when they have
   *     just ended
   */
  public RoutesHeldException(List<String> holders, Throwable cause) {
    super(
        "nothing was changed, because transactions under way did not leave the routes alone: "
            + (holders.isEmpty() ? "they have just ended" : String.join(", ", holders))
            + "; try again, or look at them in pg_stat_activity and end the one that hangs by"
            + " select pg_terminate_backend(PID)",
        cause);
  }
}
