package dev.ficus.journeys;

import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.oldworld.WholeNumber;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demo as a program: its options. */
@Command(
    name = "deploy/demo",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Starts PostgreSQL, RabbitMQ, the three services and a simulated old shop, sends the shop's"
          + " orders through, checks that every line is where it should be, and stays up until"
          + " Ctrl-C.",
      ""
    })
final class DemoOptions implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--once",
      description = "end after the run: status 0 when the figures add up, 1 when they do not")
  private boolean once;

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description =
          "other orders: CSV with the columns described in deploy/oldworld/data/README.md")
  private Path orders;

  @Option(
      names = "--strangling",
      description =
          "put Ficus in front of a simulated monolith instead: while the orders come in, a wave of"
              + " products is cut over, rolled back and cut over again, and a second one follows;"
              + " the sums are those of both worlds")
  private boolean strangling;

  @Option(names = "--no-orders", description = "start everything and wait")
  private boolean noOrders;

  @Option(
      names = "--addresses",
      paramLabel = "FILE",
      description =
          "write the addresses of everything to FILE, as name='value' lines a shell can read, once"
              + " all is ready")
  private Path addresses;

  @Option(names = "--native", description = "run the native executables")
  private boolean nativeExecutables;

  @Option(
      names = "--broken",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "the shop makes a broken call before every Nth order")
  private int broken;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  /** Whether it ends after the run. */
  boolean once() {
    return once;
  }

  /** Whether Ficus is in front of a monolith, whose products it takes over. */
  boolean strangling() {
    return strangling;
  }

  /** Other orders than the project's own. */
  Optional<Path> orders() {
    return Optional.ofNullable(orders);
  }

  /** Whether there is no run: everything is started and waits. */
  boolean noOrders() {
    return noOrders;
  }

  /** Where to write the addresses once all is ready. */
  Optional<Path> addresses() {
    return Optional.ofNullable(addresses);
  }

  /** In which form the services run. */
  Form form() {
    return nativeExecutables ? Form.NATIVE : Form.JAR;
  }

  /** A broken call comes before every so many orders; 0 for none. */
  int broken() {
    return broken;
  }

  /** What reads the options, and runs the demo. */
  CommandLine commandLine() {
    return new CommandLine(this);
  }

  @Override
  public Integer call() {
    if (noOrders && (once || orders != null || broken > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--no-orders cannot be combined with --once, --orders or --broken");
    }
    if (strangling && (noOrders || broken > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--strangling cannot be combined with --no-orders or --broken");
    }
    return new Demo(this, Project.here(), Terminal.here()).run();
  }
}
