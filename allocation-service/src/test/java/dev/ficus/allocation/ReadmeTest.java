package dev.ficus.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final String BASE = "dev.ficus.allocation.";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ficus.allocation");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)`");

  @Test
  void its_table_of_packages_is_what_the_packages_are() throws IOException {
    Set<String> packages =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(BASE))
            .map(name -> name.substring(BASE.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(packages, named(PACKAGE));
  }

  @Test
  void the_classes_that_it_names_are_there() throws IOException {
    Set<String> classes = CODE.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
    Set<String> named = named(CLASS);
    assertTrue(named.contains("WarehouseFirst"), named::toString);
    named.removeAll(classes);
    assertEquals(Set.of(), named);
  }

  private static Set<String> named(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
