package dev.ficus.legacy.settings;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The interfaces by which the adapter reads its settings. */
final class Mappings {

  private static final List<Class<?>> ALL =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.ficus.legacy")
              .stream()
              .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
              .<Class<?>>map(JavaClass::reflect)
              .toList();

  private Mappings() {}

  static List<Class<?>> all() {
    return ALL;
  }

  /** Their methods by key, with a star for each name of the operator's choice. */
  static Map<String, Method> methods() {
    Map<String, Method> methods = new TreeMap<>();
    ALL.forEach(type -> collect(type.getAnnotation(ConfigMapping.class).prefix(), type, methods));
    return methods;
  }

  private static void collect(String prefix, Class<?> mapping, Map<String, Method> methods) {
    for (Method method : mapping.getDeclaredMethods()) {
      String key =
          method.isAnnotationPresent(WithParentName.class)
              ? prefix
              : prefix
                  + "."
                  + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (method.isDefault()) {
        continue;
      }
      if (method.getReturnType() == Map.class) {
        ParameterizedType map = (ParameterizedType) method.getGenericReturnType();
        Class<?> values = (Class<?>) map.getActualTypeArguments()[1];
        if (values == String.class) {
          methods.put(key + ".*", method);
        } else {
          collect(key + ".*", values, methods);
        }
      } else if (given(method).isInterface() && given(method).getEnclosingClass() != null) {
        collect(key, given(method), methods);
      } else {
        methods.put(key, method);
      }
    }
  }

  /** The type of what a setting gives, be it there or not. */
  private static Class<?> given(Method method) {
    return method.getGenericReturnType() instanceof ParameterizedType optional
            && optional.getRawType() == Optional.class
            && optional.getActualTypeArguments()[0] instanceof Class<?> type
        ? type
        : method.getReturnType();
  }
}
