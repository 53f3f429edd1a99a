package dev.ficus.legacy.routing;

import dev.ficus.legacy.routing.ParityState.BetterCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rules for the gate: what has to be shown of a wave before its cut-over, beside that nothing is
 * under way. What was not compared never agrees.
 */
public final class GateRules {

  /** The names of all checks, in their order. */
  public static final List<String> NAMES =
      List.of("compared", "in_shadow", "sample", "worse", "better", "unjudged", "rehearsed");

  private static final long PERCENT = 100;

  private GateRules() {}

  /** All checks that are asked for. */
  public static List<CutOverCheck> checks(GateState state, GateLimits limits) {
    WaveChecks checks = new WaveChecks();
    parity(checks, state.now(), state.parity(), limits);
    return checks.all().stream().filter(check -> !limits.off().contains(check.name())).toList();
  }

  /** Why a cut-over ends whose gate has shut since it was begun, in words. */
  public static String whyNotPassed(List<CutOverCheck> red) {
    return red.stream()
        .map(
            check -> "%s is %s, has to be %s".formatted(check.name(), check.value(), check.limit()))
        .collect(
            Collectors.joining("; ", "checks of the gate hold no longer since it was begun: ", ""));
  }

  private static void parity(
      WaveChecks checks, Instant now, ParityState parity, GateLimits limits) {
    checks.add(
        "compared",
        compared(parity),
        "all SKUs, and a call at least",
        parity.notBased().isEmpty() && parity.compared() > 0,
        parity.basedAt(),
        "SKUs that are named are not in shadow, or lost there: have the wave shadowed (POST"
            + " /strangling/waves/WAVE/shadow), which begins anew for all of it. Where none is named,"
            + " wait for orders");
    checks.add(
        "in_shadow",
        parity.basedAt().map(at -> words(Duration.between(at, now))).orElse(CutOverCheck.NONE),
        words(limits.inShadow()),
        parity.basedAt().filter(at -> !at.plus(limits.inShadow()).isAfter(now)).isPresent(),
        parity.basedAt(),
        "wait: the SKU that was shadowed last has to have been there for so long");
    checks.add(
        "sample",
        Long.toString(parity.compared()),
        Long.toString(limits.sample()),
        parity.compared() >= limits.sample(),
        parity.basedAt(),
        "wait for more orders of these SKUs");
    checks.add(
        "worse",
        Long.toString(parity.worse()),
        "0",
        parity.worse() == 0,
        parity.worseSince(),
        "look at each (GET /strangling/parity/verdicts?wave=WAVE&verdict=worse&current=true): mend it,"
            + " or say in a rule why it may be so (POST /strangling/rules). Then have the wave shadowed"
            + " once more (POST /strangling/waves/WAVE/shadow): what was judged before stays as it is");
    checks.add(
        "better",
        better(parity.better()),
        CutOverCheck.NONE,
        parity.better().isEmpty(),
        Optional.empty(),
        "better is different too: look at some (GET"
            + " /strangling/parity/verdicts?wave=WAVE&verdict=better), and acknowledge each aspect"
            + " (POST /strangling/waves/WAVE/acknowledge). That holds for what there is of it: what"
            + " is to go on for a while a rule ignores (POST /strangling/rules)");
    checks.add(
        "unjudged",
        unjudged(parity),
        limits.unjudgedPercent() + " %",
        isJudged(parity, limits.unjudgedPercent()),
        Optional.empty(),
        "see why (GET /strangling/parity/verdicts?wave=WAVE&verdict=unjudged, GET"
            + " /strangling/shadow): what was not compared is no agreement");
    checks.add(
        "rehearsed",
        parity
            .rehearsedAt()
            .map(
                at -> (parity.rehearsed() ? "" : "not passed, ") + words(Duration.between(at, now)))
            .orElse("never"),
        "passed, " + words(limits.rehearsedWithin()),
        parity.rehearsed()
            && parity
                .rehearsedAt()
                .filter(at -> !at.plus(limits.rehearsedWithin()).isBefore(now))
                .isPresent(),
        parity.rehearsedAt(),
        "rehearse the way back (POST /strangling/waves/WAVE/rehearsal), and mend what it finds");
  }

  private static String compared(ParityState parity) {
    String calls = Many.of(parity.compared(), "call", "calls");
    int based = parity.skus() - parity.notBased().size();
    String missing =
        parity.notBased().isEmpty() ? "" : ", without " + CutOverCheck.named(parity.notBased());
    return "%d of %s, %s%s".formatted(based, Many.of(parity.skus(), "SKU", "SKUs"), calls, missing);
  }

  private static String better(Map<String, BetterCount> byAspect) {
    return byAspect.isEmpty()
        ? CutOverCheck.NONE
        : byAspect.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue().words())
            .collect(Collectors.joining(", "));
  }

  /** Where there is nothing at all, everything is missing. */
  private static boolean isJudged(ParityState parity, int percent) {
    long all = parity.compared() + parity.unjudged();
    return all > 0 && parity.unjudged() * PERCENT <= all * percent;
  }

  private static String unjudged(ParityState parity) {
    return "%d of %d".formatted(parity.unjudged(), parity.compared() + parity.unjudged());
  }

  /** In the largest unit of which there is one at least. */
  private static String words(Duration duration) {
    if (duration.toDays() > 0) {
      return Many.of(duration.toDays(), "day", "days");
    }
    if (duration.toHours() > 0) {
      return Many.of(duration.toHours(), "hour", "hours");
    }
    return duration.toMinutes() > 0
        ? Many.of(duration.toMinutes(), "minute", "minutes")
        : Many.of(Math.max(0, duration.toSeconds()), "second", "seconds");
  }
}
