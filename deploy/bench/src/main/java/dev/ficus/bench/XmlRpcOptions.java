package dev.ficus.bench;

import dev.ficus.oldworld.WholeNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much XML-RPC is read. */
@Command(
    name = "deploy/bench/xmlrpc",
    sortOptions = false,
    description = {
      "Measures reading XML-RPC beside the bare parser of the same run, and prints tables.",
      ""
    })
final class XmlRpcOptions extends Options {
  @Option(
      names = "--megabytes",
      paramLabel = "M",
      converter = WholeNumber.FromOne.class,
      description = "how long an answer is read in a heap of 64 MB (1024; with --small 50)")
  private Integer megabytes;

  XmlRpcOptions() {
    super(5, 1);
  }

  /** How long the answer is that is read in a small heap. */
  int megabytes() {
    return or(megabytes, 1_024, 50);
  }

  @Override
  public Integer call() throws Exception {
    return XmlRpcBench.run(this);
  }
}
