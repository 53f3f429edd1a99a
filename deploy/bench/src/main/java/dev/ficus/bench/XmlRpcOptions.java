package dev.ficus.bench;

import java.util.List;
import java.util.Set;

/** How much XML-RPC is read. */
record XmlRpcOptions(int pairs, int seconds, int megabytes, boolean small, String only)
    implements Options {
  static final String USAGE =
      """
      Measures reading XML-RPC beside the bare parser of the same run, and prints tables.
        --pairs N      measure each row N times beside its floor (7; with --small 2)
        --seconds S    how long one measurement lasts at least (5; with --small 1)
        --megabytes M  how long an answer is read in a heap of 64 MB (1,024; with --small 50)
        --small        small sizes: half a minute, to see that it works
        --only PREFIX  only the rows whose name begins so: P9 speed, P9 memory, R11
      """;

  /**
   * @throws IllegalArgumentException when they cannot be understood
   */
  static XmlRpcOptions of(List<String> words) {
    Arguments arguments =
        Arguments.of(words, Set.of("--pairs", "--seconds", "--megabytes", "--only"));
    boolean small = arguments.small();
    return new XmlRpcOptions(
        arguments.number("--pairs", small ? 2 : 7),
        arguments.number("--seconds", small ? 1 : 5),
        arguments.number("--megabytes", small ? 50 : 1_024),
        small,
        arguments.text("--only", ""));
  }
}
