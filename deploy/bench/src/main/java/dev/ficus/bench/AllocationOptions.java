package dev.ficus.bench;

import picocli.CommandLine.Command;

/** How much of allocation-service is measured. */
@Command(
    name = "deploy/bench/allocation",
    sortOptions = false,
    description = {
      "Measures allocation-service against floors taken in the same run, and prints a table.",
      ""
    })
final class AllocationOptions extends Options {
  private static final int LINES_PER_SECOND = 2_000;

  AllocationOptions() {
    super(10, 1);
  }

  int skus() {
    return 1_000;
  }

  /** Lines of a measurement that ends when all of them are committed. */
  int lines() {
    return seconds() * LINES_PER_SECOND;
  }

  /** Lines that are on the SKU before the cost of one more is measured. */
  int linesBefore() {
    return small() ? 2_000 : 100_000;
  }

  /** Few beside those, so that a fresh SKU stays fresh. */
  int linesOnTop() {
    return small() ? 300 : 5_000;
  }

  int backlog() {
    return small() ? 5_000 : 300_000;
  }

  @Override
  public Integer call() throws Exception {
    return AllocationBench.run(this);
  }
}
