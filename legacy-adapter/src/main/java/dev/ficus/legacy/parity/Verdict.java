package dev.ficus.legacy.parity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Verdict about one aspect of a call.
 *
 * @param theirs what the monolith has decided, in words
 * @param ours what we have, in shadow
 * @param why what explains it; empty where nothing has to be explained
 * @param rule by which it is ignored
 * @param otherwise what it would be without that rule
 */
public record Verdict(
    Aspect aspect,
    VerdictWord word,
    String theirs,
    String ours,
    String why,
    OptionalLong rule,
    Optional<VerdictWord> otherwise) {

  /** The words for what may come of a comparison. */
  public enum VerdictWord {
    /** Both have decided alike. */
    SAME,
    /** We do better by the customer. */
    BETTER,
    /** We do worse. */
    WORSE,
    /** Calls about the SKU were under way together, and another order of them explains it. */
    RACE,
    /** The two sides came to hold other units before. */
    FOLLOW_ON,
    /** A rule has it that it may be so. */
    IGNORED,
    /** It was not compared, which is no agreement. */
    UNJUDGED;

    /** Its stable name. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The word of this name; empty where there is none. */
    public static Optional<VerdictWord> of(String code) {
      return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }
  }

  static Verdict of(Aspect aspect, VerdictWord word, String theirs, String ours, String why) {
    return new Verdict(aspect, word, theirs, ours, why, OptionalLong.empty(), Optional.empty());
  }

  /** The same, which a rule has it may be so. */
  Verdict ignoredBy(long id) {
    return new Verdict(
        aspect, VerdictWord.IGNORED, theirs, ours, why, OptionalLong.of(id), Optional.of(word));
  }

  /** Whether the sides decided otherwise, whatever explains it. */
  public boolean isDifferent() {
    return word != VerdictWord.SAME && word != VerdictWord.UNJUDGED;
  }

  /** Whether the sides hold other units from then on. */
  public boolean diverges() {
    return isDifferent() && aspect != Aspect.DAY && aspect != Aspect.DESPATCH;
  }
}
