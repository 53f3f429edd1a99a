package dev.ficus.legacy.judging;

import dev.ficus.legacy.judging.FigureBook.FigureVerdicts;
import dev.ficus.legacy.judging.FigureBook.UnjudgedFigure;
import dev.ficus.legacy.judging.JudgingBook.SkuHistory;
import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedFigure;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FigureFinding;
import dev.ficus.legacy.parity.Judge;
import dev.ficus.legacy.parity.Judge.Look;
import dev.ficus.legacy.parity.Race.Overlapping;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Judging of the figures that the monolith reports of SKUs in shadow. */
@ApplicationScoped
class FigureJudging {

  private static final int PAGE = 1_000;

  private final FigureBook figures;
  private final JudgingBook calls;
  private final Duration secondLook;
  private final Duration decidesWithin;
  private final Counter judged;

  FigureJudging(
      FigureBook figures, JudgingBook calls, JudgingSettings settings, MeterRegistry meters) {
    this.figures = figures;
    this.calls = calls;
    this.secondLook = settings.secondLook();
    this.decidesWithin = settings.decidesWithin();
    this.judged = meters.counter("ficus.legacy.judging.figures");
  }

  /** Looks at all open figures once; only while no other instance judges. */
  void judgeAll(Judge judge) {
    List<UnjudgedFigure> page = figures.open("", secondLook, PAGE);
    while (!page.isEmpty()) {
      judge(judge, page);
      page =
          page.size() < PAGE
              ? List.of()
              : figures.open(page.get(page.size() - 1).known().figure().sku(), secondLook, PAGE);
    }
  }

  private void judge(Judge judge, List<UnjudgedFigure> page) {
    List<FigureVerdicts> verdicts = new ArrayList<>();
    List<UnjudgedFigure> passedOver = new ArrayList<>();
    List<UnjudgedFigure> different = new ArrayList<>();
    for (UnjudgedFigure figure : page) {
      Look look = judge.figure(figure.known(), () -> finding(figure.known()), figure.now());
      if (look instanceof Look.Judged found) {
        verdicts.add(new FigureVerdicts(figure, found.verdicts()));
      } else if (look instanceof Look.PassedOver) {
        passedOver.add(figure);
      } else if (look instanceof Look.SeenDifferent) {
        different.add(figure);
      }
    }
    if (!verdicts.isEmpty() || !passedOver.isEmpty() || !different.isEmpty()) {
      calls.requireAlone();
      figures.write(verdicts, passedOver, different);
      judged.increment(verdicts.stream().filter(each -> !each.verdicts().isEmpty()).count());
    }
  }

  private FigureFinding finding(Judge.FigureCase known) {
    FedFigure figure = known.figure();
    SkuHistory history = calls.history(figure.sku(), figure.basing(), decidesWithin);
    List<FedChange> before = new ArrayList<>();
    List<Overlapping> within = new ArrayList<>();
    for (FedChange change : history.changes()) {
      if (change.id() <= known.sinceCall()
          || !(change instanceof FedLine) && change.id() <= figure.id()) {
        before.add(change);
      } else if (change instanceof FedLine line && line.id() < figure.id()) {
        within.add(history.overlapping(line, decidesWithin));
      }
    }
    return FigureFinding.find(before, within, known.more(), today(figure));
  }

  private static LocalDate today(FedFigure figure) {
    return figure.receivedAt().atZone(ZoneId.systemDefault()).toLocalDate();
  }
}
