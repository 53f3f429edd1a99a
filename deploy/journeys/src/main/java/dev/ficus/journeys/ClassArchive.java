package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Archive of the classes that an application has loaded (Java's class data sharing), which halves
 * its start. It lies beside the application, one for each Java; the first run that ends in order
 * leaves it behind.
 *
 * <p>Java itself sees whether an archive is whole and fits, and starts without it otherwise.
 */
final class ClassArchive {

  private ClassArchive() {}

  /**
   * The options of a Java that runs the application.
   *
   * @param jar the application's
   */
  static List<String> options(Path jar) {
    Path archive = jar.resolveSibling("classes-%s.jsa".formatted(Runtime.version()));
    List<String> options = new ArrayList<>();
    // Otherwise each class that cannot be archived is a line in the log.
    options.add("-Xlog:all=error");
    options.add(
        isUpToDate(archive, jar)
            ? "-XX:SharedArchiveFile=" + archive
            : "-XX:ArchiveClassesAtExit=" + archive);
    return options;
  }

  private static boolean isUpToDate(Path archive, Path jar) {
    try {
      return Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
