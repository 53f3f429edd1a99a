package dev.ficus.availability;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.ficus.availability", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String HOME = "dev.ficus.availability";

  /** The table of contents. Each layer is used by those that follow it, never the reverse. */
  private static final String[] DOMAIN = {"stock", "delivery"};

  private static final String[] VIEWS = {"event", "view"};
  private static final String[] KEPT_RIGHT = {"upkeep", "leadtimes"};
  private static final String[] RIM = {"http", "broker", "storage", "allocation"};
  private static final String[] TECHNIQUE = {"schedule", "access", "wires"};

  @ArchTest
  static void the_packages_are_those_of_the_layers(JavaClasses classes) {
    Set<String> named = new TreeSet<>();
    for (String[] layer : List.of(DOMAIN, VIEWS, KEPT_RIGHT, RIM, TECHNIQUE)) {
      for (String name : layer) {
        named.add(HOME + "." + name);
      }
    }
    named.add(HOME);
    assertEquals(
        named,
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ArchTest
  static final ArchRule layers_are_used_by_those_that_follow =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy(packages(DOMAIN))
          .layer("views")
          .definedBy(packages(VIEWS))
          .layer("what keeps them right")
          .definedBy(packages(KEPT_RIGHT))
          .layer("rim")
          .definedBy(packages(RIM))
          .layer("technique")
          .definedBy(packages(TECHNIQUE))
          .whereLayer("domain")
          .mayNotAccessAnyLayer()
          .whereLayer("views")
          .mayOnlyAccessLayers("domain")
          .whereLayer("what keeps them right")
          .mayOnlyAccessLayers("domain", "views", "technique")
          .whereLayer("rim")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("technique")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule no_part_of_the_rim_knows_another =
      slices().matching(HOME + ".(*)..").that(are(RIM)).should().notDependOnEachOther();

  private static String[] packages(String[] names) {
    return Stream.of(names).map(name -> HOME + "." + name + "..").toArray(String[]::new);
  }

  private static DescribedPredicate<Slice> are(String[] names) {
    return DescribedPredicate.describe(
        "are one of " + List.of(names), slice -> List.of(names).contains(slice.getNamePart(1)));
  }

  /** Tests included, and nested types: whoever reads a name need not ask which of two it is. */
  @Test
  void a_simple_name_means_one_type() throws IOException {
    Map<String, List<Path>> bySimpleName = new TreeMap<>();
    for (String compiled : List.of("target/classes", "target/test-classes")) {
      try (Stream<Path> files = Files.walk(Path.of(compiled, HOME.split("\\.")))) {
        files
            .filter(file -> file.toString().endsWith(".class"))
            .forEach(
                file ->
                    bySimpleName.computeIfAbsent(nameOf(file), n -> new ArrayList<>()).add(file));
      }
    }
    // Anonymous and local types have no name outside of their method.
    bySimpleName.keySet().removeIf(name -> Character.isDigit(name.charAt(0)));
    assertTrue(bySimpleName.size() > 100, "types were seen");
    bySimpleName.values().removeIf(types -> types.size() == 1);
    assertEquals(Map.of(), bySimpleName);
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString().replace(".class", "");
    return name.substring(name.lastIndexOf('$') + 1);
  }

  @ArchTest
  static final ArchRule stock_is_plain_java =
      classes()
          .that()
          .resideInAPackage("..availability.stock..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..availability.stock..");

  @ArchTest
  static final ArchRule delivery_is_plain_java_the_holidays_and_how_numbers_are_read =
      classes()
          .that()
          .resideInAPackage("..availability.delivery..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "de.focus_shift..", "..availability.delivery..")
                  .or(simpleName("WholeNumber")));

  @ArchTest
  static final ArchRule the_calculation_of_holidays_stays_in_delivery =
      noClasses()
          .that()
          .resideOutsideOfPackage("..availability.delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("de.focus_shift..");

  @ArchTest
  static final ArchRule lead_times_know_nothing_of_the_stock =
      noClasses()
          .that()
          .resideInAPackage("..availability.leadtimes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..availability.stock..",
              "..availability.event..",
              "..availability.view..",
              "..availability.upkeep..");

  @ArchTest
  static final ArchRule events_know_java_json_and_the_stock =
      classes()
          .that()
          .resideInAPackage("..availability.event..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.fasterxml.jackson..",
              "..availability.event..",
              "..availability.stock..");

  @ArchTest
  static final ArchRule view_is_plain_java =
      classes()
          .that()
          .resideInAPackage("..availability.view..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "..availability.event..",
              "..availability.stock..",
              "..availability.view..");

  @ArchTest
  static final ArchRule the_connector_stays_in_broker =
      noClasses()
          .that()
          .resideOutsideOfPackage("..availability.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.rabbitmq..",
              "io.smallrye.reactive.messaging..",
              "org.eclipse.microprofile.reactive.messaging..",
              "io.vertx.rabbitmq..");

  @ArchTest
  static final ArchRule vertx_stays_at_the_rim =
      noClasses()
          .that()
          .resideOutsideOfPackages("..availability.broker..", "..availability.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule the_database_stays_in_storage =
      noClasses()
          .that()
          .resideOutsideOfPackage("..availability.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.persistence..",
              "jakarta.transaction..",
              "java.sql..",
              "org.hibernate..",
              "io.quarkus.hibernate..",
              "io.quarkus.narayana..");

  @ArchTest
  static final ArchRule nobody_reaches_into_storage =
      noClasses()
          .that()
          .resideOutsideOfPackage("..availability.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..availability.storage..");

  @ArchTest
  static final ArchRule http_stays_in_http =
      noClasses()
          .that()
          .resideOutsideOfPackage("..availability.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "io.quarkiverse.resteasy..");

  @ArchTest
  static final ArchRule packages_form_no_circle =
      slices().matching("dev.ficus.availability.(*)..").should().beFreeOfCycles();
}
