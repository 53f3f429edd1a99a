package dev.ficus.legacy.shadow;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a look at the named batches of a SKU has found.
 *
 * @param promises all that is promised of them, whatever line has it
 * @param hasGone whether batches and promises go on to have what has left
 */
public record ShownBatches(List<ShownBatch> batches, List<ShownPromise> promises, boolean hasGone) {

  public ShownBatches {
    batches = List.copyOf(batches);
    promises = List.copyOf(promises);
  }

  /**
   * One batch.
   *
   * @param figure what is listed of it, less all that is promised
   */
  public record ShownBatch(String batchref, long figure, Optional<LocalDate> eta) {}

  /**
   * One promise.
   *
   * @param number of the order that has it; empty where none has, or it is not said
   * @param item the shop's id of the line; empty where it is not said
   */
  public record ShownPromise(String batchref, String number, String item, long units) {}
}
