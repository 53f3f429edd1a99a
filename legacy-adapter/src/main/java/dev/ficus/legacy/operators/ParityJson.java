package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.judging.ParityBook.FoundVerdict;
import dev.ficus.legacy.judging.ParityBook.NoiseRun;
import dev.ficus.legacy.judging.ParityBook.ParityTotal;
import dev.ficus.legacy.judging.ParityBook.ParityTotals;
import dev.ficus.legacy.judging.ParityBook.WrittenRule;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parity in JSON and CSV. */
final class ParityJson {

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "sku",
          "wave",
          "order",
          "lineid",
          "revision",
          "aspect",
          "verdict",
          "otherwise",
          "monolith",
          "ours",
          "why",
          "began_at",
          "ended_at",
          "looked_at",
          "at",
          "rule");

  private ParityJson() {}

  /** The aspect of this name; empty where none is written. */
  static Optional<Aspect> aspect(String written) {
    if (written == null) {
      return Optional.empty();
    }
    return Optional.of(Aspect.of(written).orElseThrow(ParityJson::noAspect));
  }

  static Problem.InvalidParameter noAspect() {
    return new Problem.InvalidParameter(
        "aspect is taken, outcome, day, despatch or figure", "aspect");
  }

  /** The verdict of this name; empty where none is written. */
  static Optional<VerdictWord> verdict(String written) {
    if (written == null) {
      return Optional.empty();
    }
    return Optional.of(
        VerdictWord.of(written)
            .orElseThrow(
                () ->
                    new Problem.InvalidParameter(
                        "verdict is same, better, worse, race, follow_on, ignored or unjudged",
                        "verdict")));
  }

  /**
   * One aspect.
   *
   * @param verdicts how many, by verdict
   * @param compared how many of them are not unjudged
   * @param different the share of these that is better or worse and that nothing explains, from 0
   *     to 1; missing where nothing was compared
   * @param race the share that is a race: noise beside which the other stands
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AspectJson(
      String aspect, Map<String, Long> verdicts, long compared, Double different, Double race) {

    private static AspectJson of(Aspect aspect, List<ParityTotal> totals) {
      Map<VerdictWord, Long> counted = new EnumMap<>(VerdictWord.class);
      totals.stream()
          .filter(each -> each.aspect() == aspect)
          .forEach(each -> counted.put(each.verdict(), each.count()));
      long all = counted.values().stream().mapToLong(Long::longValue).sum();
      long compared = all - counted.getOrDefault(VerdictWord.UNJUDGED, 0L);
      long different =
          counted.getOrDefault(VerdictWord.BETTER, 0L)
              + counted.getOrDefault(VerdictWord.WORSE, 0L);
      Map<String, Long> named = new TreeMap<>();
      counted.forEach((word, count) -> named.put(word.code(), count));
      return new AspectJson(
          aspect.code(),
          named,
          compared,
          share(different, compared),
          share(counted.getOrDefault(VerdictWord.RACE, 0L), compared));
    }

    private static Double share(long some, long all) {
      return all == 0 ? null : (double) some / all;
    }
  }

  /** Our own decisions against themselves. */
  @RegisterForReflection
  public record NoiseJson(long calls, long differences, String by, String reason, Instant at) {

    static NoiseJson of(NoiseRun run) {
      return new NoiseJson(run.calls(), run.differences(), run.by(), run.reason(), run.at());
    }
  }

  /**
   * Parity of a wave, or of all that is in shadow.
   *
   * @param wave missing of all
   * @param waiting calls and figures that are not judged yet
   * @param noise missing while our own decisions were never compared with themselves
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ParityReport(String wave, List<AspectJson> aspects, long waiting, NoiseJson noise) {

    static ParityReport of(Optional<String> wave, ParityTotals totals) {
      return new ParityReport(
          wave.orElse(null),
          Stream.of(Aspect.values()).map(each -> AspectJson.of(each, totals.totals())).toList(),
          totals.waiting(),
          totals.noise().map(NoiseJson::of).orElse(null));
    }
  }

  /**
   * Verdict.
   *
   * @param order empty of a figure
   * @param otherwise what it would be without its rule
   * @param monolith what the monolith decided, in words
   * @param ours what the shadow did
   * @param began_at from when the call was under way, to {@code ended_at}
   * @param looked_at when the difference was first seen
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VerdictJson(
      long id,
      String sku,
      String wave,
      String order,
      String lineid,
      int revision,
      String aspect,
      String verdict,
      String otherwise,
      String monolith,
      String ours,
      String why,
      Instant began_at,
      Instant ended_at,
      Instant looked_at,
      Instant at,
      Long rule) {

    static VerdictJson of(FoundVerdict found) {
      return new VerdictJson(
          found.id(),
          found.sku(),
          found.wave().orElse(null),
          found.shop().isEmpty() ? "" : found.shop() + ":" + found.number(),
          found.lineid(),
          found.revision(),
          found.aspect(),
          found.verdict(),
          found.otherwise().orElse(null),
          found.theirs(),
          found.ours(),
          found.why(),
          found.beganAt().orElse(null),
          found.endedAt().orElse(null),
          found.lookedAt().orElse(null),
          found.at(),
          found.rule().isPresent() ? found.rule().getAsLong() : null);
    }

    private List<Object> cells() {
      List<Object> cells = new ArrayList<>();
      cells.addAll(List.of(id, sku));
      cells.add(wave);
      cells.addAll(List.of(order, lineid, revision, aspect, verdict));
      cells.add(otherwise);
      cells.addAll(List.of(monolith, ours, why));
      cells.add(began_at);
      cells.add(ended_at);
      cells.add(looked_at);
      cells.add(at);
      cells.add(rule);
      return cells;
    }
  }

  /** Page of verdicts. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdicts(List<VerdictJson> verdicts, Long next) {

    static Verdicts of(List<FoundVerdict> page, int most) {
      return new Verdicts(
          page.stream().map(VerdictJson::of).toList(),
          page.size() == most ? (Long) page.get(most - 1).id() : null);
    }

    /** As a table, with a line of names. */
    String csv() {
      return Stream.concat(
              Stream.of(String.join(",", COLUMNS)),
              verdicts.stream()
                  .map(each -> each.cells().stream().map(ParityJson::cell).toList())
                  .map(cells -> String.join(",", cells)))
          .collect(Collectors.joining("\r\n", "", "\r\n"));
    }
  }

  /** Nothing for null; in quotes where it needs them, and never a formula of a spreadsheet. */
  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    String safe =
        text.matches("(?s)[=+\\-@\\t\\r].*") && !(value instanceof Number) ? "'" + text : text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /**
   * Rule by which differences are ignored.
   *
   * @param hits how many it has ignored
   * @param in_force whether it is neither over nor ended
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RuleJson(
      long id,
      String wave,
      String sku,
      String shop,
      String aspect,
      String verdict,
      String owner,
      String reason,
      Instant made_at,
      Instant expires_at,
      Instant ended_at,
      String ended_by,
      boolean in_force,
      long hits,
      Instant hit_at) {

    static RuleJson of(WrittenRule written, Instant now) {
      return new RuleJson(
          written.rule().id(),
          written.rule().wave().orElse(null),
          written.rule().sku().orElse(null),
          written.rule().shop().orElse(null),
          written.rule().aspect().code(),
          written.rule().verdict().code(),
          written.rule().owner(),
          written.rule().reason(),
          written.madeAt(),
          written.rule().expiresAt(),
          written.endedAt().orElse(null),
          written.endedBy().orElse(null),
          written.endedAt().isEmpty() && now.isBefore(written.rule().expiresAt()),
          written.hits(),
          written.hitAt().orElse(null));
    }
  }

  /** Page of rules. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RulePage(List<RuleJson> rules, Long next) {

    static RulePage of(List<WrittenRule> page, int most, Instant now) {
      return new RulePage(
          page.stream().map(each -> RuleJson.of(each, now)).toList(),
          page.size() == most ? (Long) page.get(most - 1).rule().id() : null);
    }
  }
}
