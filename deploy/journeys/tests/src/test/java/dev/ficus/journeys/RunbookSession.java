package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.journeys.Runbook.CommandBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An operator who goes through a page: a shell, in which its blocks are run one after the other.
 */
final class RunbookSession implements AutoCloseable {
  private static final Path PAGES = Project.here().root().resolve("deploy/runbooks");
  private static final String INDEX = "README.md";

  private final Runbook page;
  private final OperatorShell shell;
  private final List<CommandBlock> done;

  /**
   * Begins as the index says.
   *
   * @param done gets the blocks that were run
   */
  RunbookSession(String page, OperatorShell shell, List<CommandBlock> done) throws Exception {
    Map<String, Runbook> pages = pages();
    this.page = pages.get(page);
    this.shell = shell;
    this.done = done;
    for (CommandBlock block : pages.get(INDEX).blocks()) {
      run(block);
    }
  }

  /** All pages by their file names, but those of alerts. */
  static Map<String, Runbook> pages() throws IOException {
    Map<String, Runbook> read = new TreeMap<>();
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.filter(each -> each.toString().endsWith(".md")).toList()) {
        Runbook runbook = Runbook.read(page);
        read.put(runbook.page(), runbook);
      }
    }
    return read;
  }

  /** The folder that an operator is in: the project's, with a file of addresses of its own. */
  static Path folder(Path parent, Map<String, String> addresses, List<String> functions)
      throws IOException {
    Path folder = Files.createDirectories(parent.resolve("project"));
    Path deploy = folder.resolve("deploy");
    if (!Files.exists(deploy)) {
      Files.createSymbolicLink(deploy, Project.here().root().resolve("deploy"));
    }
    List<String> lines = new ArrayList<>();
    addresses.forEach((name, value) -> lines.add("%s='%s'".formatted(name, value)));
    lines.addAll(functions);
    Files.write(folder.resolve("ficus.env"), lines);
    return folder;
  }

  /** The operator sets a variable. */
  void set(String name, String value) throws Exception {
    shell.run("%s='%s'".formatted(name, value));
  }

  /** Runs what is under a heading; returns what each of its blocks has printed. */
  List<String> run(String heading) throws Exception {
    List<String> printed = new ArrayList<>();
    for (CommandBlock block : page.under(heading)) {
      printed.add(run(block));
    }
    return printed;
  }

  private String run(CommandBlock block) throws Exception {
    done.add(block);
    String printed;
    try {
      printed = shell.run(block.commands());
    } catch (AssertionError failure) {
      throw new AssertionError(block + ": " + failure.getMessage(), failure);
    }
    assertTrue(
        block.hasPrinted(printed),
        () -> "%s prints%n%s%ninstead of%n%s".formatted(block, printed, block.prints().orElse("")));
    return printed;
  }

  @Override
  public void close() {
    shell.close();
  }
}
