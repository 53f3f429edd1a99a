package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.routing.GateRules;
import dev.ficus.legacy.routing.StockGateRules;
import dev.ficus.legacy.routing.StockGateRules.StockGateLimits;
import dev.ficus.legacy.routing.StockGateState;
import dev.ficus.legacy.switching.Affinities.WaveAffinity;
import dev.ficus.legacy.switching.StockGateBook.WaveStock;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The gate before cut-overs, with its limits. */
@Startup
@ApplicationScoped
class Gate {

  private static final String ALL = "all";

  /** The names of all checks, in their order. */
  private static final List<String> NAMES =
      Stream.concat(GateRules.NAMES.stream(), StockGateRules.NAMES.stream()).toList();

  private final GateBook book;
  private final StockGateBook stocks;
  private final Affinities affinities;
  private final FeedsInFront feeds;
  private final GateLimits limits;
  private final StockGateLimits stockLimits;
  private final GateSettings settings;

  /**
   * @throws ConfigurationException when a check is switched off that there is not
   */
  Gate(
      GateBook book,
      StockGateBook stocks,
      Affinities affinities,
      FeedsInFront feeds,
      GateSettings settings) {
    this.book = book;
    this.stocks = stocks;
    this.affinities = affinities;
    this.feeds = feeds;
    this.settings = settings;
    this.limits =
        new GateLimits(
            off(settings.off().orElse(Set.of())),
            settings.inShadow(),
            settings.sample(),
            settings.unjudgedPercent(),
            settings.rehearsedWithin());
    this.stockLimits =
        new StockGateLimits(
            limits.off(), settings.splitPercent(), settings.openBackorders(), settings.lag());
  }

  private static Set<String> off(Set<String> named) {
    if (named.contains(ALL)) {
      return Set.copyOf(NAMES);
    }
    named.stream()
        .filter(name -> !NAMES.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ConfigurationException(
                  "ficus.legacy.gate.off has %s, which is no check: there are %s, and all"
                      .formatted(name, String.join(", ", NAMES)));
            });
    return named;
  }

  /** All checks that are asked for, as they are now. */
  List<CutOverCheck> checks(String wave) {
    List<CutOverCheck> checks = new ArrayList<>();
    if (limits.askForParity()) {
      checks.addAll(GateRules.checks(book.state(wave), limits));
    }
    if (!limits.off().containsAll(StockGateRules.NAMES)) {
      checks.addAll(StockGateRules.checks(stock(wave), stockLimits));
    }
    return List.copyOf(checks);
  }

  /** The limits of what was compared in shadow, for whoever asks in a transaction of its own. */
  GateLimits limits() {
    return limits;
  }

  private StockGateState stock(String wave) {
    WaveStock stock = stocks.stock(wave, settings.agreedWithin());
    Optional<WaveAffinity> affinity =
        limits.off().contains("split_share") ? Optional.empty() : affinities.ofLately(wave);
    return new StockGateState(
        stock.notAgreed(),
        stock.leakedUnits(),
        stock.leaksSince(),
        affinity.map(WaveAffinity::orders).orElse(0L),
        affinity.map(WaveAffinity::split).orElse(0L),
        feeds.notPulled(settings.pulledWithin()),
        stock.waitingLines(),
        stock.lag());
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
    return NAMES.stream().filter(limits.off()::contains).toList();
  }
}
