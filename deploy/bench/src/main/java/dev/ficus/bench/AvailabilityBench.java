package dev.ficus.bench;

import dev.ficus.bench.Lines.Purchase;
import dev.ficus.bench.Pair.Measurement;
import dev.ficus.bench.Row.Figure;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.journeys.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/**
 * The tables of availability-service, one after the other. No time is right or wrong here: only
 * errors and answers that disagree with allocation-service are.
 */
public final class AvailabilityBench {
  private static final int CONNECTIONS = 32;
  private static final int CHECKED = 50;
  private static final int MILLION = 1_000_000;

  /** By these a SKU can be had now, later, later still or not at all, as the quantity is. */
  private static final List<Purchase> PURCHASES =
      List.of(
          new Purchase("here", MILLION, null),
          new Purchase("soon", 2 * MILLION, LocalDate.now().plusDays(10)),
          new Purchase("later", 3 * MILLION, LocalDate.now().plusDays(20)));

  private final AvailabilityOptions options;
  private final Installation installation;
  private final PackagedService empty;
  private final Lines lines;
  private final Questions questions;
  private final List<Outcome> updates = new ArrayList<>();
  private final Agreement agreement = new Agreement();
  private final List<String> complaints = new ArrayList<>();
  private Delays delays = Delays.NONE;

  private AvailabilityBench(
      AvailabilityOptions options, Installation installation, PackagedService empty) {
    this.options = options;
    this.installation = installation;
    this.empty = empty;
    this.lines = new Lines("read", options.skus(), PURCHASES);
    this.questions = new Questions("/availability/" + lines.skuPrefix(), 0, options.skus());
  }

  /** Something to ask, and what else of this run is there beside it. */
  private record Target(
      PackagedService service, Questions questions, List<Long> beside, boolean usesServers) {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new AvailabilityOptions())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** Returns the status with which the program ends: 1 when something was wrong. */
  static int run(AvailabilityOptions options) throws Exception {
    List<String> complaints = List.of("it did not come to its end");
    try (Installation installation =
            new Installation(
                Path.of(System.getProperty("ficus.postgres")),
                Map.of("track_commit_timestamp", "on"));
        PackagedService empty =
            new PackagedService(
                installation.launcher(),
                "bench-empty",
                Project.here().command("deploy/bench/empty", Form.JAR, Installation.JAVA_OPTIONS),
                "/empty/key-0")) {
      AvailabilityBench bench = new AvailabilityBench(options, installation, empty);
      bench.run();
      complaints = bench.complaints();
    } catch (Exception broken) {
      // What still runs must not keep it from ending.
      broken.printStackTrace();
    }
    complaints.forEach(complaint -> System.out.println("WRONG: " + complaint));
    return complaints.isEmpty() ? 0 : 1;
  }

  private void run() throws Exception {
    System.out.println(installation.description());
    System.out.printf(
        "%d pairs of %d s; %,d SKUs; meanwhile %,d lines/s; P10: %,d and %,d SKUs with %s%n",
        options.pairs(),
        options.seconds(),
        options.skus(),
        options.updates(),
        options.fewViews(),
        options.manyViews(),
        String.join(" ", FilledAvailability.JAVA_OPTIONS));
    installation.startRelay();
    if (Stream.of("P5 ", "P6 ").anyMatch(options::wants)) {
      reading();
    }
    if (options.wants("P10 ")) {
      installation.stopAvailability();
      empty.close();
      sizes();
    }
    System.out.println("\n" + agreement);
  }

  private List<String> complaints() {
    return Stream.of(complaints, agreement.complaints()).flatMap(List::stream).toList();
  }

  private void reading() throws Exception {
    installation.startAvailability();
    empty.with(Map.of("BENCH_EMPTY_KEYS", String.valueOf(options.skus()))).start().awaitReady();
    installation.purchase(lines);
    PackagedService availability = installation.availability();
    long allocation = installation.allocation().pid();
    Target ours = new Target(availability, questions, List.of(allocation, empty.pid()), true);
    Target floor =
        new Target(
            empty,
            new Questions("/empty/key-", 0, options.skus()),
            List.of(allocation, availability.pid()),
            false);
    for (int round = 0; round < options.warmUpRounds(); round++) {
      fullRate(floor).take(round);
      fullRate(ours).take(round);
    }
    updates.clear();
    rates("P5 full rate, %d connections".formatted(CONNECTIONS), ">= 0.60", ours, floor);
    times(
        "P5 steady %,d/s".formatted(options.steadyRate()),
        "p50 <= 0.5, p99 <= 2.5, <= 1.25 x",
        ours,
        floor);
    if (options.minutes() > 0 && options.wants("P5 held")) {
      held(ours);
    }
    if (options.wants("P6 ")) {
      freshness();
    }
    complaints.addAll(Proof.complaints(installation.products(), lines));
    footprints(
        Footprint.of("empty endpoint", empty),
        Footprint.of("availability-service, %,d SKUs".formatted(options.skus()), availability));
  }

  private void rates(String name, String goal, Target ours, Target floor) throws Exception {
    if (!options.wants(name)) {
      return;
    }
    List<Pair<Sample>> pairs = Pair.alternating(options.pairs(), fullRate(ours), fullRate(floor));
    System.out.println("\n" + Row.heading("request"));
    System.out.println(new Row(name, Figure.RATE_RATIO, pairs, goal));
    printUpdates();
  }

  private void times(String name, String goal, Target ours, Target floor) throws Exception {
    if (!options.wants(name)) {
      return;
    }
    List<Pair<Timing>> pairs = Pair.alternating(options.pairs(), steady(ours), steady(floor));
    System.out.println("\n" + TimingRow.heading());
    System.out.println(new TimingRow(name, pairs, goal));
    printUpdates();
  }

  private Measurement<Sample> fullRate(Target target) {
    return round ->
        meanwhile(
            () -> {
              ProcessorTime before = used(target);
              Outcome outcome =
                  Wrk.run(
                      target.service().port(), CONNECTIONS, target.questions(), options.seconds());
              ProcessorTime cost = used(target).since(before);
              complain(target, outcome.errors(), outcome.firstError());
              return new Sample(
                  outcome.accepted(), outcome.errors(), outcome.seconds(), cost(target, cost));
            });
  }

  private Measurement<Timing> steady(Target target) {
    return round ->
        meanwhile(
            () -> {
              ProcessorTime before = used(target);
              Latencies latencies = ask(target, 1, Duration.ofSeconds(options.seconds()));
              ProcessorTime cost = used(target).since(before);
              return new Timing(
                  latencies.all(),
                  latencies.all().getTotalCount(),
                  latencies.errors(),
                  cost(target, cost));
            });
  }

  private Latencies ask(Target target, int parts, Duration part)
      throws IOException, InterruptedException {
    Latencies latencies = new Latencies(parts, part);
    Schedule schedule = new Schedule(System.nanoTime(), options.steadyRate());
    OpenLoop.run(
        target.service().port(),
        CONNECTIONS,
        schedule,
        number -> number < options.steadyRate() * part.toSeconds() * parts,
        target.questions().new Source()::next,
        (number, due, received, answer) -> {
          latencies.record(due - schedule.begin(), received - due);
          if (answer.status() != 200) {
            latencies.error(answer.toString());
          }
        });
    complain(target, latencies.errors(), latencies.firstError());
    return latencies;
  }

  /** The steady rate for many minutes: does it stay as it is? */
  private void held(Target ours) throws Exception {
    int minutes = options.minutes();
    Latencies latencies = meanwhile(() -> ask(ours, minutes, Duration.ofMinutes(1)));
    System.out.printf(
        "%nP5 held %,d/s, ms       p50     p99   p99.9     max%n", options.steadyRate());
    for (int minute = 0; minute < minutes; minute++) {
      print("minute %d".formatted(minute + 1), latencies.part(minute));
    }
    print("all of them", latencies.all());
    if (minutes > 1) {
      System.out.printf(
          "p99 of the last half by the first half's: %.2f%n",
          Timing.millis(latencies.parts(minutes - minutes / 2, minutes), 99)
              / Timing.millis(latencies.parts(0, minutes / 2), 99));
    }
    printUpdates();
  }

  private static void print(String what, Histogram nanos) {
    System.out.printf(
        "%-18s %7.2f %7.2f %7.2f %7.2f%n",
        what,
        Timing.millis(nanos, 50),
        Timing.millis(nanos, 99),
        Timing.millis(nanos, 99.9),
        Timing.millis(nanos, 100));
  }

  private void freshness() throws Exception {
    List<Pair<Timing>> pairs = Pair.alternating(options.pairs(), this::freshness, null);
    System.out.println("\n" + TimingRow.heading());
    System.out.println(
        new TimingRow(
            "P6 commit to visible, %,d lines/s".formatted(options.busyRate()),
            pairs,
            "p50 <= 10, p99 <= 50"));
    System.out.println("   availability's own histogram, from the event on, " + delays);
    printUpdates();
  }

  private Timing freshness(int round) throws Exception {
    Lines probes = new Lines("probe-" + round, Freshness.PROBED_SKUS, PURCHASES);
    installation.purchase(probes);
    List<Long> services =
        List.of(installation.allocation().pid(), installation.availability().pid());
    Delays known = Metrics.of(installation.availability()).delays();
    ProcessorTime before = used(services, List.of(empty.pid()));
    Freshness.Result result =
        new Freshness(installation, lines, probes).take(options.busyRate(), options.seconds());
    ProcessorTime cost = used(services, List.of(empty.pid())).since(before);
    updates.add(result.posting());
    probes.accept(result.probes());
    lines.accept(result.posting().accepted() - result.probes());
    if (result.posting().errors() > 0) {
      complaints.add(
          "P6 %d lines were refused, the first: %s"
              .formatted(result.posting().errors(), result.posting().firstError()));
    }
    if (result.invisible() > 0) {
      complaints.add("P6 %d lines never became visible".formatted(result.invisible()));
    }
    installation.settle(probes.prefix());
    settle();
    delays = delays.and(Metrics.of(installation.availability()).delays().since(known));
    complaints.addAll(Proof.complaints(installation.products(), probes));
    return new Timing(
        result.delays().all(),
        result.posting().accepted(),
        result.posting().errors() + result.invisible(),
        cost);
  }

  /** P10: the same with few views and with many. */
  private void sizes() throws Exception {
    try (FilledAvailability few = new FilledAvailability(installation, options.fewViews());
        FilledAvailability many = new FilledAvailability(installation, options.manyViews())) {
      long allocation = installation.allocation().pid();
      Target floor =
          new Target(
              few.service(), few.questions(), List.of(allocation, many.service().pid()), true);
      Target ours =
          new Target(
              many.service(), many.questions(), List.of(allocation, few.service().pid()), true);
      for (int round = 0; round < options.warmUpRounds(); round++) {
        fullRate(floor).take(round);
        fullRate(ours).take(round);
      }
      String which = ", %,d SKUs".formatted(options.manyViews());
      rates("P10 full rate" + which, ">= 0.90", ours, floor);
      times("P10 steady %,d/s".formatted(options.steadyRate()) + which, "<= 1.10 x", ours, floor);
      few.check(agreement, CHECKED);
      many.check(agreement, CHECKED);
      String name = "availability-service, %,d SKUs";
      footprints(
          Footprint.of(name.formatted(options.fewViews()), few.service()),
          Footprint.of(name.formatted(options.manyViews()), many.service()));
      System.out.printf(
          "   all views compared with the snapshot %.1f s and %.1f s after that%n",
          few.comparedAfter().toMillis() / 1e3, many.comparedAfter().toMillis() / 1e3);
    }
  }

  private static void footprints(Footprint... footprints) {
    System.out.println("\n" + Footprint.heading());
    Stream.of(footprints).forEach(System.out::println);
  }

  /**
   * Lines are allocated while it is measured, where there is somebody to allocate them. When it is
   * over and the view has caught up, the answers are looked at.
   */
  private <S> S meanwhile(Callable<S> work) throws Exception {
    installation.postgres().checkpoint();
    if (!installation.hasViews()) {
      return work.call();
    }
    Updates flow = new Updates(installation.port(), lines, options.updates());
    S result;
    try {
      result = work.call();
    } finally {
      Outcome posted = flow.end();
      updates.add(posted);
      lines.accept(posted.accepted());
      if (posted.errors() > 0) {
        complaints.add(
            "%d lines were refused meanwhile, the first: %s"
                .formatted(posted.errors(), posted.firstError()));
      }
    }
    settle();
    return result;
  }

  private void settle() throws Exception {
    installation.settle(lines.prefix());
    agreement.check(
        installation.availability().port(),
        installation.port(),
        questions.sample(CHECKED).stream().map(lines::sku).toList());
  }

  private void printUpdates() {
    if (!updates.isEmpty()) {
      System.out.printf(
          "   meanwhile %.0f lines/s were allocated%n",
          updates.stream().mapToLong(Outcome::accepted).sum()
              / updates.stream().mapToDouble(Outcome::seconds).sum());
      updates.clear();
    }
  }

  private void complain(Target target, long errors, String first) {
    if (errors > 0) {
      complaints.add(
          "%s: %d errors, the first: %s".formatted(target.service().name(), errors, first));
    }
  }

  private ProcessorTime used(Target target) {
    return used(List.of(target.service().pid()), target.beside());
  }

  private ProcessorTime used(List<Long> services, List<Long> beside) {
    return ProcessorTime.now(
        services, beside, installation.postgres().pid(), installation.brokerProcesses());
  }

  private static ProcessorTime cost(Target target, ProcessorTime cost) {
    return target.usesServers() ? cost : cost.withoutServers();
  }
}
