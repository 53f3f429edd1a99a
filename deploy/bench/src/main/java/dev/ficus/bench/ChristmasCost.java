package dev.ficus.bench;

import dev.ficus.journeys.ChristmasShop;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.SimulatedMonolith;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Processor time of a Christmas day.
 *
 * @param millis by program, the old shop with the monolith first
 * @param whole the same by kind; the old world is beside
 */
record ChristmasCost(Map<String, Double> millis, ProcessorTime whole) {
  private static final String OLD_WORLD = "old world";
  private static final double GOAL = 0.4;

  /** What was used so far. */
  static ChristmasCost now(
      ChristmasShop shop, Optional<SimulatedMonolith> monolith, Installation installation) {
    Map<String, Double> millis = new LinkedHashMap<>();
    List<Long> beside = new ArrayList<>(List.of(shop.pid()));
    monolith.ifPresent(each -> beside.add(each.pid()));
    millis.put(OLD_WORLD, of(beside));
    List<PackagedService> services = new ArrayList<>();
    services.add(installation.legacyAdapter());
    services.add(installation.allocation());
    services.add(installation.availability());
    installation.shadow().ifPresent(services::add);
    services.forEach(service -> millis.put(service.name(), of(List.of(service.pid()))));
    ProcessorTime whole =
        ProcessorTime.now(
            services.stream().map(PackagedService::pid).toList(),
            beside,
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
        "%s%n%s%n%-17s%21.3f (P8, goal %.2f), %.3f without the old world; the drill itself %.3f;"
            + " others used %.0f %% of the machine",
        names,
        figures,
        "all in all",
        all / lines,
        GOAL,
        (all - millis.get(OLD_WORLD)) / lines,
        whole.generator() / lines,
        100 * whole.others());
  }
}
