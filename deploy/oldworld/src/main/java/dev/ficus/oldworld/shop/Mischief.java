package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.WholeNumber;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What goes wrong in the shop. The seed decides what befalls its first call, its second, ... */
final class Mischief {
  private final Seed seed;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong works = new AtomicLong();
  private volatile Map<Trouble, Integer> oneIn;

  /** What may befall a call. */
  enum Trouble {
    /** It is answered late. */
    SLOW,
    /** It is answered by HTTP status 500, half of the times after it was carried out. */
    HTTP_500,
    /** The connection is cut without an answer, half of the times after it was carried out. */
    CUT,
    /** It is carried out, but the end of the answer is missing. */
    TRUNCATED,
    /** It is answered by an internal error; so may each call inside a multiCall be. */
    FAULT_1,
    /** Its answer is ISO-8859-1 and says it is UTF-8. */
    CHARSET,
    /** Rows of its list come twice. */
    DUPLICATES;

    /** As it is written in options. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Trouble of(String word) {
      return Arrays.stream(values())
          .filter(trouble -> trouble.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no mischief called " + word));
    }
  }

  /**
   * @param oneIn how many calls there are to one that it befalls; 0 for never
   */
  Mischief(Seed seed, Map<Trouble, Integer> oneIn) {
    this.seed = seed;
    this.oneIn = new EnumMap<>(oneIn);
  }

  /**
   * Reads for example {@code slow=20,http-500=50}.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  static Map<Trouble, Integer> parse(List<String> words) {
    Map<Trouble, Integer> oneIn = new EnumMap<>(Trouble.class);
    for (String word : words) {
      String[] parts = word.split("=", 2);
      Trouble trouble = Trouble.of(parts[0]);
      oneIn.put(trouble, WholeNumber.parse(trouble.word(), parts.length == 2 ? parts[1] : "", 0));
    }
    return oneIn;
  }

  /** From now on this goes wrong, and nothing else. */
  void become(Map<Trouble, Integer> oneIn) {
    this.oneIn = oneIn;
  }

  /** What goes wrong, as it is written in options. */
  String words() {
    return oneIn.entrySet().stream()
        .map(entry -> entry.getKey().word() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** What befalls the next call. */
  Fate next() {
    return new Fate(calls.incrementAndGet());
  }

  /** Whether the next piece of work inside a call ends in an internal error. */
  boolean spoilsWork() {
    return befalls(Trouble.FAULT_1, works.incrementAndGet());
  }

  private boolean befalls(Trouble trouble, long call) {
    return seed.oneIn(oneIn.getOrDefault(trouble, 0), trouble.word(), call);
  }

  /** What befalls one call. */
  final class Fate {
    private final long call;

    private Fate(long call) {
      this.call = call;
    }

    boolean is(Trouble trouble) {
      return befalls(trouble, call);
    }

    /** Whether a failure comes when the call has already been carried out. */
    boolean failsAfterwards() {
      return seed.oneIn(2, "afterwards", call);
    }

    /** How many bytes of a truncated answer there are at most: a few, or many thousands. */
    int truncatedAt() {
      int doublings = seed.below(14, "doublings", call);
      return 60 + seed.below(60 << doublings, "truncated at", call);
    }

    /** Whether the row of this number comes twice. */
    boolean repeats(int row) {
      return is(Trouble.DUPLICATES) && seed.oneIn(7, "repeated row", call + row);
    }
  }
}
