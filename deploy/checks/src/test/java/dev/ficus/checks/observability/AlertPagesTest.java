package dev.ficus.checks.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.checks.observability.AlertRules.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators are told about each alert. */
class AlertPagesTest {
  private static final List<String> SECTIONS = List.of("Meaning", "Impact", "Look", "Do");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[(\\w+)]\\((\\w+)\\.md\\) \\| (\\w+) \\|");
  private static final String INDEX = "README.md";

  @Test
  void each_alert_has_a_severity_words_and_its_page() {
    for (Alert alert : AlertRules.alerts()) {
      assertTrue(Set.of("critical", "warning").contains(alert.severity()), alert.name());
      assertFalse(alert.summary().isBlank(), alert.name());
      assertTrue(alert.description().endsWith("."), alert.name());
      assertEquals("deploy/runbooks/alerts/" + alert.name() + ".md", alert.page());
    }
  }

  @Test
  void no_two_alerts_have_one_name() {
    List<String> names = names();
    assertEquals(names.stream().distinct().toList(), names);
    assertFalse(names.isEmpty());
  }

  @Test
  void each_alert_has_a_page_and_each_page_an_alert() throws IOException {
    Set<String> pages;
    try (Stream<Path> files = Files.list(AlertRules.PAGES)) {
      pages =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals(INDEX))
              .map(name -> name.replaceAll("\\.md$", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertEquals(new TreeSet<>(names()), pages);
  }

  @Test
  void a_page_says_what_it_means_whom_it_hurts_where_to_look_and_what_to_do() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String name : names()) {
      String page = Files.readString(AlertRules.PAGES.resolve(name + ".md"));
      List<String> headings = HEADING.matcher(page).results().map(match -> match.group(1)).toList();
      boolean empty = Pattern.compile("(?m)^## .+\\n+(?=## |\\z)").matcher(page).find();
      if (!page.startsWith("# " + name + "\n") || !headings.equals(SECTIONS) || empty) {
        wrong.add(name);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void the_index_has_each_alert_with_its_severity() throws IOException {
    Map<String, String> listed = new HashMap<>();
    ROW.matcher(Files.readString(AlertRules.PAGES.resolve(INDEX)))
        .results()
        .forEach(
            row -> {
              assertEquals(row.group(1), row.group(2));
              listed.put(row.group(1), row.group(3));
            });
    assertEquals(
        AlertRules.alerts().stream().collect(Collectors.toMap(Alert::name, Alert::severity)),
        listed);
  }

  private static List<String> names() {
    return AlertRules.alerts().stream().map(Alert::name).toList();
  }
}
