package dev.ficus.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final Pattern KEY = Pattern.compile("`(ficus\\.legacy\\.[A-Za-z.-]+)`");

  @Test
  void the_page_of_settings_names_every_setting_and_no_other() throws IOException {
    Set<String> read = new TreeSet<>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ficus.legacy")
            .stream()
            .map(JavaClass::reflect)
            .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
            .forEach(type -> collect(type.getAnnotation(ConfigMapping.class).prefix(), type, read));
    Matcher named = KEY.matcher(Files.readString(Path.of("SETTINGS.md")));
    Set<String> written =
        named
            .results()
            .map(result -> result.group(1).replaceAll("\\.[A-Z]\\b", ".*"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(read, written);
  }

  /** The type of what a setting gives, be it there or not. */
  private static Class<?> given(Method method) {
    return method.getGenericReturnType() instanceof ParameterizedType optional
            && optional.getRawType() == Optional.class
            && optional.getActualTypeArguments()[0] instanceof Class<?> type
        ? type
        : method.getReturnType();
  }

  private static void collect(String prefix, Class<?> mapping, Set<String> keys) {
    for (Method method : mapping.getDeclaredMethods()) {
      String key =
          prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (method.isDefault()) {
        continue;
      }
      if (method.getReturnType() == Map.class) {
        ParameterizedType map = (ParameterizedType) method.getGenericReturnType();
        Class<?> values = (Class<?>) map.getActualTypeArguments()[1];
        if (values == String.class) {
          keys.add(key + ".*");
        } else {
          collect(key + ".*", values, keys);
        }
      } else if (given(method).isInterface() && given(method).getEnclosingClass() == mapping) {
        collect(key, given(method), keys);
      } else {
        keys.add(key);
      }
    }
  }
}
