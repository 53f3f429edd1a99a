package dev.ficus.bench;

import dev.ficus.journeys.ChristmasShop;
import dev.ficus.journeys.PackagedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Processor time of a Christmas day.
 *
 * @param millis by program, the old shop first
 * @param whole the same by kind; the shop is beside
 */
record ChristmasCost(Map<String, Double> millis, ProcessorTime whole) {
  private static final String SHOP = "shop";
  private static final double GOAL = 0.4;

  /** What was used so far. */
  static ChristmasCost now(ChristmasShop shop, Installation installation) {
    Map<String, Double> millis = new LinkedHashMap<>();
    millis.put(SHOP, of(List.of(shop.pid())));
    List<PackagedService> services =
        List.of(
            installation.legacyAdapter(), installation.allocation(), installation.availability());
    services.forEach(service -> millis.put(service.name(), of(List.of(service.pid()))));
    ProcessorTime whole =
        ProcessorTime.now(
            services.stream().map(PackagedService::pid).toList(),
            List.of(shop.pid()),
            installation.postgres().pid(),
            installation.brokerProcesses());
    millis.put("PostgreSQL", whole.postgres());
    millis.put("RabbitMQ", whole.broker());
    return new ChristmasCost(millis, whole);
  }

  private static double of(List<Long> processes) {
    return ProcessorTime.now(processes, List.of(), 0, List.of()).services();
  }

  ChristmasCost since(ChristmasCost before) {
    Map<String, Double> since = new LinkedHashMap<>();
    millis.forEach((program, now) -> since.put(program, now - before.millis.get(program)));
    return new ChristmasCost(since, whole.since(before.whole));
  }

  /** CPU-ms per line, by program. */
  String table(int lines) {
    StringBuilder names = new StringBuilder("%-17s".formatted("CPU-ms per line"));
    StringBuilder figures = new StringBuilder("%-17s".formatted(""));
    millis.forEach(
        (program, spent) -> {
          names.append("%21s".formatted(program));
          figures.append(String.format(Locale.ROOT, "%21.3f", spent / lines));
        });
    double all = millis.values().stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT,
        "%s%n%s%n%-17s%21.3f (P8, goal %.2f), %.3f without the shop; the drill itself %.3f;"
            + " others used %.0f %% of the machine",
        names,
        figures,
        "all in all",
        all / lines,
        GOAL,
        (all - millis.get(SHOP)) / lines,
        whole.generator() / lines,
        100 * whole.others());
  }
}
