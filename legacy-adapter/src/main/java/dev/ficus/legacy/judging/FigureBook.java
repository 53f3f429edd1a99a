package dev.ficus.legacy.judging;

import dev.ficus.legacy.parity.Judge.FigureCase;
import dev.ficus.legacy.parity.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Book of the figures that are to be compared with what the shadow would have left. */
public interface FigureBook {

  /**
   * Figure that is not judged yet: the last of its SKU.
   *
   * @param held units that lines have in the shadow
   * @param now when it was looked up
   */
  record UnjudgedFigure(FigureCase known, long held, Instant now) {}

  /**
   * The last open figure of each SKU behind this one, by SKU; all before it say nothing more.
   *
   * @param secondLook after how long a difference is looked at once more; before, and while calls
   *     before it are not judged, nothing else is looked up
   */
  List<UnjudgedFigure> open(String afterSku, Duration secondLook, int most);

  /** Verdicts about a figure, by which the next interval begins. */
  record FigureVerdicts(UnjudgedFigure figure, List<Verdict> verdicts) {}

  /**
   * Notes what has come of looking, all or nothing.
   *
   * @param judged with their verdicts
   * @param passedOver those that say nothing: the interval goes on
   * @param different those that were seen to differ for the first time in their interval
   */
  void write(
      List<FigureVerdicts> judged, List<UnjudgedFigure> passedOver, List<UnjudgedFigure> different);
}
