package dev.ficus.journeys;

import dev.ficus.local.LocalStackException;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The images as they would run in a cluster, on this machine: whether the demo's orders go through
 * them while they are killed and stopped, and what they need.
 */
@Command(
    name = "deploy/containers/check",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs the three services from their images beside a PostgreSQL and a RabbitMQ of this"
          + " machine: read-only, without capabilities, with a limit of memory, as a user that the"
          + " images do not know. Sends the demo's orders through while each service is killed once"
          + " and stopped once, checks the sums, measures, and prints a table.",
      ""
    },
    footer = {
      "",
      "Status 0 when every line is where it should be and every service ended in time when it was"
          + " asked to, 1 when not, 2 when an option is wrong or something is missing."
    })
public final class ContainerCheck implements Callable<Integer> {
  private static final int FAILED = 1;

  /** So slowly that orders come in while each service is away. */
  private static final Shop.Pace FLOWING = new Shop.Pace(4, 400);

  private static final Duration SETTLED = Duration.ofSeconds(5);
  private static final Duration ASKED = Duration.ofSeconds(10);

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "jvm, native or prebuilt: what the images are made of (native)")
  private ImageForm form = ImageForm.NATIVE;

  @Option(names = "--tag", paramLabel = "TAG", description = "of the images", required = true)
  private String tag;

  @Option(
      names = "--with",
      paramLabel = "PROGRAM",
      description = "podman or docker",
      required = true)
  private String program;

  @Option(
      names = "--starts",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "how often the start of each service is measured; the median counts (5)")
  private int starts = 5;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      converter = WholeNumber.FromOne.class,
      description = "the limit of each service (jvm 448, else 192)")
  private Integer memory;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  private final Terminal terminal = Terminal.here();
  private final Project project = Project.here();

  /** What is being closed fails, which nobody has to hear of. */
  private volatile boolean ending;

  /** Ends with the status that {@code --help} explains. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ContainerCheck()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    try {
      return check() ? 0 : FAILED;
    } catch (DemoException | LocalStackException failure) {
      if (!ending) {
        terminal.done();
        System.err.println("check: " + failure.getMessage());
      }
      return FAILED;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private boolean check() throws InterruptedException {
    ContainerTool tool = new ContainerTool(program);
    ContainerTable table = new ContainerTable(form);
    for (Service service : Service.values()) {
      String size = tool.ask("image", "inspect", "--format", "{{.Size}}", image(service));
      table.imageSize(service, Long.parseLong(size));
    }
    Path logs = project.newLogs("deploy/journeys/target/containers");
    terminal.say("Starting PostgreSQL, RabbitMQ and the three images; logs in " + logs);
    int limit = memory == null ? form.megabytes() : memory;
    Ficus ficus =
        new Ficus(
            (launcher, service) ->
                new PackagedService(
                    launcher,
                    service.module(),
                    new ContainerRun(tool, image(service), limit),
                    service),
            logs,
            terminal);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ficus), "ficus-close"));
    ficus.startServices(Map.of());
    boolean addsUp = journey(ficus, table);
    measure(ficus, table);
    terminal.say(table.toString());
    terminal.say(
        "Limits: %d MB each, read-only, no capabilities, no new privileges, another user"
            .formatted(limit));
    List<String> late = table.late();
    late.forEach(each -> terminal.say("Too late: " + each));
    return addsUp && late.isEmpty();
  }

  private void end(Ficus ficus) {
    ending = true;
    ficus.close();
  }

  private String image(Service service) {
    return "ficus/%s:%s".formatted(service.module(), tag);
  }

  /** Sends the orders through, kills and stops each service meanwhile, and checks the sums. */
  private boolean journey(Ficus ficus, ContainerTable table) throws InterruptedException {
    Thread.sleep(SETTLED.toMillis());
    for (Service service : Service.values()) {
      long process = ficus.service(service).pid();
      table.idle(service, FicusProcesses.resident(process));
      if (form.isExecutable()) {
        table.programSize(service, FicusProcesses.programSize(process));
      }
    }
    ShopRules rules = ShopRules.read(project.adapterConfiguration());
    Journey journey = new Journey(project.orders(), rules, 0, FLOWING, terminal);
    ContainerTrouble trouble = new ContainerTrouble(ficus, journey.orders(), table, terminal);
    trouble.start();
    boolean addsUp = journey.make(ficus);
    boolean complete = trouble.await();
    if (!complete) {
      terminal.say("The orders were through before each service had been killed and stopped.");
    }
    table.answers(QuestionLoad.ask(ficus, ASKED));
    trouble.close();
    return addsUp && complete;
  }

  /** Stops and starts each service while nothing else goes on. */
  private void measure(Ficus ficus, ContainerTable table) throws InterruptedException {
    for (Service service : Service.values()) {
      PackagedService process = ficus.service(service);
      List<ServiceStart> measured = new ArrayList<>();
      for (int start = 0; start < starts; start++) {
        long old = process.pid();
        long begin = System.nanoTime();
        process.beginEnd();
        awaitEnd(process, old);
        table.stopped(service, Duration.ofNanos(System.nanoTime() - begin));
        Set<Long> others = FicusProcesses.ids();
        measured.add(ServiceStart.watch(process, others));
        terminal.progress("  starts of " + service.module(), start + 1, starts, "");
      }
      terminal.done();
      table.starts(service, measured);
    }
  }

  static void awaitEnd(PackagedService service, long process) {
    if (!Waiting.until(() -> !FicusProcesses.isThere(process), Waiting.LIMIT)) {
      throw service.failure("does not end");
    }
  }
}
