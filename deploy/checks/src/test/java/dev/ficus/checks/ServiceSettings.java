package dev.ficus.checks;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service is shipped with, and which settings it knows: read from its sources and its
 * SETTINGS page.
 */
public final class ServiceSettings {
  public static final List<String> SERVICES =
      List.of("allocation-service", "availability-service", "legacy-adapter");

  private static final Path ROOT = Path.of("../..");
  private static final Pattern KEY = Pattern.compile("`(ficus\\.[\\w.-]+)`");
  private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`");
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([\\w-]+)[:}]");
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]+");
  private static final Pattern SECONDS = Pattern.compile("(?:PT)?(\\d+)[sS]");

  private final Properties shipped = new Properties();
  private final Set<Pattern> variables = new HashSet<>();

  /** Those of a service, by its name. */
  public static ServiceSettings of(String service) {
    return new ServiceSettings(ROOT.resolve(service));
  }

  private ServiceSettings(Path service) {
    try (Reader properties =
        Files.newBufferedReader(service.resolve("src/main/resources/application.properties"))) {
      shipped.load(properties);
      String page = Files.readString(service.resolve("SETTINGS.md"));
      KEY.matcher(page).results().forEach(key -> variables.add(variableOf(key.group(1))));
      VARIABLE.matcher(page).results().forEach(name -> variables.add(literally(name.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shipped.values().stream()
        .flatMap(value -> EXPRESSION.matcher(value.toString()).results())
        .forEach(name -> variables.add(literally(variable(name.group(1)))));
    // By which Quarkus is told of a further file of settings.
    variables.add(literally("SMALLRYE_CONFIG_LOCATIONS"));
  }

  /** Whether an environment variable of this name is a setting of the service. */
  public boolean knows(String variable) {
    return variables.stream().anyMatch(known -> known.matcher(variable).matches());
  }

  /** Whether a key of a file of properties is a setting of the service. */
  public boolean knowsKey(String key) {
    return shipped.containsKey(key)
        || key.equals("quarkus.datasource.password")
        || key.equals("rabbitmq-password")
        || knows(variable(key));
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** A whole number among what it is shipped with. */
  public int number(String key) {
    return Integer.parseInt(value(key));
  }

  /** A duration in seconds among what it is shipped with; none if it is not there. */
  public Duration seconds(String key) {
    if (!shipped.containsKey(key)) {
      return Duration.ZERO;
    }
    Matcher seconds = SECONDS.matcher(value(key));
    if (!seconds.matches()) {
      throw new AssertionError("no number of seconds: " + key + "=" + value(key));
    }
    return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
  }

  private String value(String key) {
    String value = shipped.getProperty(key);
    if (value == null) {
      throw new AssertionError("application.properties has no " + key);
    }
    return value;
  }

  /** A word in capital letters in a key stands for a name of the operator's choice. */
  private static Pattern variableOf(String key) {
    return Pattern.compile(
        List.of(key.split("[.-]")).stream()
            .map(
                part ->
                    PLACEHOLDER.matcher(part).matches()
                        ? "[A-Z0-9_]+"
                        : Pattern.quote(part.toUpperCase(Locale.ROOT)))
            .collect(Collectors.joining("_")));
  }

  private static Pattern literally(String name) {
    return Pattern.compile(Pattern.quote(name));
  }
}
