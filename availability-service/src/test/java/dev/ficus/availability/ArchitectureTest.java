package dev.ficus.availability;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.ficus.availability", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String HOME = "dev.ficus.availability";

  @ArchTest
  static void there_are_classes_in_every_package(JavaClasses classes) {
    for (String name :
        new String[] {
          "stock",
          "delivering",
          "fact",
          "projecting",
          "timetable",
          "storage",
          "broker",
          "http",
          "rebuilding"
        }) {
      assertTrue(
          classes.stream().anyMatch(seen -> seen.getPackageName().equals(HOME + "." + name)),
          "no class was seen in " + name);
    }
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
  static final ArchRule delivering_is_plain_java_the_holidays_and_how_numbers_are_read =
      classes()
          .that()
          .resideInAPackage("..availability.delivering..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "de.focus_shift..", "..availability.delivering..")
                  .or(simpleName("WholeNumber")));

  @ArchTest
  static final ArchRule the_calculation_of_holidays_stays_in_delivering =
      noClasses()
          .that()
          .resideOutsideOfPackage("..availability.delivering..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("de.focus_shift..");

  @ArchTest
  static final ArchRule the_timetable_knows_nothing_of_the_stock =
      noClasses()
          .that()
          .resideInAPackage("..availability.timetable..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..availability.stock..",
              "..availability.fact..",
              "..availability.projecting..",
              "..availability.rebuilding..");

  @ArchTest
  static final ArchRule facts_know_java_json_and_the_stock =
      classes()
          .that()
          .resideInAPackage("..availability.fact..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.fasterxml.jackson..",
              "..availability.fact..",
              "..availability.stock..");

  @ArchTest
  static final ArchRule projecting_is_plain_java =
      classes()
          .that()
          .resideInAPackage("..availability.projecting..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "..availability.fact..",
              "..availability.stock..",
              "..availability.projecting..");

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
