package dev.ficus.legacy.intake;

/**
 * Failure to decide about an order in time, because products in it are about to change their route,
 * or nobody knows it: nothing was written, and it is to be sent again.
 */
public final class FrozenProductsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Nobody knows the routes at present: somebody has to look at a restored database. */
  public static FrozenProductsException routesAreOlder() {
    return new FrozenProductsException(
        "the routes here are older than those that allocation-service knows, as after a restore of"
            + " this database; nothing first seen is decided until somebody adopts the newer ones"
            + " (GET /strangling/restored)");
  }

  /** What waits, for the log. */
  public FrozenProductsException(String message) {
    super(message);
  }
}
