package dev.ficus.checks.observability;

import dev.ficus.journeys.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The metrics of our own, as the page has them. */
final class MetricsPage {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| ([^|]+) \\|");
  private static final Pattern METRIC = Pattern.compile("`(ficus_\\w+)`");

  private final String page;

  MetricsPage() throws IOException {
    page = Files.readString(AlertRules.OBSERVABILITY.resolve("METRICS.md"));
  }

  /** Those of a service, with those that all services have. */
  Set<String> of(Service service) {
    Set<String> names = new TreeSet<>();
    collect("All services", names);
    collect(service.module(), names);
    return names;
  }

  private void collect(String heading, Set<String> names) {
    int begin = page.indexOf("\n## " + heading + "\n");
    int end = page.indexOf("\n## ", begin + 1);
    FIRST_CELL
        .matcher(page.substring(begin, end))
        .results()
        .flatMap(cell -> METRIC.matcher(cell.group(1)).results())
        .forEach(name -> names.add(name.group(1)));
  }
}
