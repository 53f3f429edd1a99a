package dev.ficus.legacy.switching;

import dev.ficus.legacy.push.Pushes;
import dev.ficus.legacy.push.StockPush;
import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.CutOverRequest;
import dev.ficus.legacy.routing.CutOverRules;
import dev.ficus.legacy.switching.CutOverBook.AbortOutcome;
import dev.ficus.legacy.switching.CutOverBook.BegunSwitch;
import dev.ficus.legacy.switching.CutOverBook.KnownWave;
import dev.ficus.legacy.switching.CutOverBook.ShopsChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Cut-overs as people plan and begin them. */
@ApplicationScoped
public class CutOvers {

  private static final int MOST_SHOWN = 1_000;

  private final CutOverBook book;
  private final WaveStates states;
  private final Pushes pushes;
  private final Switching switching;
  private final Gate gate;

  CutOvers(CutOverBook book, WaveStates states, Gate gate, Pushes pushes, Switching switching) {
    this.book = book;
    this.states = states;
    this.gate = gate;
    this.pushes = pushes;
    this.switching = switching;
  }

  /**
   * Plan of a cut-over.
   *
   * @param skus that would change their route
   * @param checks all that was looked at
   */
  public record CutOverPlan(String wave, Set<String> skus, List<CutOverCheck> checks) {

    /** The checks for which it may not begin. */
    public List<CutOverCheck> red() {
      return CutOverCheck.red(checks);
    }
  }

  /**
   * What would have to be mended before a wave can be cut over, and what would change.
   *
   * @return empty when there is no such wave
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<CutOverPlan> plan(String wave, CutOverRequest request) throws IOException {
    Optional<KnownWave> known = book.wave(wave);
    return known.isEmpty() ? Optional.empty() : Optional.of(plan(wave, known.get(), request));
  }

  /**
   * What would have to be mended now for whoever has just looked at the wave and accepts nothing.
   *
   * @return empty when there is no such wave
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<CutOverPlan> readiness(String wave) throws IOException {
    Optional<KnownWave> known = book.wave(wave);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    KnownWave now = known.get();
    return Optional.of(plan(wave, now, new CutOverRequest("", "", now.epoch(), 0)));
  }

  private CutOverPlan plan(String wave, KnownWave now, CutOverRequest request) throws IOException {
    List<CutOverCheck> checks = new ArrayList<>(CutOverRules.checks(states.of(now), request));
    checks.addAll(gate.checks(wave));
    return new CutOverPlan(wave, now.skus(), List.copyOf(checks));
  }

  /** Ends the halt, and goes on with what it has paused; false when there was none. */
  public boolean resume(String by, String reason) {
    boolean resumed = book.resume(by, reason);
    if (resumed) {
      switching.goOnNow();
    }
    return resumed;
  }

  /** What would change for the shops that are sent figures, of the first 1000 SKUs. */
  public List<ShopsChange> preview(String wave) {
    Map<String, Long> margins =
        pushes.all().stream().collect(Collectors.toMap(StockPush::shop, StockPush::margin));
    return book.preview(wave, margins, MOST_SHOWN);
  }

  /**
   * Begins a cut-over whose checks hold.
   *
   * @return its number; empty when something has changed since it was planned
   */
  public OptionalLong begin(CutOverPlan plan, CutOverRequest request) {
    OptionalLong begun =
        book.begin(
            new BegunSwitch(
                plan.wave(),
                Direction.CUT_OVER,
                plan.skus(),
                request.by(),
                request.reason(),
                request.expectEpoch(),
                request.acceptWaiting(),
                0,
                0,
                plan.checks(),
                gate.notAsked(),
                gate.compared(plan.wave())));
    if (begun.isPresent()) {
      switching.goOnNow();
    }
    return begun;
  }

  /** Ends one, or a rollback, unless its routes have changed; what it has closed is opened. */
  public AbortOutcome abort(long id, String by, String reason) {
    AbortOutcome outcome = book.abort(id, by, reason);
    if (outcome == AbortOutcome.ABORTED) {
      switching.leaveAsBefore(id);
    }
    return outcome;
  }
}
