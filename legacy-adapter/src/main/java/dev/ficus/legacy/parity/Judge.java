package dev.ficus.legacy.parity;

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
      Place place) {}

  /** What comes of a look. */
  public sealed interface Look {

    /** Nothing yet: it is looked at again. */
    record Wait() implements Look {}

    /** There is a difference, which is looked at once more after a while. */
    record SeenDifferent() implements Look {}

    /** The verdicts, one for each aspect that was compared. */
    record Judged(List<Verdict> verdicts) implements Look {}
  }

  private static final Look WAIT = new Look.Wait();

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
    if (of.theirs().isEmpty() || of.ours().isEmpty()) {
      if (isOpen) {
        return WAIT;
      }
      return unjudged(
          of,
          of.ours().isEmpty()
              ? "the shadow has not decided"
              : "the monolith's decision was not seen");
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
    return new Look.Judged(
        plain.stream()
            .map(each -> each.isDifferent() ? explained(of, each, race, now) : each)
            .toList());
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

  private Verdict explained(Case of, Verdict found, Supplier<Race.RaceFinding> race, Instant now) {
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
      Race.RaceFinding finding = race.get();
      if (finding == Race.RaceFinding.EXPLAINED) {
        return because(found, VerdictWord.RACE, "another order of the calls under way explains it");
      }
      if (finding == Race.RaceFinding.TOO_MANY) {
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
    if (ours.isEmpty() && now.isBefore(of.call().receivedAt().plus(decidesWithin))) {
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
    return new Look.Judged(
        List.of(explained(of, found, () -> Race.RaceFinding.NOT_EXPLAINED, now)));
  }

  private static Verdict because(Verdict found, VerdictWord word, String why) {
    return Verdict.of(found.aspect(), word, found.theirs(), found.ours(), why);
  }
}
