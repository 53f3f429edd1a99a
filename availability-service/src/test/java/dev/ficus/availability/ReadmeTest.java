package dev.ficus.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
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

  private static final String HOME = "dev.ficus.availability.";
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");

  @Test
  void its_table_of_packages_is_what_the_packages_are() throws IOException {
    Set<String> packages =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.ficus.availability")
                .stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(HOME))
                .map(name -> name.substring(HOME.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed =
        PACKAGE
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(packages, listed);
  }
}
