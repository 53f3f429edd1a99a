package dev.ficus.allocation.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings, their page, and what is refused. */
class SettingsTest {
  private static final List<Class<?>> MAPPINGS =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.ficus.allocation")
              .stream()
              .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
              .<Class<?>>map(JavaClass::reflect)
              .toList();
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[a-z-]+:(.*)}");

  /** A row of the page. */
  private record SettingRow(
      String key, String initial, String unit, String allowed, String meaning) {}

  @Test
  void the_page_has_one_row_for_each_setting_with_its_default() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    Map<String, String> given = given();
    mapped().forEach((key, method) -> settings.put(key, initial(key, method, given)));
    List<SettingRow> rows = rows();
    Map<String, String> listed = new TreeMap<>();
    rows.forEach(row -> listed.put(row.key(), row.initial()));
    assertEquals(settings, listed);
    assertEquals(settings.size(), rows.size(), "one row per key");
  }

  @Test
  void each_number_and_each_duration_has_a_unit_and_each_setting_a_meaning() throws IOException {
    Map<String, Method> mapped = mapped();
    for (SettingRow row : rows()) {
      Class<?> type = mapped.get(row.key()).getReturnType();
      if (type == Duration.class) {
        assertEquals("duration", row.unit(), row.key());
      } else if (type == int.class || type == long.class) {
        assertTrue(row.unit().matches("[a-z ]+"), row.key());
      }
      if (row.key().endsWith("-millis")) {
        assertEquals("milliseconds", row.unit(), row.key());
      }
      assertFalse(row.meaning().isBlank(), row.key());
    }
  }

  @Test
  void the_page_says_what_is_allowed_as_the_check_has_it() throws IOException {
    Map<String, String> rules = new TreeMap<>();
    SettingRule.BY_KEY.forEach(
        (key, rule) -> rules.put(key, rule.must().replace(", such as 90s, 12h or 30d", "")));
    Map<String, String> listed = new TreeMap<>();
    rows().forEach(row -> listed.put(row.key(), row.allowed()));
    assertEquals(rules, listed);
  }

  @Test
  void the_defaults_are_right() {
    assertDoesNotThrow(() -> read(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "groups.size | 1",
        "groups.size | 10000",
        "commands.gather-millis | 0",
        "pruning.every | 1s",
        "pruning.every | PT1S",
        "pruning.history-age | 3650d",
        "calendar.time-zone | America/New_York",
        "purchasing.mail-to | ''",
        "purchasing.mail-to | ann@example.org, bob@example.org",
        "purchasing.mail-to | Purchasing <buy@example.org>, bob@example.org (Bob)",
        "access | open",
        "access | Required",
        "broker.ssl | true",
        "broker.ssl | TRUE",
        "broker.ssl | yes",
        "broker.ssl | on",
        "broker.ssl | 1",
        "broker.ssl | Off",
        // Blanks at the ends, where they do no harm.
        "broker.ssl | ' true '",
        "groups.size | ' 1 '",
        "pruning.every | ' 1s '"
      })
  void what_is_allowed_is_taken_up_to_both_ends_of_a_range(String key, String value) {
    assertDoesNotThrow(() -> read(Map.of("ficus." + key, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "access | closed | must be required or open, but is closed",
        "groups.size | 0 | must be a whole number from 1 to 10000, but is 0",
        "groups.size | -1 | must be a whole number from 1 to 10000, but is -1",
        "groups.size | 10001 | must be a whole number from 1 to 10000, but is 10001",
        "groups.size | many | must be a whole number from 1 to 10000, but is many",
        "groups.size | 2.5 | must be a whole number from 1 to 10000, but is 2.5",
        "groups.size | 99999999999 | must be a whole number from 1 to 10000, but is 99999999999",
        "groups.size | '' | must be a whole number from 1 to 10000, but is empty",
        "groups.lanes | 0 | must be a whole number from 1 to 100, but is 0",
        "relay.pause-millis | 1s | must be a whole number from 1 to 600000, but is 1s",
        "broker.port | amqp | must be a whole number from 1 to 65535, but is amqp",
        "broker.port | 65536 | must be a whole number from 1 to 65535, but is 65536",
        "broker.host | '' | must be given, but is empty",
        "broker.password | '' | must be given, but is empty",
        "broker.ssl | maybe | must be true or false, but is maybe",
        "pruning.every | 0s | must be a duration from 1s to 30d, such as 90s, 12h or 30d, but is 0s",
        "pruning.every | off | must be a duration from 1s to 30d, such as 90s, 12h or 30d, but is off",
        "pruning.inbox-age | -1d | must be a duration from 1m to 3650d, such as 90s, 12h or 30d, but is -1d",
        "pruning.inbox-age | 2 weeks | must be a duration from 1m to 3650d, such as 90s, 12h or 30d, but is 2 weeks",
        "calendar.time-zone | Atlantis | must be a time zone such as UTC or Europe/London, but is Atlantis",
        "calendar.time-zone | ' UTC' | must be a time zone such as UTC or Europe/London, but is  UTC",
        "purchasing.mail-to | Ann <> | must be mail addresses separated by commas, or empty, but is Ann <>",
        "purchasing.mail-to | ann | must be mail addresses separated by commas, or empty, but is ann",
        "purchasing.mail-to | a@b c@d | must be mail addresses separated by commas, or empty, but is a@b c@d"
      })
  void a_wrong_setting_is_refused_with_its_key_and_what_would_be_right(
      String key, String value, String words) {
    assertEquals(List.of("ficus." + key + " " + words), refusals(Map.of("ficus." + key, value)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void each_setting_is_checked(String key) {
    SettingRule rule = SettingRule.BY_KEY.get(key);
    if (rule.mayBeEmpty()) {
      assertEquals(
          List.of(key + " must be " + rule.must() + ", but is ?"), refusals(Map.of(key, "?")));
    } else {
      assertEquals(
          List.of(key + " must be " + rule.must() + ", but is empty"), refusals(Map.of(key, " ")));
    }
  }

  static Stream<String> keys() {
    return mapped().keySet().stream();
  }

  @Test
  void all_that_are_wrong_are_named_at_once() {
    assertEquals(2, refusals(Map.of("ficus.groups.size", "0", "ficus.broker.port", "none")).size());
  }

  @Test
  void a_value_is_checked_as_it_is_when_its_expression_is_resolved() {
    assertEquals(
        List.of("ficus.broker.port must be a whole number from 1 to 65535, but is none"),
        refusals(Map.of("ficus.broker.port", "${rabbitmq-port:5672}", "rabbitmq-port", "none")));
  }

  private static List<String> refusals(Map<String, String> values) {
    ConfigValidationException refused =
        assertThrows(ConfigValidationException.class, () -> read(values));
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < refused.getProblemCount(); i++) {
      messages.add(
          refused.getProblem(i).getMessage().replace("java.lang.IllegalArgumentException: ", ""));
    }
    return messages;
  }

  /** As the service reads them at start. */
  private static void read(Map<String, String> values) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredInterceptors()
            .addDiscoveredConverters()
            .withSources(
                new PropertiesConfigSource(values, "test", 200),
                new PropertiesConfigSource(given(), "application.properties", 100));
    MAPPINGS.forEach(builder::withMapping);
    builder.build();
  }

  /** What application.properties gives the settings that have no default of their own. */
  private static Map<String, String> given() {
    Properties file = new Properties();
    try (InputStream in =
        SettingsTest.class.getClassLoader().getResourceAsStream("application.properties")) {
      file.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> given = new TreeMap<>();
    file.stringPropertyNames().stream()
        .filter(key -> key.startsWith("ficus."))
        .forEach(key -> given.put(key, file.getProperty(key)));
    return given;
  }

  private static List<SettingRow> rows() throws IOException {
    return Files.readAllLines(Path.of("SETTINGS.md")).stream()
        .filter(line -> line.startsWith("| `ficus."))
        .map(line -> line.split("\\s*\\|\\s*"))
        .map(cell -> new SettingRow(bare(cell[1]), bare(cell[2]), cell[3], cell[4], cell[5]))
        .toList();
  }

  private static String bare(String quoted) {
    return quoted.replace("`", "");
  }

  /** The methods of all mappings, by their keys. */
  private static Map<String, Method> mapped() {
    Map<String, Method> methods = new TreeMap<>();
    for (Class<?> mapping : MAPPINGS) {
      String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
      for (Method method : mapping.getDeclaredMethods()) {
        String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        boolean isWhole = method.isAnnotationPresent(WithParentName.class);
        methods.put(isWhole ? prefix : prefix + "." + name, method);
      }
    }
    return methods;
  }

  private static String initial(String key, Method method, Map<String, String> given) {
    WithDefault initial = method.getAnnotation(WithDefault.class);
    return initial != null
        ? initial.value()
        : EXPRESSION.matcher(given.getOrDefault(key, "")).replaceFirst("$1");
  }
}
