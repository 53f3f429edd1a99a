package dev.ficus.bench;

import dev.ficus.oldworld.WholeNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much of Ficus in front of the monolith is measured. */
@Command(
    name = "deploy/bench/strangling",
    sortOptions = false,
    description = {
      "Measures calls that go through Ficus beside the monolith alone, and prints a table.",
      ""
    })
final class StranglingOptions extends Options {
  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "orders a second, whatever the answers are like (100; with --small 50)")
  private Integer rate;

  @Option(
      names = "--older-lines",
      paramLabel = "N",
      converter = WholeNumber.FromZero.class,
      description =
          "lines that the ledger has when waves are switched (1000000; with --small 10000)")
  private Integer olderLines;

  @Option(
      names = "--shadowed-one-in",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "of the rows of a shadow: one SKU in N is in it (1: all)")
  private int shadowedOneIn = 1;

  StranglingOptions() {
    super(10, 2);
  }

  /** Orders in a second. */
  int rate() {
    return or(rate, 100, 50);
  }

  /** How many SKUs are the monolith's, and as many ours. */
  int skus() {
    return 1_000;
  }

  /** One of the monolith's SKUs in so many is in the shadow, where there is one. */
  int shadowedOneIn() {
    return shadowedOneIn;
  }

  /** How many SKUs are in the wave that is switched, and as many are in none. */
  int waveSkus() {
    return small() ? 100 : 1_000;
  }

  /** Lines that the ledger has before a wave is switched. */
  int olderLines() {
    return or(olderLines, 1_000_000, 10_000);
  }

  /** Lines that are judged. */
  int judgedLines() {
    return small() ? 10_000 : 300_000;
  }

  @Override
  public Integer call() throws Exception {
    return StranglingBench.run(this);
  }
}
