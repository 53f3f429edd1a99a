package dev.ficus.journeys;

import dev.ficus.local.LocalStackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends the demo's orders through the services while their Java writes down what it loads, runs and
 * compiles. When they end, each leaves a cache from which the Java of its image starts.
 */
public final class ImageTraining {
  private static final Duration ASKED = Duration.ofSeconds(10);

  private final Path images;
  private final Project project = Project.here();
  private final Terminal terminal = Terminal.here();

  private ImageTraining(Path images) {
    this.images = images;
  }

  /**
   * Ends with status 0 when every cache is there, else 1.
   *
   * @param arguments the folder in which deploy/containers/build has laid out the images
   */
  public static void main(String[] arguments) {
    int status = 1;
    try {
      status = new ImageTraining(Path.of(arguments[0])).run() ? 0 : 1;
    } catch (DemoException | LocalStackException failure) {
      System.err.println("build: " + failure.getMessage());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
    // What still runs is ended by the shutdown hook.
    System.exit(status);
  }

  private boolean run() throws InterruptedException {
    ShopRules rules = ShopRules.read(project.adapterConfiguration());
    Path logs = project.newLogs("deploy/containers/target/training");
    terminal.say("The services are trained by the demo's orders; logs in " + logs);
    Ficus ficus =
        new Ficus(
            (launcher, service) ->
                new PackagedService(
                    launcher, service.module(), new CommandRun(command(service)), service),
            logs,
            terminal);
    Runtime.getRuntime().addShutdownHook(new Thread(ficus::close, "ficus-close"));
    ficus.startServices(Map.of());
    if (!new Journey(project.orders(), rules, 0, terminal).make(ficus)) {
      return false;
    }
    QuestionLoad.ask(ficus, ASKED);
    for (Service service : Service.values()) {
      terminal.say("  %s ends and writes its cache".formatted(service.module()));
      ficus.endForGood(service);
      if (!Files.isReadable(folder(service).resolve("cache.aot"))) {
        throw new DemoException(
            "%s has written no cache; see %s".formatted(service.module(), logs));
      }
    }
    return true;
  }

  private Path folder(Service service) {
    return images.resolve(service.module()).resolve("root/ficus");
  }

  private List<String> command(Service service) {
    Path folder = folder(service);
    return List.of(
        folder.resolve("java/bin/java").toString(),
        "-XX:AOTCacheOutput=" + folder.resolve("cache.aot"),
        "-jar",
        folder.resolve("app/quarkus-run.jar").toString());
  }
}
