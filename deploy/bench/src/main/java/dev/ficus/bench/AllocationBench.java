package dev.ficus.bench;

import dev.ficus.bench.Pair.Measurement;
import dev.ficus.bench.Row.Figure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The rows of allocation-service's table, one after the other. No time is right or wrong here: only
 * lost or oversold lines and errors are.
 */
public final class AllocationBench {
  private static final int BULK_CONNECTIONS = 2;
  private static final int RELAY_WINDOW = 4_000;
  private static final Duration DRAINING_LIMIT = Duration.ofMinutes(5);

  private final AllocationOptions options;
  private final Installation installation;
  private final List<String> complaints = new ArrayList<>();

  private AllocationBench(AllocationOptions options, Installation installation) {
    this.options = options;
    this.installation = installation;
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new AllocationOptions())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** Returns the status with which the program ends: 1 when something was wrong. */
  static int run(AllocationOptions options) throws Exception {
    List<String> complaints;
    try (Installation installation =
        new Installation(Path.of(System.getProperty("ficus.postgres")), Map.of())) {
      AllocationBench bench = new AllocationBench(options, installation);
      bench.introduce();
      bench.run();
      complaints = bench.complaints;
    }
    complaints.forEach(complaint -> System.out.println("WRONG: " + complaint));
    return complaints.isEmpty() ? 0 : 1;
  }

  private void introduce() throws Exception {
    System.out.println(installation.description());
    System.out.printf(
        "%d pairs of %d s; bulk and RabbitMQ: %,d lines; P4: %,d lines after %,d; P7: %,d events%n",
        options.pairs(),
        options.seconds(),
        options.lines(),
        options.linesOnTop(),
        options.linesBefore(),
        options.backlog());
  }

  /** Else the compiler of the services' JVM would be measured. */
  private void warmUp(String name) throws Exception {
    for (int round = 0; round < options.warmUpRounds(); round++) {
      http(name + "-http", 32, options.skus()).take(round);
      bulk(name + "-bulk").take(round);
      commands(name + "-commands").take(round);
    }
  }

  private void run() throws Exception {
    System.out.println(Row.heading("line"));
    if (Stream.of("P1 ", "P3 ", "P4 ").anyMatch(options::wants)) {
      warmUp("warm");
      writing();
    }
    installation.startRelay();
    if (options.wants("P7 ")) {
      relay();
    }
    if (options.wants("P2 ")) {
      installation.startAvailability();
      warmUp("warm-all");
      cost("P2 HTTP, all in all, with the view", "<= 0.70 ms", http("P2-http", 32, options.skus()));
      cost("P2 bulk, all in all, with the view", "<= 0.35 ms", bulk("P2-bulk"));
      cost("P2 RabbitMQ, all in all, with the view", "<= 0.35 ms", commands("P2-commands"));
    }
  }

  /** Without the relay: the floor sends nothing either, and P2 counts it. */
  private void writing() throws Exception {
    ratio(
        "P1 HTTP, 32 clients, 1,000 SKUs",
        ">= 0.90",
        http("P1-http", 32, options.skus()),
        floor(Floor.ONE_CALL_PER_LINE));
    ratio("P1 bulk, 1,000 SKUs", ">= 0.50", bulk("P1-bulk"), floor(Floor.FIFTY_LINES));
    ratio("P1 RabbitMQ, 1,000 SKUs", ">= 0.50", commands("P1-commands"), floor(Floor.FIFTY_LINES));
    ratio("P3 one hot SKU, 8 clients", ">= 1.00", http("P3-8", 8, 1), floor(Floor.HOT_SKU));
    ratio("P3 one hot SKU, 32 clients", ">= 1.00", http("P3-32", 32, 1), floor(Floor.HOT_SKU));
    crowded();
  }

  private void ratio(String name, String goal, Measurement<Sample> ours, Measurement<Sample> floor)
      throws Exception {
    row(name, Figure.RATE_RATIO, goal, ours, floor);
  }

  private void cost(String name, String goal, Measurement<Sample> ours) throws Exception {
    row(name, Figure.COST, goal, ours, null);
  }

  private void row(
      String name, Figure figure, String goal, Measurement<Sample> ours, Measurement<Sample> floor)
      throws Exception {
    if (!options.wants(name)) {
      return;
    }
    List<Pair<Sample>> pairs = Pair.alternating(options.pairs(), ours, floor);
    System.out.println(new Row(name, figure, pairs, goal));
  }

  /** P4: the same few lines on a SKU that has many, and on one that has none. */
  private void crowded() throws Exception {
    String name = "P4 on %,d lines, beside a fresh SKU".formatted(options.linesBefore());
    if (!options.wants(name)) {
      return;
    }
    Lines crowd = new Lines("P4-crowd", 1);
    installation.purchase(crowd);
    crowd.accept(postInBulk(crowd, options.linesBefore()).accepted());
    installation.settle(crowd.prefix());
    row(
        name,
        Figure.COST_RATIO,
        "<= 1.10",
        round -> measure(crowd, () -> post(crowd, 8, times(options.linesOnTop() - 8))),
        round -> {
          Lines fresh = new Lines("P4-fresh-" + round, 1);
          installation.purchase(fresh);
          return measure(fresh, () -> post(fresh, 8, times(options.linesOnTop() - 8)));
        });
  }

  /** P7: a backlog in the outbox, drained by the relay, beside a plain publisher's run. */
  private void relay() throws Exception {
    row(
        "P7 relay drains %,d events".formatted(options.backlog()),
        Figure.RATE_RATIO,
        ">= 0.60",
        round -> {
          Backlog backlog = new Backlog("P7-relay-" + round, options.backlog());
          try (java.sql.Connection outbox = installation.postgres().connect("allocation")) {
            backlog.fill(outbox);
            return drain(installation.services(), outbox::commit);
          }
        },
        round -> {
          Backlog backlog = new Backlog("P7-floor-" + round, options.backlog());
          return drain(List.of(), () -> backlog.publish(installation.broker(), RELAY_WINDOW));
        });
  }

  private interface Sending {
    void begin() throws Exception;
  }

  private Sample drain(List<Long> services, Sending sending) throws Exception {
    installation.postgres().checkpoint();
    try (EventQueue queue = new EventQueue(installation.broker(), options.backlog())) {
      ProcessorTime before = used(services, installation.brokerProcesses());
      long begin = System.nanoTime();
      sending.begin();
      queue.await(DRAINING_LIMIT);
      double seconds = (System.nanoTime() - begin) / 1e9;
      installation.settle("P7");
      if (queue.wrong() > 0) {
        complaints.add("P7: " + queue);
      }
      return new Sample(
          options.backlog(),
          queue.wrong(),
          seconds,
          used(services, installation.brokerProcesses()).since(before));
    }
  }

  private Measurement<Sample> floor(Floor floor) {
    return round -> {
      Floor.prepare(installation.postgres());
      installation.postgres().checkpoint();
      ProcessorTime before = used(List.of(), List.of());
      Outcome outcome = floor.run(installation.postgres(), options.seconds());
      return sample(outcome, used(List.of(), List.of()).since(before));
    };
  }

  private Measurement<Sample> http(String name, int clients, int skus) {
    return round -> {
      Lines lines = new Lines(name + "-" + round, skus);
      installation.purchase(lines);
      long limit = Duration.ofSeconds(options.seconds()).toNanos();
      return measure(
          lines,
          () -> {
            long begin = System.nanoTime();
            return post(lines, clients, () -> System.nanoTime() - begin < limit);
          });
    };
  }

  private Measurement<Sample> bulk(String name) {
    return round -> {
      Lines lines = new Lines(name + "-" + round, options.skus());
      installation.purchase(lines);
      return measure(lines, () -> postInBulk(lines, options.lines()));
    };
  }

  private Measurement<Sample> commands(String name) {
    return round -> {
      Lines lines = new Lines(name + "-" + round, options.skus());
      installation.purchase(lines);
      return measure(
          lines,
          () -> {
            long begin = System.nanoTime();
            CommandLoad.run(installation.broker(), lines, options.lines());
            installation.awaitEvents(lines.prefix(), (long) options.lines() + options.skus());
            return new Outcome(options.lines(), 0, "", Duration.ofNanos(System.nanoTime() - begin));
          });
    };
  }

  private Outcome post(Lines lines, int clients, BooleanSupplier more) throws Exception {
    return HttpLoad.run(installation.port(), clients, lines, more);
  }

  private Outcome postInBulk(Lines lines, int count) {
    List<byte[]> bodies =
        Stream.generate(() -> lines.next(count / BULK_CONNECTIONS))
            .limit(BULK_CONNECTIONS)
            .toList();
    return BulkLoad.run(installation.port(), "/allocations/bulk", bodies);
  }

  /** True so many times. */
  private static BooleanSupplier times(int count) {
    int[] left = {count};
    return () -> left[0]-- > 0;
  }

  /** Measures until all events are out and in the view, and then looks whether it is all there. */
  private Sample measure(Lines lines, Callable<Outcome> work) throws Exception {
    installation.postgres().checkpoint();
    ProcessorTime before = used(installation.services(), installation.brokerProcesses());
    Outcome outcome = work.call();
    installation.settle(lines.prefix());
    ProcessorTime cost =
        used(installation.services(), installation.brokerProcesses()).since(before);
    lines.accept(outcome.accepted());
    check(lines, outcome);
    installation.forgetEvents();
    return sample(outcome, cost);
  }

  private void check(Lines lines, Outcome outcome) throws SQLException {
    if (outcome.errors() > 0) {
      complaints.add(
          "%s %d errors, the first: %s"
              .formatted(lines.prefix(), outcome.errors(), outcome.firstError()));
    }
    complaints.addAll(Proof.complaints(installation.products(), lines));
  }

  private static Sample sample(Outcome outcome, ProcessorTime cost) {
    return new Sample(outcome.accepted(), outcome.errors(), outcome.seconds(), cost);
  }

  private ProcessorTime used(List<Long> services, List<Long> broker) {
    return ProcessorTime.now(services, List.of(), installation.postgres().pid(), broker);
  }
}
