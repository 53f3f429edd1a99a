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

  @Override
  public Integer call() throws Exception {
    return StranglingBench.run(this);
  }
}
