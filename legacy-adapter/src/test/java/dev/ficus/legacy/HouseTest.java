package dev.ficus.legacy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class HouseTest {

  private static final String HERE = "dev.ficus.legacy.";
  private static final List<String> PACKAGES =
      List.of(
          "settings",
          "outgoing",
          "allocation",
          "xmlrpc",
          "order",
          "batch",
          "translating",
          "dialect",
          "forwarding",
          "shop",
          "magento",
          "turns",
          "pulling",
          "stocking",
          "strangling",
          "quarantine",
          "redriving",
          "capturing",
          "replaying",
          "intake",
          "opening",
          "storage",
          "broker",
          "serving");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ficus.legacy");

  @Test
  void every_package_is_there_to_be_checked() {
    for (String name : PACKAGES) {
      assertTrue(CLASSES.containPackage(HERE + name), name);
    }
  }

  @Test
  void xmlrpc_knows_xml_and_nothing_of_ours() {
    onlyKnows("xmlrpc", "java..", "javax.xml.stream..", "com.ctc.wstx..", "org.codehaus.stax2..");
  }

  @Test
  void order_is_plain_java() {
    onlyKnows("order", "java..");
  }

  @Test
  void batch_is_plain_java() {
    onlyKnows("batch", "java..", HERE + "order");
  }

  @Test
  void translating_is_plain_java_about_orders_and_batches() {
    onlyKnows("translating", "java..", HERE + "order", HERE + "batch");
  }

  @Test
  void dialect_is_plain_java_about_values_orders_and_batches() {
    onlyKnows("dialect", "java..", HERE + "xmlrpc", HERE + "order", HERE + "batch");
  }

  @Test
  void forwarding_is_plain_java_about_calls() {
    onlyKnows("forwarding", "java..", HERE + "xmlrpc", HERE + "outgoing");
  }

  @Test
  void outgoing_is_plain_java_about_calls() {
    onlyKnows("outgoing", "java..", HERE + "xmlrpc");
  }

  @Test
  void there_is_one_http_client() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HERE + "outgoing")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.net.http.HttpClient.class)
        .check(CLASSES);
  }

  @Test
  void quarantine_is_plain_java_about_orders_and_batches() {
    onlyKnows("quarantine", "java..", HERE + "order", HERE + "batch");
  }

  @Test
  void strangling_knows_orders_only() {
    onlyKnows("strangling", "java..", "jakarta.enterprise.context..", HERE + "order");
  }

  @Test
  void nobody_knows_the_rim() {
    for (String rim : List.of("storage", "broker", "serving")) {
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + rim)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + rim)
          .check(CLASSES);
    }
  }

  @Test
  void what_storage_and_broker_are_made_of_stays_there() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HERE + "storage")
        .should()
        .dependOnClassesThat(resideInAPackage("javax.sql.."))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(HERE + "broker")
        .should()
        .dependOnClassesThat(resideInAPackage("com.rabbitmq.."))
        .check(CLASSES);
  }

  @Test
  void no_two_packages_know_each_other() {
    slices().matching(HERE + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static void onlyKnows(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = HERE + name;
    System.arraycopy(others, 0, allowed, 1, others.length);
    classes()
        .that()
        .resideInAPackage(HERE + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(CLASSES);
  }
}
