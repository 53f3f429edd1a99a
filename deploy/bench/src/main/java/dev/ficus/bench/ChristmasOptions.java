package dev.ficus.bench;

import dev.ficus.journeys.ChristmasDay.Door;
import dev.ficus.journeys.PackagedService.Form;
import java.util.List;
import java.util.Set;

/** How much of a Christmas day is taken in, and by which way. */
record ChristmasOptions(
    int orders, int variants, int atOnce, int minutes, List<Door> doors, Form services) {
  static final String USAGE =
      """
      Measures one Christmas day: orders of three lines from the old shop until the shop knows what is left.
        --orders N     how many orders the day has (100,000; with --small 1,000)
        --variants N   of each of some 1,700 products, each a SKU of its own (6; with --small 1)
        --door NAME    pull, serve, or both, each with everything started afresh (both)
        --services F   jar, or native: the executables that mvn package -Dnative has made (jar)
        --at-once N    calls the shop makes at the same time when it sends its orders itself (64)
        --minutes N    after which a day that has not come to its end is given up (20)
        --small        a small day: a minute, to see that it works
      """;

  /**
   * @throws IllegalArgumentException when they cannot be understood
   */
  static ChristmasOptions of(List<String> words) {
    Arguments arguments =
        Arguments.of(
            words,
            Set.of("--orders", "--variants", "--door", "--services", "--at-once", "--minutes"));
    boolean small = arguments.small();
    return new ChristmasOptions(
        arguments.number("--orders", small ? 1_000 : 100_000),
        arguments.number("--variants", small ? 1 : 6),
        arguments.number("--at-once", 64),
        arguments.number("--minutes", 20),
        doors(arguments.text("--door", "both")),
        form(arguments.text("--services", "jar")));
  }

  private static Form form(String name) {
    return switch (name) {
      case "jar" -> Form.JAR;
      case "native" -> Form.NATIVE;
      default -> throw new IllegalArgumentException("--services needs jar or native");
    };
  }

  private static List<Door> doors(String name) {
    return switch (name) {
      case "pull" -> List.of(Door.PULL);
      case "serve" -> List.of(Door.SERVE);
      case "both" -> List.of(Door.values());
      default -> throw new IllegalArgumentException("--door needs pull, serve or both");
    };
  }
}
