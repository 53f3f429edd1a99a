package dev.ficus.journeys;

import dev.ficus.journeys.PackagedService.Form;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The project this class was built in, and what was built beside it.
 *
 * @param root its top folder
 */
public record Project(Path root) {

  /** Found from where this class was loaded: a folder or jar below the project's. */
  public static Project here() {
    try {
      Path place =
          Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path root = place;
      while (root != null && !Files.isRegularFile(root.resolve("deploy/demo"))) {
        root = root.getParent();
      }
      if (root == null) {
        throw new DemoException(place + " is in no folder of the project");
      }
      return new Project(root);
    } catch (URISyntaxException unnamable) {
      throw new DemoException("the project's folder has a name that cannot be used", unnamable);
    }
  }

  /** A program of the Java that runs this. */
  public static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The orders of the demo. */
  public Path orders() {
    return root.resolve("deploy/oldworld/data/online-retail-2010-12-01-to-02.csv");
  }

  /**
   * The configuration the adapter is shipped with: it says how the shop's orders are to be read.
   */
  Path adapterConfiguration() {
    return root.resolve("legacy-adapter/src/main/resources/application.properties");
  }

  /**
   * Makes the folder for the logs of one run of a program.
   *
   * @param all the folder of all its runs, in the project
   */
  public Path newLogs(String all) {
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path logs = root.resolve(all).resolve(now + "-" + ProcessHandle.current().pid());
    try {
      return Files.createDirectories(logs);
    } catch (IOException failure) {
      throw new DemoException("cannot create " + logs, failure);
    }
  }

  /** Where a journey keeps the logs of its services and what else is worth looking at. */
  Path journeyLogs(String journey) {
    return root.resolve("deploy/journeys/target/journeys").resolve(journey);
  }

  /**
   * The command that runs a packaged application.
   *
   * @param module its folder in the project
   * @param options of its Java, or of the executable
   * @throws DemoException when it has not been built
   */
  public List<String> command(String module, Form form, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(
        form == Form.JAR
            ? program("java")
            : executable(root.resolve(module).resolve("target")).toString());
    command.addAll(options);
    if (form == Form.JAR) {
      command.addAll(List.of("-jar", jar(module).toString()));
    }
    return command;
  }

  /**
   * The jar of a packaged application.
   *
   * @param module its folder in the project
   * @throws DemoException when it has not been built
   */
  Path jar(String module) {
    Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isReadable(jar)) {
      throw new DemoException(jar + " has not been built");
    }
    return jar;
  }

  private static Path executable(Path target) {
    String missing =
        "no native executable has been built in %s; make one with mvn -T1 package -Dnative"
            .formatted(target);
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().endsWith("-runner") && Files.isExecutable(file))
          .findFirst()
          .orElseThrow(() -> new DemoException(missing));
    } catch (IOException unreadable) {
      throw new DemoException(missing, unreadable);
    }
  }
}
