package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser without a window, for tests. Its tabs know nothing of each other, as if each were
 * a browser of its own; to start that for each page takes more processor time than all pages.
 */
public final class Chromium {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static Chromium shared;

  /** Ends the browser once nobody has this any more. */
  private final ChildProcesses children;

  private final Process process;
  private final URI address;
  private final DevTools tools;

  private Chromium(ChildProcesses children, Process process, URI address) {
    this.children = children;
    this.process = process;
    this.address = address;
    this.tools = new DevTools(address, (event, what) -> {});
  }

  /**
   * The one of this process, with which it ends. Where there is none the test is skipped; a build
   * that decides (variable {@code CI}) fails.
   */
  public static synchronized Chromium shared() throws IOException {
    if (shared == null || !shared.process.isAlive()) {
      shared = start();
    }
    return shared;
  }

  /**
   * A tab without any cookies.
   *
   * @param pictures the folder for what it looks like
   */
  public BrowserTab tab(Path pictures) throws IOException {
    Files.createDirectories(pictures);
    String context =
        tools.call("Target.createBrowserContext", Map.of()).get("browserContextId").asText();
    String page =
        tools
            .call("Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
            .get("targetId")
            .asText();
    return new BrowserTab(
        address.resolve("/devtools/page/" + page),
        pictures,
        () -> tools.call("Target.disposeBrowserContext", Map.of("browserContextId", context)));
  }

  private static Chromium start() throws IOException {
    Path program = program();
    ChildProcesses children = ChildProcesses.create();
    Path profile = Files.createDirectory(Path.of(children.mark(), "profile"));
    Path log = profile.resolveSibling("browser.log");
    ProcessBuilder builder =
        children.builder(
            "browser",
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
                "--remote-debugging-port=0",
                "about:blank"));
    builder.environment().put("HOME", profile.toString());
    Process process =
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(log.toFile()).start();
    Path file = profile.resolve("DevToolsActivePort");
    boolean answers =
        Waiting.until(() -> address(file).isPresent() || !process.isAlive(), Waiting.LIMIT)
            && address(file).isPresent();
    if (!answers) {
      String said = Files.readString(log);
      children.close();
      fail("the browser does not start: " + said);
    }
    return new Chromium(children, process, address(file).get());
  }

  /** Where the browser's developer tools answer, once it has written that. */
  private static Optional<URI> address(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
    } catch (IOException notYet) {
      return Optional.empty();
    }
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
}
