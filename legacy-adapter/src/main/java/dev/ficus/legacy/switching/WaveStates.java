package dev.ficus.legacy.switching;

import dev.ficus.legacy.opening.ListedBatches;
import dev.ficus.legacy.opening.ListedFigures;
import dev.ficus.legacy.placement.WaitingCommands;
import dev.ficus.legacy.routing.WaveState;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.CutOverBook.KnownWave;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** States of waves, of what the database knows and what others are asked for. */
@ApplicationScoped
class WaveStates {

  private final ListedFigures lists;
  private final ListedBatches batches;
  private final WaitingCommands waiting;
  private final FeedsInFront feeds;

  WaveStates(
      ListedFigures lists, ListedBatches batches, WaitingCommands waiting, FeedsInFront feeds) {
    this.lists = lists;
    this.batches = batches;
    this.waiting = waiting;
    this.feeds = feeds;
  }

  /**
   * The state of a wave.
   *
   * @throws IOException when allocation-service does not answer as it should
   */
  WaveState of(KnownWave wave) throws IOException {
    return new WaveState(
        wave.skus().size(),
        wave.notLegacy(),
        wave.epoch(),
        wave.onItsWay(),
        wave.halted(),
        wave.withNamedBatches(),
        wave.withoutFigure(),
        wave.doubts(),
        wave.refused(),
        wave.unconfirmed(),
        wave.quarantined(),
        withoutList(wave),
        feeds.unread(),
        waiting.of(wave.skus()));
  }

  private List<String> withoutList(KnownWave wave) {
    return wave.sources().stream()
        .filter(
            source ->
                !(NamedSource.isKey(source) ? batches.sources() : lists.sources())
                    .contains(NamedSource.sourceOf(source)))
        .map(NamedSource::sourceOf)
        .distinct()
        .sorted()
        .toList();
  }
}
