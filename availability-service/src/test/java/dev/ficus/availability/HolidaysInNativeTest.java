package dev.ficus.availability;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.jackson.JacksonConfigurationService;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What would fail in a native executable alone: the library's names, as the library itself has
 * them.
 */
class HolidaysInNativeTest {

  private static final Set<String> NAMED =
      Set.of(HolidaysInNative.class.getAnnotation(RegisterForReflection.class).classNames());

  @Test
  void every_class_of_the_calendars_xml_is_named() throws Exception {
    File jar =
        new File(
            JacksonConfigurationService.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try (JarFile library = new JarFile(jar)) {
      List<String> mapped =
          library.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.matches(".*/jackson/mapping/.*\\.class"))
              .map(name -> name.replace(".class", "").replace('/', '.'))
              .toList();
      assertFalse(mapped.isEmpty());
      assertEquals(Set.of(), without(mapped));
    }
  }

  @Test
  void every_class_that_the_library_is_configured_with_is_named() throws IOException {
    Properties configuration = new Properties();
    try (InputStream file = HolidayManager.class.getResourceAsStream("/jollyday.properties")) {
      configuration.load(file);
    }
    Set<String> classes =
        configuration.values().stream()
            .map(value -> value.toString().strip())
            .collect(Collectors.toSet());
    configuration.stringPropertyNames().stream()
        .filter(key -> key.startsWith("parser.impl."))
        .forEach(key -> classes.add(key.substring("parser.impl.".length())));
    assertFalse(classes.isEmpty());
    assertEquals(Set.of(), without(classes));
  }

  @Test
  void every_name_is_a_class() {
    NAMED.forEach(name -> assertDoesNotThrow(() -> Class.forName(name)));
  }

  private static Set<String> without(Iterable<String> classes) {
    Set<String> missing = new TreeSet<>();
    classes.forEach(missing::add);
    missing.removeAll(NAMED);
    return missing;
  }
}
