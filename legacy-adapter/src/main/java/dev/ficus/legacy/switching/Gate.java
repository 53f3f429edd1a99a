package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.routing.GateRules;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gate before cut-overs, with its limits. */
@Startup
@ApplicationScoped
class Gate {

  private static final String ALL = "all";

  private final GateBook book;
  private final GateLimits limits;

  /**
   * @throws ConfigurationException when a check is switched off that there is not
   */
  Gate(GateBook book, GateSettings settings) {
    this.book = book;
    this.limits =
        new GateLimits(
            off(settings.off().orElse(Set.of())),
            settings.inShadow(),
            settings.sample(),
            settings.unjudgedPercent(),
            settings.rehearsedWithin());
  }

  private static Set<String> off(Set<String> named) {
    if (named.contains(ALL)) {
      return Set.copyOf(GateRules.NAMES);
    }
    named.stream()
        .filter(name -> !GateRules.NAMES.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ConfigurationException(
                  "ficus.legacy.gate.off has %s, which is no check: there are %s, and all"
                      .formatted(name, String.join(", ", GateRules.NAMES)));
            });
    return named;
  }

  /** All checks that are asked for, as they are now. */
  List<CutOverCheck> checks(String wave) {
    return limits.off().containsAll(GateRules.NAMES)
        ? List.of()
        : GateRules.checks(book.state(wave), limits);
  }

  /** What was compared of a wave, as JSON; empty for nothing. */
  Optional<String> compared(String wave) {
    return book.compared(wave)
        .map(
            compared ->
                CanonicalJson.of(
                    Map.of(
                        "verdicts",
                        compared.verdicts(),
                        "rules",
                        compared.rules().stream().map(Gate::members).toList())));
  }

  private static Map<String, Object> members(GateBook.RuleInForce rule) {
    return Map.of(
        "id", rule.id(),
        "where", rule.where(),
        "aspect", rule.aspect(),
        "verdict", rule.verdict(),
        "owner", rule.owner(),
        "reason", rule.reason(),
        "expires_at", rule.expiresAt().toString(),
        "hits", rule.hits());
  }

  /** The checks that are not asked for, in their order. */
  List<String> notAsked() {
    return GateRules.NAMES.stream().filter(limits.off()::contains).toList();
  }
}
