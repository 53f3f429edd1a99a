package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.ficus.local.Waiting;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real browser without a window: each page is opened by a Chromium of its own. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Pattern TAGS = Pattern.compile("<[^>]*>");

  private final Path program;
  private final Path pictures;
  private final Launcher launcher;

  private Browser(Path program, Path pictures) throws IOException {
    this.program = program;
    this.pictures = Files.createDirectories(pictures);
    this.launcher = new Launcher(pictures);
  }

  /**
   * This machine's. Where there is none the test is skipped; a build that decides (variable {@code
   * CI}) fails.
   *
   * @param pictures the folder for what the pages looked like
   */
  static Browser find(Path pictures) throws IOException {
    List<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .toList();
    if (found.isEmpty()) {
      String missing =
          "Chromium is missing; install it with: sudo apt-get install -y --no-install-recommends chromium";
      return System.getenv().getOrDefault("CI", "").isBlank() ? abort(missing) : fail(missing);
    }
    return new Browser(found.get(0), pictures);
  }

  /**
   * A page as its visitor has it in the end.
   *
   * @param html the document after all that scripts did to it
   * @param complaints what the browser wrote about it
   */
  record OpenedPage(String html, String complaints) {

    /** What one reads in an element, which must contain no other of its name. */
    String text(String name, String id) {
      return TAGS.matcher(element(name, id)).replaceAll(" ").replaceAll("\\s+", " ").strip();
    }

    /** An element with its tags. */
    String element(String name, String id) {
      var element =
          Pattern.compile("<%1$s id=\"%2$s\".*?</%1$s>".formatted(name, id), Pattern.DOTALL)
              .matcher(html);
      assertTrue(element.find(), () -> "no " + id + " in\n" + html);
      return element.group();
    }
  }

  /**
   * Opens a page and waits until nothing is loading any more.
   *
   * @param name what its picture is called
   */
  OpenedPage open(URI address, String name) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(pictures, "profile");
    Path html = pictures.resolve(name + ".html");
    Path picture = pictures.resolve(name + ".png");
    Files.deleteIfExists(picture);
    List<String> command =
        List.of(
            program.toString(),
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
            "--window-size=1000,640",
            "--screenshot=" + picture,
            "--dump-dom",
            address.toString());
    ProcessBuilder builder = launcher.builder(name, command);
    builder.environment().put("HOME", profile.toString());
    Process process =
        builder.redirectOutput(html.toFile()).redirectError(launcher.log(name).toFile()).start();
    try {
      assertTrue(Waiting.ended(process), address + " does not end");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      delete(profile);
    }
    OpenedPage page = new OpenedPage(Files.readString(html), Files.readString(launcher.log(name)));
    assertTrue(Files.exists(picture), page::complaints);
    return page;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((one, other) -> other.compareTo(one)).map(Path::toFile).forEach(File::delete);
    }
  }

  @Override
  public void close() {
    launcher.close();
  }
}
