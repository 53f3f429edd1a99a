package dev.ficus.availability;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ficus.availability.access.AccessSettings;
import dev.ficus.availability.access.ClientSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings, their page, and what is refused. */
class SettingsTest {

  private static final String PREFIX = "ficus.availability.";

  /** The methods of all mappings, by their keys. */
  private static final Map<String, Method> MAPPED = mapped();

  /** A row of the page. */
  private record SettingRow(
      String key, String initial, String unit, String allowed, String meaning) {}

  @Test
  void the_page_has_one_row_for_each_setting_with_its_default() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    MAPPED.forEach((key, method) -> settings.put(key, initial(method)));
    List<SettingRow> rows = rows();
    Map<String, String> listed = new TreeMap<>();
    rows.forEach(row -> listed.put(row.key(), row.initial()));
    assertEquals(settings, listed);
    assertEquals(settings.size(), rows.size(), "one row per key");
  }

  @Test
  void each_number_and_each_duration_has_a_unit_and_each_setting_a_meaning() throws IOException {
    for (SettingRow row : rows()) {
      Class<?> type = MAPPED.get(row.key()).getReturnType();
      if (type == Duration.class) {
        assertEquals("duration", row.unit(), row.key());
      } else if (type.isPrimitive()) {
        assertTrue(row.unit().matches("[a-z ]+"), row.key());
      }
      assertFalse(row.meaning().isBlank(), row.key());
    }
  }

  @Test
  void the_page_says_what_is_allowed_as_the_check_has_it() throws IOException {
    Map<String, String> rules = new TreeMap<>();
    SettingRule.BY_KEY.forEach(
        (key, rule) -> rules.put(key, rule.must().replace(", such as 10s or 500ms", "")));
    Map<String, String> listed = new TreeMap<>();
    rows().forEach(row -> listed.put(row.key(), row.allowed()));
    assertEquals(rules, listed);
  }

  @Test
  void the_defaults_are_right() {
    assertEquals(500, read(Map.of()).applying().groupSize());
  }

  @Test
  void both_ends_of_a_range_are_right() {
    assertDoesNotThrow(() -> read(Map.of(PREFIX + "rebuilding.page-size", "1")));
    assertDoesNotThrow(() -> read(Map.of(PREFIX + "rebuilding.page-size", "10000")));
    assertDoesNotThrow(() -> read(Map.of(PREFIX + "cache-for", "0s")));
    assertDoesNotThrow(() -> read(Map.of(PREFIX + "cache-for", "24h")));
    assertDoesNotThrow(() -> read(Map.of(PREFIX + "applying.longest-pause", "PT0.02S")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "applying.group-size | ' 1 '",
        "cache-for | ' 1s '",
        "allocation-url | ' http://localhost:8081 '",
        "lead-times.file | ' /etc/ficus/lead times.csv'"
      })
  void blanks_at_the_ends_are_right_where_they_do_no_harm(String key, String value) {
    assertDoesNotThrow(() -> read(Map.of(PREFIX + key, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "applying.group-size | 0 | must be a whole number from 1 to 10000, but is 0",
        "applying.group-size | 10001 | must be a whole number from 1 to 10000, but is 10001",
        "applying.group-size | many | must be a whole number from 1 to 10000, but is many",
        "applying.group-size | 2.5 | must be a whole number from 1 to 10000, but is 2.5",
        "applying.group-size | 99999999999 | must be a whole number from 1 to 10000, but is 99999999999",
        "applying.group-size | '' | must be a whole number from 1 to 10000, but is empty",
        "stale-after | -1s | must be a duration from 0s to 24h, such as 10s or 500ms, but is -1s",
        "stale-after | 25h | must be a duration from 0s to 24h, such as 10s or 500ms, but is 25h",
        "stale-after | soon | must be a duration from 0s to 24h, such as 10s or 500ms, but is soon",
        "stale-after | 10 secs | must be a duration from 0s to 24h, such as 10s or 500ms, but is 10 secs",
        "zone | Atlantis | must be a time zone such as Europe/London, but is Atlantis",
        "zone | ' UTC' | must be a time zone such as Europe/London, but is  UTC",
        "zone | London, UK | must be a time zone such as Europe/London, but is London, UK",
        "allocation-url | localhost:8081 | must be an address such as http://localhost:8081, but is localhost:8081",
        "allocation-url | ftp://stock | must be an address such as http://localhost:8081, but is ftp://stock",
        "allocation-url | http://a b | must be an address such as http://localhost:8081, but is http://a b",
        "allocation-url | http://a/?b | must be an address such as http://localhost:8081, but is http://a/?b",
        "lead-times.file | '' | must be shipped, or the path of a file, but is empty",
      })
  void a_wrong_setting_is_refused_with_its_key_and_what_would_be_right(
      String key, String value, String words) {
    assertEquals(List.of(PREFIX + key + " " + words), refusals(Map.of(PREFIX + key, value)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void each_setting_is_checked(String key) {
    SettingRule rule = SettingRule.BY_KEY.get(key);
    assertEquals(
        List.of(key + " must be " + rule.must() + ", but is empty"), refusals(Map.of(key, " ")));
  }

  static Stream<String> keys() {
    return MAPPED.keySet().stream();
  }

  @Test
  void all_that_are_wrong_are_named_at_once() {
    assertEquals(
        2,
        refusals(Map.of(PREFIX + "zone", "Atlantis", PREFIX + "applying.group-size", "0")).size());
  }

  @Test
  void a_value_is_checked_as_it_is_when_its_expression_is_resolved() {
    assertEquals(
        List.of(PREFIX + "zone must be a time zone such as Europe/London, but is Atlantis"),
        refusals(Map.of(PREFIX + "zone", "${place}", "place", "Atlantis")));
    assertDoesNotThrow(() -> read(Map.of(PREFIX + "zone", "${place}", "place", "Europe/Paris")));
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
  private static Settings read(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredInterceptors()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(values, "test", 200))
        .withMappingIgnore("place")
        .withMapping(Settings.class)
        .withMapping(AccessSettings.class)
        .withMapping(ClientSettings.class)
        .build()
        .getConfigMapping(Settings.class);
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

  private static Map<String, Method> mapped() {
    Map<String, Method> methods = new TreeMap<>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ficus.availability")
            .stream()
            .map(JavaClass::reflect)
            .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
            .forEach(
                type -> collect(type.getAnnotation(ConfigMapping.class).prefix(), type, methods));
    return methods;
  }

  private static void collect(String prefix, Class<?> type, Map<String, Method> methods) {
    for (Method method : type.getMethods()) {
      String key =
          method.isAnnotationPresent(WithParentName.class)
              ? prefix
              : prefix
                  + "."
                  + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (method.getReturnType().getEnclosingClass() == Settings.class) {
        collect(key, method.getReturnType(), methods);
      } else {
        methods.put(key, method);
      }
    }
  }

  private static String initial(Method method) {
    WithDefault initial = method.getAnnotation(WithDefault.class);
    return initial == null ? "" : initial.value();
  }
}
