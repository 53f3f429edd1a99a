package dev.ficus.legacy.push;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A round of calls to a shop, which may fail. */
@FunctionalInterface
interface Round {

  void run() throws IOException;

  /**
   * The same for whoever cannot pass the shop's failure on; {@link StockPush#why} finds it again.
   */
  static Runnable unchecked(Round round) {
    return () -> {
      try {
        round.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
