package dev.ficus.legacy.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.settings.Setting.Need;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The settings, the rules for their values, and their page are of one mind. */
class SettingsTest {

  /** A row of the page. */
  private record SettingRow(
      String key, String initial, String unit, String allowed, String meaning) {}

  @Test
  void the_page_has_one_row_for_each_setting_with_its_default() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    Mappings.methods().forEach((key, method) -> settings.put(key, initial(method)));
    Map<String, String> listed = new TreeMap<>();
    for (SettingRow row : rows()) {
      listed.put(starred(row.key()), row.initial());
    }
    assertEquals(settings, listed);
    assertEquals(settings.size(), rows().size(), "one row per key");
  }

  @Test
  void each_duration_and_each_number_has_a_unit_and_each_setting_a_meaning() throws IOException {
    Map<String, Method> mapped = Mappings.methods();
    for (SettingRow row : rows()) {
      Class<?> type = mapped.get(starred(row.key())).getReturnType();
      if (type == Duration.class || row.allowed().startsWith("a duration")) {
        assertEquals("duration", row.unit(), row.key());
      } else if (type == int.class || type == long.class) {
        assertTrue(row.unit().matches("[a-z ]+"), row.key());
      } else {
        assertEquals("", row.unit(), row.key());
      }
      assertFalse(row.meaning().isBlank(), row.key());
    }
  }

  @Test
  void the_page_says_what_is_allowed_as_the_rules_have_it_in_their_order() throws IOException {
    List<String> rules = new ArrayList<>();
    Settings.ALL.forEach(each -> rules.add(each.key() + " must be " + each.rule().must()));
    List<String> listed = new ArrayList<>();
    rows().forEach(row -> listed.add(row.key() + " must be " + row.allowed()));
    assertEquals(String.join("\n", sorted(rules)), String.join("\n", sorted(listed)));
  }

  @Test
  void each_setting_is_required_optional_or_has_a_default_as_its_mapping_has_it() {
    Map<String, Method> mapped = Mappings.methods();
    for (Setting setting : Settings.ALL) {
      Method method = mapped.get(starred(setting.key()));
      Need need =
          method.isAnnotationPresent(WithDefault.class)
              ? Need.DEFAULTED
              : isOptional(method) ? Need.OPTIONAL : Need.REQUIRED;
      assertEquals(need, setting.need(), setting.key());
    }
  }

  @Test
  void each_default_keeps_its_rule() {
    Map<String, Method> mapped = Mappings.methods();
    for (Setting setting : Settings.ALL) {
      WithDefault initial = mapped.get(starred(setting.key())).getAnnotation(WithDefault.class);
      assertTrue(initial == null || setting.rule().accepts(initial.value()), setting.key());
    }
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  private static boolean isOptional(Method method) {
    return method.getReturnType() == Optional.class || method.getReturnType() == Map.class;
  }

  private static String initial(Method method) {
    WithDefault initial = method.getAnnotation(WithDefault.class);
    if (initial == null) {
      return isOptional(method) ? "none" : "required";
    }
    // A table has no room for a bar.
    return initial.value().contains("|") ? "shipped" : initial.value();
  }

  /** The key with a star for each name of the operator's choice. */
  private static String starred(String key) {
    return key.replaceAll("\\.[A-Z]+\\b", ".*");
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
}
