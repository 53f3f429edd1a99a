package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.Response;
import dev.ficus.oldworld.wire.TruncatedStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong in a program of the old world. The seed decides what befalls its first call, its
 * second, ...
 */
public final class Mischief {
  /** Longer than anybody waits for an answer. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  private final Seed seed;
  private final Set<Trouble> known;
  private final Duration slow;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong works = new AtomicLong();
  private volatile Plan plan;

  /** What may befall a call. */
  public enum Trouble {
    /** It is answered late. */
    SLOW,
    /** It is answered by HTTP status 500, half of the times after it was carried out. */
    HTTP_500,
    /** The connection is cut without an answer, half of the times after it was carried out. */
    CUT,
    /** It is carried out, but the end of the answer is missing. */
    TRUNCATED,
    /** It is carried out and never answered; the connection stays open. */
    SILENT,
    /** It is carried out once more before it is answered. */
    REPEATED,
    /** Its answer comes twice. */
    TWICE,
    /** It is answered by an internal error; so may each call inside a multiCall be. */
    FAULT_1,
    /** Its answer is ISO-8859-1 and says it is UTF-8. */
    CHARSET,
    /** Rows of its list come twice. */
    DUPLICATES
  }

  /**
   * What is to go wrong.
   *
   * @param oneIn how many calls there are to one that it befalls; 0 for never
   * @param methods of which calls; empty for all
   */
  public record Plan(Map<Trouble, Integer> oneIn, Set<String> methods) {
    /** Nothing goes wrong. */
    public static final Plan NOTHING = new Plan(new EnumMap<>(Trouble.class), Set.of());

    /**
     * As a control interface is asked for it: {@code slow=20&http-500=50&method=...}.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    public static Plan of(Question question) {
      List<String> words = new ArrayList<>();
      question.parameters().forEach((kind, values) -> words.add(kind + "=" + values.get(0)));
      words.removeIf(word -> word.startsWith("method="));
      return new Plan(Mischief.parse(words), Set.copyOf(question.values("method")));
    }

    public Plan {
      oneIn = oneIn.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(oneIn));
      methods = Set.copyOf(methods);
    }
  }

  /** Carries a call out. */
  public interface Work {
    Response answer() throws InterruptedException;
  }

  /**
   * @param known what can go wrong in this program
   * @param slow how late a late answer is
   * @throws IllegalArgumentException when the plan has anything else
   */
  public Mischief(Seed seed, Set<Trouble> known, Duration slow, Plan plan) {
    this.seed = seed;
    this.known = Set.copyOf(known);
    this.slow = slow;
    become(plan);
  }

  /**
   * Reads for example {@code slow=20,http-500=50}.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  public static Map<Trouble, Integer> parse(List<String> words) {
    return Shares.parse("mischief", Trouble.class, words);
  }

  /**
   * From now on this goes wrong, and nothing else.
   *
   * @throws IllegalArgumentException when it cannot go wrong in this program
   */
  public void become(Plan plan) {
    for (Trouble trouble : plan.oneIn().keySet()) {
      if (!known.contains(trouble)) {
        throw Shares.unknown("mischief", Shares.word(trouble));
      }
    }
    this.plan = plan;
  }

  /** What goes wrong, as it is written in options. */
  public String words() {
    return Shares.words(plan.oneIn());
  }

  /** What befalls the next call, whatever its method is. */
  public Fate next() {
    return new Fate(plan, calls.incrementAndGet());
  }

  /** What befalls the next call of a method. */
  public Fate next(String method) {
    Plan now = plan;
    return now.methods().isEmpty() || now.methods().contains(method)
        ? new Fate(now, calls.incrementAndGet())
        : new Fate(Plan.NOTHING, 0);
  }

  /** Whether the next piece of work inside a call ends in an internal error. */
  public boolean spoilsWork() {
    return befalls(plan, Trouble.FAULT_1, works.incrementAndGet());
  }

  private boolean befalls(Plan plan, Trouble trouble, long call) {
    return seed.oneIn(plan.oneIn().getOrDefault(trouble, 0), Shares.word(trouble), call);
  }

  /** What befalls one call. */
  public final class Fate {
    private final Plan plan;
    private final long call;

    private Fate(Plan plan, long call) {
      this.plan = plan;
      this.call = call;
    }

    public boolean is(Trouble trouble) {
      return befalls(plan, trouble, call);
    }

    /** Whether the row of this number comes twice. */
    public boolean repeats(int row) {
      return is(Trouble.DUPLICATES) && seed.oneIn(7, "repeated row", call + row);
    }

    /** Carries the call out as its fate has it, and spoils the answer. */
    public Response answer(Work work) throws InterruptedException {
      if (is(Trouble.SLOW)) {
        Thread.sleep(slow.toMillis());
      }
      boolean carriedOut = seed.oneIn(2, "afterwards", call);
      if (fails() && !carriedOut) {
        return failure();
      }
      Response answer = work.answer();
      if (is(Trouble.REPEATED)) {
        answer = work.answer();
      }
      if (is(Trouble.SILENT)) {
        Thread.sleep(SILENCE.toMillis());
        return Response.CUT;
      }
      if (fails()) {
        return failure();
      }
      Response whole = answer;
      Response written =
          is(Trouble.TRUNCATED)
              ? answer.with(out -> whole.body().writeTo(new TruncatedStream(out, truncatedAt())))
              : answer;
      return is(Trouble.TWICE) ? written.twice() : written;
    }

    private boolean fails() {
      return is(Trouble.CUT) || is(Trouble.HTTP_500);
    }

    private Response failure() {
      if (is(Trouble.CUT)) {
        return Response.CUT;
      }
      byte[] page =
          "<html><body><h1>500 Internal Server Error</h1></body></html>\n"
              .getBytes(StandardCharsets.UTF_8);
      return Response.of(500, "text/html; charset=iso-8859-1", out -> out.write(page));
    }

    /** How many bytes of a truncated answer there are at most: a few, or many thousands. */
    private int truncatedAt() {
      int doublings = seed.below(14, "doublings", call);
      return 60 + seed.below(60 << doublings, "truncated at", call);
    }
  }
}
