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
      description =
          "how many days with and without routes, or a shadow, each way (7; with --small 2)")
  private Integer pairs;

  @Option(
      names = "--shadow",
      description =
          "a tenth of the SKUs is the monolith's: days with a shadow that decides about these too,"
              + " and without in turn, by serve")
  private boolean shadow;

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
  private enum Routes {
    NONE(new Plan(Kind.PLAIN, null)),
    STORED(new Plan(Kind.ROUTED, null)),
    BOTH(new Plan(Kind.ROUTED, Kind.PLAIN));

    private final Plan plan;

    Routes(Plan plan) {
      this.plan = plan;
    }
  }

  /** What distinguishes a day. */
  enum Kind {
    /** No SKU has a route, and all are ours by default. */
    PLAIN(""),
    /** Each has one, by which it is ours; by default all are the monolith's. */
    ROUTED("routes"),
    /** The same, without a tenth of the SKUs. */
    TENTH_LEFT("a tenth left to the monolith"),
    /** The same, and these are in a shadow. */
    TENTH_SHADOWED("a shadow of the monolith's tenth");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** What it has, in words; empty when it has nothing. */
    String title() {
      return title;
    }

    /** Whether SKUs have routes, and the monolith is behind the adapter. */
    boolean isRouted() {
      return this != PLAIN;
    }

    /** Whether a tenth of the SKUs is the monolith's. */
    boolean isTenthLeft() {
      return this == TENTH_LEFT || isShadowed();
    }

    boolean isShadowed() {
      return this == TENTH_SHADOWED;
    }
  }

  /**
   * Which days are measured.
   *
   * @param floor beside which those of the first kind are measured in turn; null when there is one
   *     day alone
   */
  record Plan(Kind kind, Kind floor) {}

  int orders() {
    return orders != null ? orders : small ? 1_000 : 100_000;
  }

  int variants() {
    return variants != null ? variants : small ? 1 : 6;
  }

  /**
   * In a shadow is what the shop sends: when it is asked for its orders, so it is by the monolith.
   */
  List<Entrance> entrances() {
    return shadow ? List.of(Entrance.SERVE) : entrance.entrances;
  }

  Form services() {
    return services;
  }

  Plan plan() {
    return shadow ? new Plan(Kind.TENTH_SHADOWED, Kind.TENTH_LEFT) : routes.plan;
  }

  /** How many days of the first kind are measured, each beside one of the other. */
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
