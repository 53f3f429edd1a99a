package dev.ficus.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Pattern ROW = Pattern.compile("\\| `(ficus\\.[a-z.-]+)` \\| `([^`]+)` \\|");

  @Test
  void its_table_of_settings_is_what_the_settings_are() throws IOException {
    Map<String, String> told = new TreeMap<>();
    for (String line : readme()) {
      ROW.matcher(line).results().forEach(row -> told.put(row.group(1), row.group(2)));
    }
    Map<String, String> settings = new TreeMap<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(ReadmeTest.class)
            .stream()
            .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
            .forEach(type -> settings.putAll(settings(type.reflect())));
    assertEquals(settings, told);
  }

  @Test
  void it_is_short() throws IOException {
    assertTrue(readme().size() <= 60);
  }

  private static List<String> readme() throws IOException {
    return Files.readAllLines(Path.of("README.md"));
  }

  /** Settings without a default are filled in by application.properties and not told. */
  private static Map<String, String> settings(Class<?> mapping) {
    String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    Map<String, String> settings = new TreeMap<>();
    for (Method method : mapping.getDeclaredMethods()) {
      WithDefault initial = method.getAnnotation(WithDefault.class);
      if (initial != null) {
        String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        settings.put(prefix + "." + name, initial.value());
      }
    }
    return settings;
  }
}
