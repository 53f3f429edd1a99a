package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real browser without a window, as in the journeys. */
final class Chromium {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private Chromium() {}

  /**
   * A page as its visitor has it in the end.
   *
   * @param html the document after all that scripts did to it
   * @param complaints what is in the page's console
   */
  record SeenPage(String html, List<String> complaints) {

    /** A section with its tags. */
    String section(String id) {
      Matcher section =
          Pattern.compile("<section id=\"" + id + "\".*?</section>", Pattern.DOTALL).matcher(html);
      assertTrue(section.find(), html);
      return section.group();
    }

    /** What one reads in a section. */
    String text(String id) {
      return section(id).replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
    }
  }

  /**
   * Opens a page. Where there is no browser the test is skipped; a build that decides (variable
   * {@code CI}) fails.
   *
   * @param name of the folder for what it looked like
   */
  static SeenPage open(String address, String name) throws IOException, InterruptedException {
    Path folder =
        Files.createDirectories(Path.of("target", "browser", name).toAbsolutePath().normalize());
    Path profile = Files.createTempDirectory("ficus-browser");
    Path html = folder.resolve("page.html");
    Path log = folder.resolve("browser.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            program().toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--no-proxy-server",
            "--enable-logging=stderr",
            "--user-data-dir=" + profile,
            // The page's clock runs ahead while nothing is loading, and stops while something is.
            "--virtual-time-budget=10000",
            "--window-size=1400,1800",
            "--screenshot=" + folder.resolve("page.png"),
            "--dump-dom",
            address);
    builder.environment().put("HOME", profile.toString());
    Process process = builder.redirectOutput(html.toFile()).redirectError(log.toFile()).start();
    try {
      assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), address + " does not end");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      delete(profile);
    }
    // What a browser writes about its own machine is not about the page.
    List<String> complaints =
        Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new SeenPage(Files.readString(html), complaints);
  }

  private static Path program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(Chromium::missing);
  }

  private static Path missing() {
    String missing =
        "Chromium is missing; install it with: sudo apt-get install -y --no-install-recommends chromium";
    return System.getenv().getOrDefault("CI", "").isBlank() ? abort(missing) : fail(missing);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((one, other) -> other.compareTo(one)).map(Path::toFile).forEach(File::delete);
    }
  }
}
