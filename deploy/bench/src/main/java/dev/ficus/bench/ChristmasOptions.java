package dev.ficus.bench;

import dev.ficus.journeys.ChristmasDay.Entrance;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.oldworld.WholeNumber;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The Christmas drill as a program: how much of a day is taken in, and by which way. */
@Command(
    name = "deploy/bench/christmas",
    sortOptions = false,
    description = {
      "Measures one Christmas day: orders of three lines from the old shop until the shop knows what"
          + " is left.",
      ""
    })
final class ChristmasOptions implements Callable<Integer> {
  @Option(
      names = "--orders",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "how many orders the day has (100000; with --small 1000)")
  private Integer orders;

  @Option(
      names = "--variants",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "of each of some 1,700 products, each a SKU of its own (6; with --small 1)")
  private Integer variants;

  @Option(
      names = "--door",
      paramLabel = "pull|serve|both",
      description = "how orders come in, each time with everything newly started (both)")
  private Entrances entrance = Entrances.BOTH;

  @Option(
      names = "--services",
      paramLabel = "jar|native",
      description = "in which form they run; native: what mvn -T1 package -Dnative has made (jar)")
  private Form services = Form.JAR;

  @Option(
      names = "--routes",
      paramLabel = "none|stored|both",
      description =
          "stored: every SKU is ours by a route of its own, and the monolith is behind the adapter;"
              + " both: days with and without in turn, and how they compare (none)")
  private Routes routes = Routes.NONE;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "how many days with and without routes, each way (7; with --small 2)")
  private Integer pairs;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "calls the shop makes at the same time when it sends its orders itself (64)")
  private int atOnce = 64;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "after which a day that has not come to its end is given up (20)")
  private int minutes = 20;

  @Option(names = "--small", description = "a small day: a minute, to see that it works")
  private boolean small;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  /** By which ways the orders come in, one after the other. */
  private enum Entrances {
    PULL(Entrance.PULL),
    SERVE(Entrance.SERVE),
    BOTH(Entrance.values());

    private final List<Entrance> entrances;

    Entrances(Entrance... entrances) {
      this.entrances = List.of(entrances);
    }
  }

  /** Whether SKUs have routes of their own. */
  enum Routes {
    /** None has one, and all are ours by default. */
    NONE,
    /** Each has one, by which it is ours; by default all are the monolith's. */
    STORED,
    /** Days of the one kind and of the other. */
    BOTH
  }

  int orders() {
    return orders != null ? orders : small ? 1_000 : 100_000;
  }

  int variants() {
    return variants != null ? variants : small ? 1 : 6;
  }

  List<Entrance> entrances() {
    return entrance.entrances;
  }

  Form services() {
    return services;
  }

  Routes routes() {
    return routes;
  }

  /** How many days with routes are measured, each beside one without. */
  int pairs() {
    return pairs != null ? pairs : small ? 2 : 7;
  }

  int atOnce() {
    return atOnce;
  }

  int minutes() {
    return minutes;
  }

  @Override
  public Integer call() throws Exception {
    return ChristmasBench.run(this);
  }
}
