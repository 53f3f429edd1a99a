package dev.ficus.legacy.judging;

import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.IgnoreRule;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Book of verdicts as people read them, and of what they say about them. */
public interface ParityBook {

  /** How many verdicts there are of one kind, of the basing in which each SKU is now. */
  record ParityTotal(Aspect aspect, VerdictWord verdict, long count) {}

  /**
   * What was compared.
   *
   * @param waiting calls and figures that are not judged yet
   * @param noise the last time that our own decisions were compared with themselves
   */
  record ParityTotals(List<ParityTotal> totals, long waiting, Optional<NoiseRun> noise) {}

  /** Our own decisions about the same calls, compared with themselves. */
  record NoiseRun(long calls, long differences, String by, String reason, Instant at) {}

  /** The totals of a wave, or of all SKUs in shadow. */
  ParityTotals totals(Optional<String> wave);

  /**
   * What verdicts are looked for; what is empty may be anything.
   *
   * @param current whether only those count that are of the basing in which their SKU is now
   */
  record VerdictQuery(
      Optional<String> wave,
      Optional<String> sku,
      Optional<Aspect> aspect,
      Optional<VerdictWord> verdict,
      boolean current,
      long after,
      int most) {}

  /**
   * Verdict as it was found.
   *
   * @param call the place of the call among all that the shadow was fed
   * @param otherwise what it would be without the rule by which it is ignored
   */
  record FoundVerdict(
      long id,
      String sku,
      long call,
      int basing,
      Optional<String> wave,
      String shop,
      String number,
      String lineid,
      int revision,
      String aspect,
      String verdict,
      Optional<String> otherwise,
      String theirs,
      String ours,
      Optional<Instant> beganAt,
      Optional<Instant> endedAt,
      String why,
      OptionalLong rule,
      Optional<Instant> lookedAt,
      Instant at) {}

  /** Verdicts, the oldest first. */
  List<FoundVerdict> verdicts(VerdictQuery query);

  /**
   * Rule as it was written down.
   *
   * @param endedAt when somebody ended it before its time
   * @param hits how many differences it has ignored
   */
  record WrittenRule(
      IgnoreRule rule,
      Instant madeAt,
      Optional<Instant> endedAt,
      Optional<String> endedBy,
      long hits,
      Optional<Instant> hitAt) {}

  /** All rules, the last one first. */
  List<WrittenRule> rules(long before, int most);

  /**
   * Makes a rule; the id that it has is not looked at.
   *
   * @return its id; empty where it would last for longer than a rule may, or is over already
   */
  OptionalLong make(IgnoreRule rule);

  /** Ends a rule; false when there is none of this id, or it is over. */
  boolean end(long id, String by);

  /**
   * Notes that our own decisions about the same calls were compared with themselves.
   *
   * @param calls that were decided twice
   * @param differences how many of them otherwise the second time
   */
  void measured(long calls, long differences, String by, String reason);

  /**
   * Notes that somebody has looked at what is better in this aspect: at all that there is of it,
   * SKU by SKU. What comes after it, and what comes of a SKU that is based anew, nobody has looked
   * at.
   *
   * @return how many there are; empty when there is no such wave
   */
  OptionalLong acknowledge(String wave, Aspect aspect, String by, String reason);
}
