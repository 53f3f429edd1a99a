package dev.ficus.bench;

import dev.ficus.oldworld.WholeNumber;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A benchmark as a program: the options that those with floors have in common. */
abstract class Options implements Callable<Integer> {
  private final int fullSeconds;
  private final int smallSeconds;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "measure each row N times beside its floor (7; with --small 2)")
  private Integer pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = WholeNumber.FromOne.class,
      description = "how long one measurement lasts (10, of xmlrpc 5; with --small 1 or 2)")
  private Integer seconds;

  @Option(names = "--small", description = "small sizes, to see that it works: a minute or two")
  private boolean small;

  @Option(
      names = "--only",
      paramLabel = "PREFIX",
      description = "only the rows whose name begins so, for instance P5")
  private String only = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  /**
   * @param fullSeconds how long one measurement lasts without an option
   */
  Options(int fullSeconds, int smallSeconds) {
    this.fullSeconds = fullSeconds;
    this.smallSeconds = smallSeconds;
  }

  /** How often each of ours is measured beside its floor. */
  final int pairs() {
    return or(pairs, 7, 2);
  }

  /** How long one measurement by time lasts. */
  final int seconds() {
    return or(seconds, fullSeconds, smallSeconds);
  }

  /** Whether sizes are such that it can be tried. */
  final boolean small() {
    return small;
  }

  /** What an option has, or what it is without: in full size, or small. */
  final int or(Integer value, int full, int little) {
    return value != null ? value : small ? little : full;
  }

  /** A small run measures a JVM that is still compiling; a full one should not. */
  final int warmUpRounds() {
    return small ? 2 : 8;
  }

  /**
   * @param row what the name of one row or of several begins with
   */
  final boolean wants(String row) {
    return row.startsWith(only) || only.startsWith(row);
  }
}
