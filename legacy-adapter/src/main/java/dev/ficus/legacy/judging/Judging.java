package dev.ficus.legacy.judging;

import dev.ficus.legacy.judging.JudgingBook.CallVerdicts;
import dev.ficus.legacy.judging.JudgingBook.Position;
import dev.ficus.legacy.judging.JudgingBook.SkuHistory;
import dev.ficus.legacy.judging.JudgingBook.UnjudgedCall;
import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.Judge;
import dev.ficus.legacy.parity.Judge.Look;
import dev.ficus.legacy.parity.Race;
import dev.ficus.legacy.parity.Race.Overlapping;
import dev.ficus.legacy.parity.Race.RaceFinding;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Judging of what the shadow was fed, by one instance at a time. */
@ApplicationScoped
public class Judging {

  private static final String OFF = "off";
  private static final int PAGE = 1_000;

  private final JudgingBook book;
  private final FigureJudging figures;
  private final Duration secondLook;
  private final Duration decidesWithin;
  private final Optional<PeriodicTask> task;
  private final Counter judged;

  Judging(JudgingBook book, FigureJudging figures, JudgingSettings settings, MeterRegistry meters) {
    this.book = book;
    this.figures = figures;
    this.secondLook = settings.secondLook();
    this.decidesWithin = settings.decidesWithin();
    this.judged = meters.counter("ficus.legacy.judging.calls");
    this.task =
        settings.lookEvery().equalsIgnoreCase(OFF)
            ? Optional.empty()
            : Optional.of(
                new PeriodicTask(
                    "judging",
                    DurationConverter.parseDuration(settings.lookEvery()),
                    this::judgeNow,
                    failure -> TransientFailure.in(failure).orElse(null)));
  }

  void start(@Observes StartupEvent event) {
    task.ifPresent(PeriodicTask::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (task.isPresent()) {
      task.get().stop();
    }
  }

  /** Looks at all open calls and figures once, unless another instance does. */
  public void judgeNow() {
    book.alone(this::judgeAll);
  }

  private void judgeAll() {
    Judge judge = new Judge(secondLook, decidesWithin, book.rules());
    Position after = Position.BEGINNING;
    for (List<UnjudgedCall> page = book.open(after, PAGE);
        !page.isEmpty();
        page = page.size() < PAGE ? List.of() : book.open(after, PAGE)) {
      judge(judge, page);
      after = page.get(page.size() - 1).position();
    }
    figures.judgeAll(judge);
  }

  private void judge(Judge judge, List<UnjudgedCall> page) {
    List<CallVerdicts> verdicts = new ArrayList<>();
    List<UnjudgedCall> different = new ArrayList<>();
    Map<String, SkuHistory> histories = new HashMap<>();
    // What one call has made of its SKU, the calls after it on the page do not know yet.
    Map<String, Long> divergedBy = new HashMap<>();
    // SKUs of which a call is left open, and those seen before.
    Set<String> open = new HashSet<>();
    Set<String> met = new HashSet<>();
    for (UnjudgedCall call : page) {
      String sku = call.known().call().sku();
      if (met.add(sku) && call.firstOpen() < call.known().call().id()) {
        open.add(sku);
      }
      Look look = look(judge, call, histories, divergedBy, !open.contains(sku));
      if (!(look instanceof Look.Judged)) {
        open.add(sku);
      }
      if (look instanceof Look.Judged found) {
        verdicts.add(new CallVerdicts(call, found.verdicts()));
        if (found.verdicts().stream().anyMatch(each -> each.diverges())) {
          divergedBy.putIfAbsent(call.known().call().sku(), call.known().call().id());
        }
      } else if (look instanceof Look.SeenDifferent) {
        different.add(call);
      }
    }
    if (!verdicts.isEmpty() || !different.isEmpty()) {
      book.requireAlone();
      book.write(verdicts, different);
      judged.increment(verdicts.size());
    }
  }

  private Look look(
      Judge judge,
      UnjudgedCall call,
      Map<String, SkuHistory> histories,
      Map<String, Long> divergedBy,
      boolean areEarlierJudged) {
    FedLine line = call.known().call();
    Judge.Case known =
        inTurn(call.known(), Optional.ofNullable(divergedBy.get(line.sku())), areEarlierJudged);
    if (line.state() == FedState.DESPATCHED) {
      return judge.despatched(
          known,
          line.quantity(),
          call.left().map(OptionalLong::of).orElseGet(OptionalLong::empty),
          call.now());
    }
    return judge.look(known, () -> race(call, histories), call.now());
  }

  private static Judge.Case inTurn(
      Judge.Case known, Optional<Long> divergedBy, boolean areEarlierJudged) {
    return new Judge.Case(
        known.call(),
        known.theirs(),
        known.ours(),
        known.lookedAt(),
        known.isFirst() && areEarlierJudged,
        known.shadowIsLost(),
        known.diverged().isEmpty() && divergedBy.isPresent()
            ? OptionalLong.of(divergedBy.get())
            : known.diverged(),
        known.lacking(),
        known.today(),
        known.place(),
        known.shadowHeardAt(),
        known.isUnderWay());
  }

  private RaceFinding race(UnjudgedCall call, Map<String, SkuHistory> histories) {
    FedLine line = call.known().call();
    SkuHistory history =
        histories.computeIfAbsent(
            line.sku(), sku -> book.history(sku, line.basing(), decidesWithin));
    List<Overlapping> together =
        history.changes().stream()
            .map(each -> overlapping(each, history))
            .filter(Objects::nonNull)
            .toList();
    Overlapping judged = overlapping(line, history);
    List<Overlapping> directly =
        together.stream()
            .filter(each -> each.change().id() == line.id() || each.isUncertainWith(judged))
            .toList();
    if (directly.stream()
        .anyMatch(each -> history.isAwaited(each.change(), decidesWithin, call.now()))) {
      return RaceFinding.NOT_YET;
    }
    long first = directly.stream().mapToLong(each -> each.change().id()).min().orElse(line.id());
    long last = directly.stream().mapToLong(each -> each.change().id()).max().orElse(line.id());
    List<FedChange> before =
        history.changes().stream()
            .filter(
                each -> each.id() < first || !(each instanceof FedLine) && each.id() < line.id())
            .toList();
    return Race.find(
        before,
        together.stream()
            .filter(each -> each.change().id() >= first && each.change().id() <= last)
            .toList(),
        call.known().today());
  }

  private Overlapping overlapping(FedChange change, SkuHistory history) {
    if (!(change instanceof FedLine line) || line.state() == FedState.DESPATCHED) {
      return null;
    }
    return history.overlapping(line, decidesWithin);
  }
}
