package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.ficus.local.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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
    Path folder = folder(name);
    Path profile = Files.createTempDirectory("ficus-browser");
    Path html = folder.resolve("page.html");
    Path log = folder.resolve("browser.log");
    Process process =
        builder(
                profile,
                // The page's clock runs ahead while nothing is loading, and stops while something
                // is.
                "--virtual-time-budget=10000",
                "--window-size=1400,1800",
                "--screenshot=" + folder.resolve("page.png"),
                "--dump-dom",
                address)
            .redirectOutput(html.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertTrue(Waiting.ended(process), address + " does not end");
    } finally {
      end(process, profile);
    }
    // What a browser writes about its own machine is not about the page.
    List<String> complaints =
        Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new SeenPage(Files.readString(html), complaints);
  }

  /** The folder of this name for what pages looked like. */
  static Path folder(String name) throws IOException {
    return Files.createDirectories(Path.of("target", "browser", name).toAbsolutePath().normalize());
  }

  /**
   * A browser that runs until it is closed.
   *
   * @param port at which its developer tools answer
   */
  record RunningChromium(Process process, Path profile, int port) {

    void close() throws IOException, InterruptedException {
      end(process, profile);
    }
  }

  /**
   * Starts a browser to be clicked in. Where there is none the test is skipped, as with a page.
   *
   * @param folder for its log
   */
  static RunningChromium start(Path folder) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("ficus-browser");
    Process process =
        builder(profile, "--remote-debugging-port=0", "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("browser.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    boolean answers =
        Waiting.until(() -> port(port).isPresent() || !process.isAlive(), LIMIT)
            && port(port).isPresent();
    if (!answers) {
      end(process, profile);
    }
    assertTrue(answers, () -> "the browser does not start: " + folder);
    return new RunningChromium(process, profile, port(port).getAsInt());
  }

  private static OptionalInt port(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      // The second line is written last.
      return lines.size() < 2
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(lines.get(0)));
    } catch (IOException notYet) {
      return OptionalInt.empty();
    }
  }

  private static ProcessBuilder builder(Path profile, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--no-proxy-server",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", profile.toString());
    return builder;
  }

  private static void end(Process process, Path profile) throws IOException, InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    delete(profile);
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
