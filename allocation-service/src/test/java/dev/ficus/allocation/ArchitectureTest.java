package dev.ficus.allocation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String BASE = "dev.ficus.allocation";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void every_package_of_the_service_was_seen() {
    for (String name :
        List.of(
            "product",
            "message",
            "allocating",
            "storage",
            "inbox",
            "outbox",
            "broker",
            "http",
            "view",
            "wire",
            "purchasing",
            "metrics",
            "health",
            "settings",
            "access",
            "wires")) {
      assertTrue(
          CODE.stream().anyMatch(type -> type.getPackageName().equals(BASE + "." + name)), name);
    }
  }

  @Test
  void messages_know_java_alone() {
    classes()
        .that()
        .resideInAPackage(BASE + ".message")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", BASE + ".message")
        .check(CODE);
  }

  @Test
  void the_product_knows_java_and_messages_alone() {
    classes()
        .that()
        .resideInAPackage(BASE + ".product")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", BASE + ".product", BASE + ".message")
        .check(CODE);
  }

  @Test
  void no_clock_decides_anything_in_the_product() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + ".product", BASE + ".message")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CODE);
  }

  @Test
  void allocating_knows_no_technique_of_the_rim() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".allocating")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            BASE + ".storage",
            BASE + ".inbox",
            BASE + ".outbox",
            BASE + ".broker",
            BASE + ".http",
            BASE + ".view",
            BASE + ".wire",
            BASE + ".purchasing",
            BASE + ".metrics",
            "java.sql..",
            "jakarta.persistence..",
            "jakarta.ws..",
            "com.rabbitmq..")
        .check(CODE);
  }

  @Test
  void rabbitmq_stays_in_broker_and_hibernate_in_inbox() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + ".broker")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.rabbitmq..", "io.smallrye.reactive..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + ".inbox")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.persistence..", "io.quarkus.hibernate..", "org.hibernate..")
        .check(CODE);
  }

  @Test
  void reads_are_apart_from_writes() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".view")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + ".product", BASE + ".storage")
        .check(CODE);
  }

  @Test
  void one_simple_name_means_one_type() {
    Map<String, List<String>> byName =
        CODE.stream()
            .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
            .collect(
                groupingBy(
                    JavaClass::getSimpleName, TreeMap::new, mapping(JavaClass::getName, toList())));
    byName.values().removeIf(types -> types.size() == 1);
    assertEquals(Map.of(), byName);
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CODE);
  }
}
