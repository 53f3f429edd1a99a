package dev.ficus.legacy.switching;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of a wave's stock for the checks of the gate. */
public interface StockGateBook {

  /**
   * Stock of a wave.
   *
   * @param notAgreed SKUs of which figures were reported, and of which list, ledger and
   *     allocation-service did not have the same at two looks, the last of them lately
   * @param waitingLines open lines of the monolith that it was last seen to have no stock for
   * @param lag how long what waits longest has waited to be looked at or fed to the shadow
   */
  record WaveStock(
      List<String> notAgreed,
      long leakedUnits,
      Optional<Instant> leaksSince,
      long waitingLines,
      Duration lag) {}

  /**
   * Of a wave; with nothing in it where there is none of this name.
   *
   * @param lately how long ago the last look may have been
   */
  WaveStock stock(String wave, Duration lately);
}
