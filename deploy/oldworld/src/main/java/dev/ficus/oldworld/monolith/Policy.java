package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Question;
import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.Shares;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the monolith decides about a line. What it decides on is given: it neither counts calls nor
 * looks at a clock, so that the same line is decided about in the same way whenever it comes.
 */
final class Policy {
  /** How much later than it could be a line with this flaw is promised. */
  static final int DAYS_LATE = 7;

  private final Seed seed;
  private volatile Rules rules;

  /** Which batch a line is taken from, of those that have room. */
  enum Preference {
    /** The one with most room, in the warehouse or not. */
    ROOMIEST,
    /** One in the warehouse, then the one that is expected first. */
    EARLIEST,
    /**
     * The same, and units that become free go at once to the lines that wait, the one first that
     * came first, as Ficus has it.
     */
    OURS;

    private Comparator<Batch> order() {
      return this == ROOMIEST
          ? Comparator.comparingInt(Batch::free).thenComparing(Batch::reference).reversed()
          : Comparator.comparing(
                  Batch::eta, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
              .thenComparing(Batch::reference, Preference::byCodePoints);
    }

    private static int byCodePoints(String one, String other) {
      return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }
  }

  /** What is decided wrongly on purpose. */
  enum Flaw {
    /** An order is refused by a fault. */
    ORDER_REFUSED,
    /** A line is refused, though its order is taken. */
    LINE_REFUSED,
    /** A line is promised later than it could be. */
    LATE,
    /** The batch that a line should be taken from is overlooked. */
    BATCH_IGNORED,
    /** What is decided about a line is not said in the answer. */
    UNSAID
  }

  /**
   * @param everyNth of each flaw, which line (or order) has it; 0 for none
   */
  record Rules(Preference preference, Map<Flaw, Integer> everyNth) {
    Rules {
      everyNth = everyNth.isEmpty() ? Map.of() : new EnumMap<>(everyNth);
    }

    /**
     * As the control interface is asked for them: {@code preference=earliest&late=20}. Flaws that
     * are not named are none; the preference stays where it is not.
     *
     * @throws IllegalArgumentException when they cannot be understood
     */
    static Rules of(Question question, Rules before) {
      List<String> words = new ArrayList<>();
      question.parameters().forEach((flaw, values) -> words.add(flaw + "=" + values.get(0)));
      words.removeIf(word -> word.startsWith("preference="));
      Preference preference =
          question
              .text("preference")
              .map(word -> Shares.kind("preference", Preference.class, word))
              .orElse(before.preference());
      return new Rules(preference, flaws(words));
    }

    /** Reads for example {@code late=20,line-refused=50}. */
    static Map<Flaw, Integer> flaws(List<String> words) {
      return Shares.parse("flaw", Flaw.class, words);
    }

    /** As they are written in options. */
    String words() {
      return "%s %s".formatted(Shares.word(preference), Shares.words(everyNth)).strip();
    }
  }

  Policy(Seed seed, Rules rules) {
    this.seed = seed;
    this.rules = rules;
  }

  /** From now on it decides by these. */
  void become(Rules other) {
    rules = other;
  }

  Rules rules() {
    return rules;
  }

  /** Whether lines that wait are served as they came, and whenever units become free. */
  boolean servesWhoCameFirst() {
    return rules.preference() == Preference.OURS;
  }

  /** Whether an order is refused: of orders numbered one after the other every Nth is. */
  boolean refuses(String order) {
    int nth = rules.everyNth().getOrDefault(Flaw.ORDER_REFUSED, 0);
    return nth > 0 && falls(nth, order, seed.below(nth, Shares.word(Flaw.ORDER_REFUSED), 0));
  }

  /** Whether a line has a flaw: of an order's lines, as their ids count, every Nth has. */
  boolean has(Flaw flaw, OrderLine.Key line) {
    int nth = rules.everyNth().getOrDefault(flaw, 0);
    return nth > 0
        && falls(nth, line.item(), seed.below(nth, Shares.word(flaw), line.order().hashCode()));
  }

  /** The batch a line is taken from, of those that have room for it. */
  Optional<Batch> choose(OrderLine.Key line, List<Batch> roomy) {
    return roomy.stream()
        .sorted(rules.preference().order())
        .skip(has(Flaw.BATCH_IGNORED, line) ? 1 : 0)
        .findFirst();
  }

  /** The day for which a line is promised from a batch. */
  LocalDate day(OrderLine.Key line, Batch batch, LocalDate today) {
    LocalDate day = batch.eta() == null ? today : batch.eta();
    return has(Flaw.LATE, line) ? day.plusDays(DAYS_LATE) : day;
  }

  private static boolean falls(int nth, String id, int offset) {
    long number = id.matches("[0-9]{1,18}") ? Long.parseLong(id) : id.hashCode();
    return Math.floorMod(number + offset, nth) == 0;
  }
}
