package dev.ficus.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private static final Pattern ROW =
      Pattern.compile("\\| `(ficus\\.availability\\.[a-z.-]+)` \\| `([^`]+)` \\|");

  @Test
  void its_table_of_settings_is_what_the_settings_are() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (String line : readme()) {
      ROW.matcher(line).results().forEach(row -> listed.put(row.group(1), row.group(2)));
    }
    assertEquals(settings("ficus.availability", Settings.class), listed);
  }

  private static List<String> readme() throws IOException {
    return Files.readAllLines(Path.of("README.md"));
  }

  private static Map<String, String> settings(String prefix, Class<?> type) {
    Map<String, String> settings = new TreeMap<>();
    for (Method method : type.getMethods()) {
      String key =
          prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      WithDefault initial = method.getAnnotation(WithDefault.class);
      if (initial == null) {
        settings.putAll(settings(key, method.getReturnType()));
      } else {
        settings.put(key, initial.value());
      }
    }
    return settings;
  }
}
