package dev.ficus.legacy.stock;

import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Port to what a monolith has promised of named batches, as it is known from its answers to orders.
 */
public interface AnsweredPromises {

  /**
   * What is known now of a source whose answers say the batch of each line.
   *
   * @param listed its batches, as they were listed just before; that one has become smaller is kept
   *     in mind
   */
  AnsweredLines of(String source, Collection<ListedBatch> listed);

  /**
   * What is known of the monolith's open lines.
   *
   * @param at when that was
   * @param promises of those of which an answer says the batch, and of what is set aside
   * @param unclear SKUs that have others, and why these are not known
   * @param last by batch, how it was at the last look that could tell what is left
   */
  record AnsweredLines(
      Instant at,
      List<AnsweredPromise> promises,
      Map<String, Unclear> unclear,
      Map<String, LastLook> last) {

    public AnsweredLines {
      promises = List.copyOf(promises);
      unclear = Map.copyOf(unclear);
      last = Map.copyOf(last);
    }

    /** The promises alone. */
    List<MonolithPromise> promised() {
      return promises.stream().map(AnsweredPromise::promise).toList();
    }

    /**
     * SKUs of which it cannot be told what is promised, and why.
     *
     * <p>When goods leave, the quantity falls at once, and the shop is told later. As long as lines
     * are open whose goods may have left, a fall that no line explains might be theirs: to take it
     * in would take as many units from ours.
     *
     * @param now the batches as they are listed now
     */
    Map<String, Unclear> unclear(Collection<ListedBatch> now) {
      Map<String, Long> quantities = new HashMap<>();
      now.forEach(batch -> quantities.put(batch.batchref(), batch.quantity()));
      Map<String, Unclear> found = new HashMap<>(unclear);
      last.forEach(
          (batchref, before) -> {
            if (before.mayBeLeaving(quantities.getOrDefault(batchref, 0L))) {
              found.putIfAbsent(before.sku(), Unclear.LEAVING);
            }
          });
      return found;
    }
  }

  /**
   * Promise that is known from an answer.
   *
   * @param shop whose order has it; empty of what is set aside
   */
  record AnsweredPromise(String shop, MonolithPromise promise) {}

  /**
   * Batch since the last look that could tell what is left.
   *
   * @param quantity as it was listed then
   * @param left units of lines of which the shop was told since that they have left
   * @param lowest the lowest quantity that was listed since
   * @param open units of lines that are open now
   * @param openThen those of lines that were asked for before the lowest quantity was listed first
   */
  record LastLook(String sku, long quantity, long left, long lowest, long open, long openThen) {

    /**
     * Whether it has fallen to so many units by more than is known to have left, while something is
     * open that may have. What was asked for after a quantity was listed has not made it so low;
     * and if it leaves and the quantity is no lower, as many have come in.
     */
    boolean mayBeLeaving(long now) {
      return quantity - now > left && (now < lowest ? open : openThen) > 0;
    }
  }
}
