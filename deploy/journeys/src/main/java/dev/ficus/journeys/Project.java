package dev.ficus.journeys;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The project this class was built in, and what was built beside it.
 *
 * @param root its top folder
 */
record Project(Path root) {

  /** Found from where this class was loaded: a folder or jar below the project's. */
  static Project here() {
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

  /** The Java that runs this. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The orders of the demo. */
  Path orders() {
    return root.resolve("deploy/oldworld/data/online-retail-2010-12-01-to-02.csv");
  }

  /**
   * The configuration the adapter is shipped with: it says how the shop's orders are to be read.
   */
  Path adapterConfiguration() {
    return root.resolve("legacy-adapter/src/main/resources/application.properties");
  }

  /** Where runs of the demo keep their logs. */
  Path logs() {
    return root.resolve("deploy/journeys/target/demo");
  }

  /** Where a journey keeps the logs of its services and what else is worth looking at. */
  Path journeyLogs(String journey) {
    return root.resolve("deploy/journeys/target/journeys").resolve(journey);
  }

  /**
   * The command that runs a service's packaged application.
   *
   * @throws DemoException when it has not been built
   */
  List<String> command(Service service) {
    Path jar = root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isReadable(jar)) {
      throw new DemoException(jar + " has not been built");
    }
    // Three services, two servers and a shop share the machine for a minute.
    return List.of(
        java(), "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString());
  }

  /**
   * The command that runs a service's native executable.
   *
   * @throws DemoException when it has not been built
   */
  List<String> nativeCommand(Service service) {
    Path target = root.resolve(service.module()).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().endsWith("-runner") && Files.isExecutable(file))
          .findFirst()
          .map(file -> List.of(file.toString()))
          .orElseThrow(() -> new DemoException("no native executable has been built in " + target));
    } catch (IOException missing) {
      throw new DemoException("no native executable has been built in " + target, missing);
    }
  }
}
