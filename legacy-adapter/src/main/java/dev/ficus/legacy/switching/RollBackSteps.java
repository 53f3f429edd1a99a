package dev.ficus.legacy.switching;

import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Steps that a rollback has instead of those of a cut-over; of them holds what {@link CutOverSteps}
 * says. Those that they share are there.
 */
public interface RollBackSteps {

  /**
   * Looks whether nothing is under way to the monolith, and allocation-service has placed all lines
   * of ours that were sent.
   */
  CutOverStep drain(HeldCutOver rollBack);

  /**
   * Has the products closed, by a higher revision than whatever has opened them, and looks whether
   * the broker has confirmed it.
   */
  CutOverStep close(HeldCutOver rollBack);

  /**
   * Notes what each source is to be told: the debt of each batch of figures. The units are pending
   * from then on, whatever becomes of the telling. More lines or units left behind than was
   * accepted end it.
   *
   * @param products as allocation-service has them, by SKU; while it has not closed all of them it
   *     is to be asked once more
   * @param backordered what it has backordered of these SKUs, as it was after that
   * @return the next step: the same one where something is to be sent
   */
  CutOverStep tell(
      HeldCutOver rollBack,
      Map<String, StockedProduct> products,
      List<BackorderedLine> backordered,
      Tellable tellable);

  /**
   * Sources that can be told what to set aside.
   *
   * @param sources of figures of SKUs; those that can be told of a named batch also with a tab
   *     after
   * @param knowingRepeats those of them for which a repeat is harmless
   */
  record Tellable(Set<String> sources, Set<String> knowingRepeats) {

    /** None of them. */
    public static final Tellable NONE = new Tellable(Set.of(), Set.of());

    public Tellable {
      sources = Set.copyOf(sources);
      knowingRepeats = Set.copyOf(knowingRepeats);
    }

    /** Whether it can be told of these figures, of a source or of a named batch. */
    public boolean canBeTold(String source) {
      return sources.contains(
          NamedSource.isKey(source) ? NamedSource.of(NamedSource.sourceOf(source), "") : source);
    }
  }

  /**
   * Telling of a source.
   *
   * @param reference the same however often it is sent
   */
  record SourceTelling(UUID reference, String source, String sku, long units) {}

  /**
   * The tellings that are to be sent, each noted as begun before it is returned. One of which no
   * answer came is among them only where its source knows a repeat.
   */
  List<SourceTelling> sending(HeldCutOver rollBack, Tellable tellable);

  /**
   * Answer of a source to a telling.
   *
   * @param fault why it has refused; empty when it has not
   */
  record SourceAnswer(UUID reference, Optional<String> fault) {}

  /**
   * Notes answers. What was refused each time it was sent is taken back; it is told once more, with
   * another reference, when the debt is looked at again.
   *
   * @return the next step: the same one where something has to be told once more
   */
  CutOverStep answered(HeldCutOver rollBack, Collection<SourceAnswer> answers);

  /** Takes back what a rollback that has ended has noted and not sent, or was refused each time. */
  void takeBackUntold(long id);

  /**
   * Looks whether nothing is pending any more, and nothing under way.
   *
   * @return the next step: that of telling where something can be sent once more
   */
  CutOverStep confirm(HeldCutOver rollBack, Tellable tellable);

  /** The figures that a shop is to have from the monolith, by SKU, where it was sent others. */
  Map<String, Long> figures(HeldCutOver rollBack, String shop);

  /**
   * Changes the routes, with all that belongs to it, behind the barrier; unless something has
   * changed since the figures agreed: then they have to do so once more.
   *
   * @param shops whose rounds of the push are kept from beginning by whoever calls this
   */
  CutOverStep switchBack(HeldCutOver rollBack, Set<String> shops);
}
