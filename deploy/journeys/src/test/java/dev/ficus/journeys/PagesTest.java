package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of the whole repository against its files: what a page points to is there. */
class PagesTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path ARCHITECTURE = ROOT.resolve("deploy/ARCHITECTURE.md");
  private static final Path BREAKAGES = ROOT.resolve("deploy/journeys/breakages");
  private static final Path DECISIONS = ROOT.resolve("deploy/decisions");

  private static final Pattern TYPE_DECLARATION =
      Pattern.compile(
          "(?m)^\\s*(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed)\\s+)*"
              + "(?:class|record|interface|enum|@interface)\\s+(\\w+)");
  private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");
  private static final Pattern PATCH = Pattern.compile("`([a-z-]+\\.patch)`");
  private static final Pattern BROKEN_TYPE = Pattern.compile("(?m)^\\+\\+\\+ .*/(\\w+)\\.java$");
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w./-])(?:\\./)?((?:deploy|\\.ci)/[\\w./-]+)");
  private static final Pattern CHECK = Pattern.compile("Check: `(\\w+)`");
  private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=([\\w,]+)");

  private static final List<Page> PAGES = new ArrayList<>();
  private static final Set<String> TYPES = new HashSet<>();

  @BeforeAll
  static void read() throws IOException {
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (name.endsWith(".md")) {
              PAGES.add(Page.read(file));
            } else if (name.endsWith(".java")) {
              TYPE_DECLARATION
                  .matcher(Files.readString(file))
                  .results()
                  .forEach(declaration -> TYPES.add(declaration.group(1)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertTrue(PAGES.size() > 20 && TYPES.contains("PagesTest"), "the repository was not found");
  }

  @Test
  void every_relative_link_leads_to_a_file_and_to_a_heading_that_exist() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : PAGES) {
      for (String link : page.relativeLinks()) {
        if (!leadsSomewhere(page, link)) {
          broken.add(ROOT.relativize(page.file()) + " -> " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void every_package_of_a_service_is_in_the_layers() throws IOException {
    String page = Page.read(ARCHITECTURE).prose();
    String layers = page.substring(page.indexOf("## Layers"), page.indexOf("## Invariants"));
    Set<String> missing = new TreeSet<>();
    for (String home :
        List.of(
            "allocation-service/src/main/java/dev/ficus/allocation",
            "availability-service/src/main/java/dev/ficus/availability",
            "legacy-adapter/src/main/java/dev/ficus/legacy")) {
      try (Stream<Path> folders = Files.walk(ROOT.resolve(home))) {
        folders
            .filter(folder -> Files.isDirectory(folder) && !folder.endsWith(home))
            .filter(folder -> !layers.contains("`" + folder.getFileName() + "`"))
            .forEach(folder -> missing.add(ROOT.relativize(folder).toString()));
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void every_line_of_the_list_before_going_live_names_a_check_that_exists() throws IOException {
    List<String> lines =
        Files.readAllLines(ROOT.resolve("deploy/BEFORE-GOING-LIVE.md")).stream()
            .filter(line -> line.startsWith("- [ ] "))
            .toList();
    assertTrue(lines.size() > 5, "the list was not found");
    assertEquals(
        List.of(),
        lines.stream()
            .filter(
                line ->
                    CHECK
                        .matcher(line)
                        .results()
                        .map(check -> check.group(1))
                        .noneMatch(TYPES::contains))
            .toList());
  }

  @Test
  void every_type_that_is_named_by_the_pages_for_developers_exists() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (Path file : List.of(ARCHITECTURE, ROOT.resolve("CONTRIBUTING.md"))) {
      TYPE.matcher(Page.read(file).prose())
          .results()
          .map(match -> match.group(1))
          .filter(name -> !TYPES.contains(name))
          .forEach(unknown::add);
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void each_breakage_of_the_architecture_page_is_beside_the_guard_it_takes_and_its_test()
      throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (String row : Files.readAllLines(ARCHITECTURE)) {
      for (String patch : PATCH.matcher(row).results().map(match -> match.group(1)).toList()) {
        named.add(patch);
        Path file = BREAKAGES.resolve(patch);
        if (!Files.exists(file)) {
          wrong.add(patch);
          continue;
        }
        Stream.concat(guards(file).stream(), Stream.of(noticedBy(file)))
            .filter(type -> !row.contains("`" + type + "`"))
            .forEach(type -> wrong.add(patch + ": " + type));
      }
    }
    assertEquals(List.of(), wrong);
    assertFalse(named.isEmpty(), "the page names no breakage");
  }

  @Test
  void every_path_and_test_of_a_command_exists_unless_a_build_or_a_script_makes_it() {
    List<String> missing = new ArrayList<>();
    for (Page page : PAGES) {
      PATH.matcher(page.commands())
          .results()
          .map(match -> match.group(1))
          .filter(path -> !path.contains("/target/") && !path.contains("/secret/"))
          .filter(path -> !isFile(ROOT.resolve(path)))
          .forEach(path -> missing.add(ROOT.relativize(page.file()) + ": " + path));
      TEST.matcher(page.commands())
          .results()
          .flatMap(match -> Stream.of(match.group(1).split(",")))
          .filter(test -> !test.equals("None") && !TYPES.contains(test))
          .forEach(test -> missing.add(ROOT.relativize(page.file()) + ": " + test));
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void the_index_of_decisions_has_each_record_with_its_date_and_its_title() throws IOException {
    List<String> expected = new ArrayList<>();
    List<Path> records;
    try (Stream<Path> files = Files.list(DECISIONS)) {
      records = files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
    for (Path record : records) {
      String name = record.getFileName().toString();
      List<String> lines = Files.readAllLines(record);
      assertEquals(name.substring(0, 10), lines.get(2), name);
      expected.add(
          "| %s | [%s](%s) |".formatted(lines.get(2), lines.get(0).substring("# ".length()), name));
    }
    List<String> listed =
        Files.readAllLines(DECISIONS.resolve("README.md")).stream()
            .filter(line -> line.startsWith("| 2"))
            .map(line -> line.substring(0, line.indexOf(") |") + 3))
            .toList();
    assertEquals(expected, listed);
  }

  private static boolean leadsSomewhere(Page page, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    if (!isFile(target)) {
      return false;
    }
    return hash < 0 || Page.read(target).anchors().contains(link.substring(hash + 1));
  }

  /** Whether a checkout has it, and not only a build. */
  private static boolean isFile(Path path) {
    return path.startsWith(ROOT)
        && Files.exists(path)
        && Stream.of(ROOT.relativize(path).toString().split("/")).noneMatch("target"::equals);
  }

  private static List<String> guards(Path patch) throws IOException {
    return BROKEN_TYPE
        .matcher(Files.readString(patch))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String noticedBy(Path patch) throws IOException {
    return Files.readAllLines(patch).stream()
        .filter(line -> line.startsWith("Test: "))
        .map(line -> line.substring("Test: ".length()))
        .findFirst()
        .orElseThrow();
  }
}
