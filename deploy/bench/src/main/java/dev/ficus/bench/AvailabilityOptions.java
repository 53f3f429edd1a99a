package dev.ficus.bench;

import dev.ficus.oldworld.WholeNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much of availability-service is measured. */
@Command(
    name = "deploy/bench/availability",
    sortOptions = false,
    description = {
      "Measures availability-service beside an empty endpoint of the same run, and prints tables.",
      ""
    })
final class AvailabilityOptions extends Options {
  @Option(
      names = "--minutes",
      paramLabel = "M",
      converter = WholeNumber.FromOne.class,
      description = "hold the steady rate for M minutes more and show each minute (not at all)")
  private int minutes;

  @Option(
      names = "--skus",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "how many SKUs are read and written (10000; with --small 200)")
  private Integer skus;

  AvailabilityOptions() {
    super(10, 2);
  }

  /** How long a steady rate is held once more, for its drift; 0: not at all. */
  int minutes() {
    return minutes;
  }

  /** How many SKUs are read and written. */
  int skus() {
    return or(skus, 10_000, 200);
  }

  /** Order lines in a second while availability is read. */
  int updates() {
    return 200;
  }

  /** Questions in a second, when the rate is steady. */
  int steadyRate() {
    return 500;
  }

  /** Order lines in a second while it is measured when they become visible. */
  int busyRate() {
    return small() ? 200 : 1_000;
  }

  /** P10: the smaller of two sets of views. */
  int fewViews() {
    return small() ? 200 : 10_000;
  }

  /** P10: the larger. */
  int manyViews() {
    return small() ? 5_000 : 1_000_000;
  }

  @Override
  public Integer call() throws Exception {
    return AvailabilityBench.run(this);
  }
}
