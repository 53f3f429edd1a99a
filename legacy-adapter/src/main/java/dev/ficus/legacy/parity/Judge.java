package dev.ficus.legacy.parity;

import dev.ficus.legacy.parity.FedChange.FedFigure;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.IgnoreRule.Place;
import dev.ficus.legacy.parity.LineDecision.ByTheMonolith;
import dev.ficus.legacy.parity.LineDecision.ByUs;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Judge: compares what both sides have decided about a line. */
public final class Judge {

  private final Duration secondLook;
  private final Duration decidesWithin;
  private final List<IgnoreRule> rules;

  /**
   * @param secondLook after how long a difference is looked at once more
   * @param decidesWithin how long a decision is waited for
   * @param rules by which differences are ignored
   */
  public Judge(Duration secondLook, Duration decidesWithin, List<IgnoreRule> rules) {
    this.secondLook = secondLook;
    this.decidesWithin = decidesWithin;
    this.rules = List.copyOf(rules);
  }

  /**
   * All that is known of a call when it is looked at.
   *
   * @param theirs what the monolith decided; empty while that was not seen
   * @param ours what the shadow did; empty while it has not done it
   * @param lookedAt when a difference was first seen; empty before
   * @param isFirst whether all calls about the SKU before it are judged
   * @param shadowIsLost why the shadow's decisions about the SKU count for nothing
   * @param diverged the earlier call by which the sides came to hold other units
   * @param lacking the earlier call that the shadow did not decide
   * @param today of the call
   * @param place where it is, for rules
   * @param shadowHeardAt when anything was heard of the shadow last; empty for never
   * @param isUnderWay whether a call about the order is with the monolith
   */
  public record Case(
      FedLine call,
      Optional<ByTheMonolith> theirs,
      Optional<ByUs> ours,
      Optional<Instant> lookedAt,
      boolean isFirst,
      Optional<String> shadowIsLost,
      OptionalLong diverged,
      OptionalLong lacking,
      LocalDate today,
      Place place,
      Optional<Instant> shadowHeardAt,
      boolean isUnderWay) {}

  /** What comes of a look. */
  public sealed interface Look {

    /** Nothing yet: it is looked at again. */
    record Wait() implements Look {}

    /** There is a difference, which is looked at once more after a while. */
    record SeenDifferent() implements Look {}

    /** It says nothing: something about the SKU was under way. A later figure may. */
    record PassedOver() implements Look {}

    /** The verdicts, one for each aspect that was compared. */
    record Judged(List<Verdict> verdicts) implements Look {}
  }

  /** How many times as long a decision is waited for of one that is at work. */
  private static final int LONGEST_AT_WORK = 10;

  private static final Look WAIT = new Look.Wait();
  private static final Look PASSED_OVER = new Look.PassedOver();

  /**
   * Looks at a call.
   *
   * @param race asked only where a difference is to be explained
   */
  public Look look(Case of, Supplier<Race.RaceFinding> race, Instant now) {
    if (of.shadowIsLost().isPresent()) {
      return unjudged(of, of.shadowIsLost().get());
    }
    boolean isOpen = now.isBefore(of.call().receivedAt().plus(decidesWithin));
    if (isOpen && of.theirs().filter(said -> said.taken() && said.waits().isEmpty()).isPresent()) {
      return WAIT;
    }
    if (of.ours().isEmpty() && !isAwaitedOfUs(of, now)) {
      return unjudged(of, "the shadow has not decided");
    }
    if (of.theirs().isEmpty() && !isAwaited(of, of.isUnderWay(), now)) {
      return unjudged(of, "the monolith's decision was not seen");
    }
    if (of.theirs().isEmpty() || of.ours().isEmpty()) {
      return WAIT;
    }
    List<Verdict> plain = compared(of, of.theirs().get(), of.ours().get());
    if (plain.stream().noneMatch(Verdict::isDifferent)) {
      return new Look.Judged(plain);
    }
    if (of.lookedAt().isEmpty()) {
      return new Look.SeenDifferent();
    }
    if (now.isBefore(of.lookedAt().get().plus(secondLook)) || !of.isFirst()) {
      return WAIT;
    }
    Optional<Race.RaceFinding> finding =
        plain.stream()
            .filter(each -> each.isDifferent() && mayBeRace(of, each))
            .map(each -> race.get())
            .findFirst();
    if (finding.filter(Race.RaceFinding.NOT_YET::equals).isPresent()) {
      return WAIT;
    }
    return new Look.Judged(
        plain.stream()
            .map(each -> each.isDifferent() ? explained(of, each, finding, now) : each)
            .toList());
  }

  /** Where nothing before explains a difference. */
  private static boolean mayBeRace(Case of, Verdict found) {
    return found.aspect() != Aspect.TAKEN && of.lacking().isEmpty() && of.diverged().isEmpty();
  }

  /** A shadow that is at work is behind, and not away. */
  private boolean isAwaitedOfUs(Case of, Instant now) {
    return isAwaited(
        of,
        of.shadowHeardAt().filter(heard -> now.isBefore(heard.plus(decidesWithin))).isPresent(),
        now);
  }

  private boolean isAwaited(Case of, boolean isAtWork, Instant now) {
    Instant received = of.call().receivedAt();
    return now.isBefore(received.plus(decidesWithin))
        || isAtWork && now.isBefore(received.plus(decidesWithin.multipliedBy(LONGEST_AT_WORK)));
  }

  private static Look unjudged(Case of, String why) {
    return new Look.Judged(
        List.of(
            Verdict.of(
                Aspect.TAKEN,
                VerdictWord.UNJUDGED,
                of.theirs().map(ByTheMonolith::words).orElse("not seen"),
                of.ours().map(ByUs::words).orElse("not seen"),
                why)));
  }

  /** Each aspect, as long as the one before is the same. */
  private static List<Verdict> compared(Case of, ByTheMonolith theirs, ByUs ours) {
    List<Verdict> verdicts = new ArrayList<>();
    String they = theirs.words();
    String we = ours.words();
    verdicts.add(
        Verdict.of(
            Aspect.TAKEN, theirs.taken() ? VerdictWord.SAME : VerdictWord.BETTER, they, we, ""));
    if (!theirs.taken()) {
      return verdicts;
    }
    if (theirs.waits().isEmpty()) {
      verdicts.add(
          Verdict.of(
              Aspect.OUTCOME,
              VerdictWord.UNJUDGED,
              they,
              we,
              "the monolith did not say whether it has stock"));
      return verdicts;
    }
    boolean waits = theirs.waits().get();
    VerdictWord outcome =
        waits == ours.waits() ? VerdictWord.SAME : waits ? VerdictWord.BETTER : VerdictWord.WORSE;
    verdicts.add(Verdict.of(Aspect.OUTCOME, outcome, they, we, ""));
    if (outcome == VerdictWord.SAME && !waits && theirs.day().isPresent()) {
      int later = day(ours.day(), of.today()).compareTo(day(theirs.day(), of.today()));
      verdicts.add(
          Verdict.of(
              Aspect.DAY,
              later == 0 ? VerdictWord.SAME : later < 0 ? VerdictWord.BETTER : VerdictWord.WORSE,
              they,
              we,
              ""));
    }
    return verdicts;
  }

  /** What is in the warehouse is there on the day of the call. */
  private static LocalDate day(Optional<LocalDate> day, LocalDate today) {
    return day.filter(each -> each.isAfter(today)).orElse(today);
  }

  private Verdict explained(Case of, Verdict found, Optional<Race.RaceFinding> race, Instant now) {
    if (found.aspect() != Aspect.TAKEN) {
      if (of.lacking().isPresent()) {
        return because(
            found,
            VerdictWord.UNJUDGED,
            "the shadow has not decided call " + of.lacking().getAsLong());
      }
      if (of.diverged().isPresent()) {
        return because(
            found,
            VerdictWord.FOLLOW_ON,
            "the sides hold other units since call " + of.diverged().getAsLong());
      }
      if (race.filter(Race.RaceFinding.EXPLAINED::equals).isPresent()) {
        return because(found, VerdictWord.RACE, "another order of the calls under way explains it");
      }
      if (race.filter(Race.RaceFinding.TOO_MANY::equals).isPresent()) {
        return because(
            found,
            VerdictWord.UNJUDGED,
            "more than %d calls about the SKU were under way".formatted(Race.MOST_CALLS));
      }
    }
    return ruled(of.place(), found, now);
  }

  private Verdict ruled(Place place, Verdict found, Instant now) {
    return rules.stream()
        .filter(rule -> rule.matches(place, found, now))
        .findFirst()
        .map(rule -> found.ignoredBy(rule.id()))
        .orElse(found);
  }

  /**
   * Compares how many units have left.
   *
   * @param theirs units that the monolith has despatched
   * @param ours units that the shadow has; empty while it has not carried that out
   */
  public Look despatched(Case of, int theirs, OptionalLong ours, Instant now) {
    if (of.shadowIsLost().isPresent()) {
      return unjudged(of, of.shadowIsLost().get());
    }
    if (ours.isEmpty() && isAwaitedOfUs(of, now)) {
      return WAIT;
    }
    String they = theirs + " left";
    String we = ours.isEmpty() ? "not seen" : ours.getAsLong() + " left";
    if (ours.isEmpty()) {
      Verdict unseen =
          Verdict.of(
              Aspect.DESPATCH, VerdictWord.UNJUDGED, they, we, "the shadow has not despatched it");
      return new Look.Judged(List.of(unseen));
    }
    VerdictWord word =
        ours.getAsLong() == theirs
            ? VerdictWord.SAME
            : ours.getAsLong() > theirs ? VerdictWord.BETTER : VerdictWord.WORSE;
    Verdict found = Verdict.of(Aspect.DESPATCH, word, they, we, "");
    if (word == VerdictWord.SAME) {
      return new Look.Judged(List.of(found));
    }
    if (of.lookedAt().isEmpty()) {
      return new Look.SeenDifferent();
    }
    if (now.isBefore(of.lookedAt().get().plus(secondLook)) || !of.isFirst()) {
      return WAIT;
    }
    return new Look.Judged(List.of(explained(of, found, Optional.empty(), now)));
  }

  /** Whether anything about a SKU was under way when its figure was reported. */
  public enum Rest {
    /** All calls had been answered, and the shadow has decided them. */
    AT_REST,
    /** That is not known yet. */
    NOT_KNOWN,
    /** A call was under way, or has come since. */
    NOT_AT_REST
  }

  /**
   * All that is known of a figure when it is looked at.
   *
   * @param sinceCall the place of the last figure that was compared, where the interval begins
   * @param since when that was reported, or when the SKU was based
   * @param expected what the figure would be if, in the interval, lines had got and given back the
   *     units that they have in the shadow
   * @param lastCallAt when the last call in the interval came; empty where there was none
   * @param differsSince when a difference was first seen in it
   * @param isDue whether all calls about the SKU before it are judged, and the rest was looked up
   * @param shadowIsLost why the shadow's decisions about the SKU count for nothing
   * @param diverged the earlier call by which the sides came to hold other units
   * @param lacking the earlier call that the shadow did not decide
   * @param place where it is, for rules; no rule of a shop is about it
   */
  public record FigureCase(
      FedFigure figure,
      long sinceCall,
      Instant since,
      long expected,
      Rest rest,
      Optional<Instant> lastCallAt,
      Optional<Instant> differsSince,
      boolean isDue,
      Optional<String> shadowIsLost,
      OptionalLong diverged,
      OptionalLong lacking,
      Place place) {

    /** By how many units the figure is higher than it would be. */
    public long more() {
      return figure.units() - expected;
    }

    Verdict verdict(VerdictWord word, String why) {
      return Verdict.of(Aspect.FIGURE, word, figure.units() + " free", expected + " free", why);
    }
  }

  /**
   * Looks at a figure. It is compared at rest alone: then it has to show what the calls of its
   * interval have taken and given back, no more and no less.
   *
   * @param finding what explains a difference; asked only where there is one
   */
  public Look figure(FigureCase of, Supplier<FigureFinding> finding, Instant now) {
    if (of.shadowIsLost().isPresent()) {
      return judged(of.verdict(VerdictWord.UNJUDGED, of.shadowIsLost().get()));
    }
    if (of.rest() == Rest.NOT_AT_REST) {
      return PASSED_OVER;
    }
    if (!of.isDue()
        || of.differsSince().filter(at -> now.isBefore(at.plus(secondLook))).isPresent()) {
      return WAIT;
    }
    if (of.rest() == Rest.NOT_KNOWN) {
      return now.isBefore(of.figure().receivedAt().plus(decidesWithin))
          ? WAIT
          : judged(
              of.verdict(
                  VerdictWord.UNJUDGED, "it was not seen that all calls before it were decided"));
    }
    if (of.lastCallAt().isEmpty()) {
      return new Look.Judged(List.of());
    }
    if (of.more() == 0) {
      return judged(of.verdict(VerdictWord.SAME, ""));
    }
    return of.differsSince().isEmpty() ? new Look.SeenDifferent() : explained(of, finding, now);
  }

  private Look explained(FigureCase of, Supplier<FigureFinding> finding, Instant now) {
    if (of.lacking().isPresent()) {
      return judged(
          of.verdict(
              VerdictWord.UNJUDGED, "the shadow has not decided call " + of.lacking().getAsLong()));
    }
    if (of.diverged().isPresent()) {
      return judged(
          of.verdict(
              VerdictWord.FOLLOW_ON,
              "the sides hold other units since call " + of.diverged().getAsLong()));
    }
    return switch (finding.get()) {
      case OTHER_ORDER ->
          judged(of.verdict(VerdictWord.RACE, "another order of the calls under way explains it"));
      case TOO_MANY ->
          judged(
              of.verdict(
                  VerdictWord.UNJUDGED,
                  "more than %d calls about the SKU could explain it".formatted(Race.MOST_CALLS)));
      case STOCK_MOVED ->
          judged(
              of.verdict(
                  VerdictWord.UNJUDGED,
                  of.more() > 0
                      ? of.more() + " units came in beside what was decided"
                      : -of.more() + " units left beside what was decided"));
      case OTHER_DECISIONS ->
          now.isBefore(of.lastCallAt().get().plus(decidesWithin))
              ? WAIT
              : judged(
                  ruled(
                      of.place(),
                      of.verdict(
                          of.more() > 0 ? VerdictWord.BETTER : VerdictWord.WORSE,
                          "lines of which the monolith does not say whether they have stock"
                              + " explain it"),
                      now));
    };
  }

  private static Look judged(Verdict verdict) {
    return new Look.Judged(List.of(verdict));
  }

  private static Verdict because(Verdict found, VerdictWord word, String why) {
    return Verdict.of(found.aspect(), word, found.theirs(), found.ours(), why);
  }
}
