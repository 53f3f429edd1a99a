package dev.ficus.legacy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/**
 * The layers of the adapter, from the inside out, and which package may know which.
 *
 * <ol>
 *   <li>The domain: what orders and stock reports mean. Plain Java.
 *   <li>Intake: what comes in is written down and sent, and what follows is noted.
 *   <li>Ways in (feeds) and ways out (to shops); opening stock uses both.
 *   <li>Quarantine, which reads again what came in by any way; and switching, which changes the
 *       routes of waves.
 *   <li>The rim: operators, PostgreSQL, RabbitMQ. Nobody knows it; it implements ports.
 * </ol>
 *
 * <p>Technique (XML-RPC, HTTP, schedules) knows nothing of all that.
 */
@Execution(CONCURRENT)
class HouseTest {

  private static final String HERE = "dev.ficus.legacy.";
  private static final List<String> DOMAIN = List.of("order", "stock", "routing", "parity");
  private static final List<String> INTAKE = List.of("intake", "placement", "shadow");
  private static final List<String> WAYS_IN =
      List.of(
          "feed",
          "feed.dialect",
          "feed.methods",
          "feed.served",
          "feed.pulled",
          "feed.captured",
          "feed.replayed");
  private static final List<String> WAYS_OUT = List.of("magento", "push", "opening");
  private static final List<String> QUARANTINE = List.of("quarantine");
  private static final List<String> SWITCHING = List.of("switching", "judging", "leaks");
  private static final List<String> RIM = List.of("operators", "postgres", "rabbitmq");
  private static final List<String> TECHNIQUE =
      List.of("xmlrpc", "outgoing", "http", "schedule", "settings", "access", "senders", "wires");
  private static final List<String> COMMANDS =
      List.of("intake.Command", "intake.NameUuid", "intake.Openness");
  private static final List<String> ENTRIES =
      List.of(
          "quarantine.Quarantine",
          "quarantine.Entry",
          "quarantine.EntryState",
          "quarantine.EntryDecision",
          "quarantine.Action",
          "quarantine.NewEntry",
          "quarantine.IdentifiedEntry");
  private static final List<String> PROOF =
      List.of(
          "switching.Certificate",
          "switching.CertificateChain",
          "switching.CertificateContent",
          "switching.CertificateText",
          "switching.CertifiedBatch",
          "switching.CertifiedList",
          "switching.Certificates",
          "switching.Direction",
          "switching.Sha256",
          "switching.SwitchedSku");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ficus.legacy");

  @Test
  void every_package_is_in_a_layer() {
    Set<String> known = new TreeSet<>();
    Stream.of(DOMAIN, INTAKE, WAYS_IN, WAYS_OUT, QUARANTINE, SWITCHING, RIM, TECHNIQUE)
        .forEach(known::addAll);
    Set<String> there = new TreeSet<>();
    CLASSES.forEach(each -> there.add(each.getPackageName().substring(HERE.length())));
    assertEquals(known, there);
  }

  @Test
  void layers_know_only_what_is_further_in() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("domain")
        .definedBy(in(DOMAIN))
        .layer("intake")
        .definedBy(in(INTAKE))
        .layer("ways in")
        .definedBy(in(WAYS_IN))
        .layer("ways out")
        .definedBy(in(WAYS_OUT))
        .layer("quarantine")
        .definedBy(in(QUARANTINE))
        .layer("switching")
        .definedBy(in(SWITCHING))
        .layer("rim")
        .definedBy(in(RIM))
        .layer("technique")
        .definedBy(in(TECHNIQUE))
        .whereLayer("rim")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("quarantine")
        .mayOnlyBeAccessedByLayers("rim")
        .whereLayer("switching")
        .mayOnlyBeAccessedByLayers("rim")
        .whereLayer("ways in")
        .mayOnlyBeAccessedByLayers("ways out", "quarantine", "switching", "rim")
        .whereLayer("ways out")
        .mayOnlyBeAccessedByLayers("ways in", "switching", "rim")
        .whereLayer("intake")
        .mayOnlyBeAccessedByLayers("ways in", "ways out", "quarantine", "switching", "rim")
        .whereLayer("technique")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void no_two_packages_know_each_other() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void the_rim_is_three_sides_that_do_not_know_each_other() {
    for (String side : RIM) {
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + side)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + side)
          .check(CLASSES);
    }
  }

  @Test
  void order_is_plain_java() {
    onlyKnows("order", "java..");
  }

  @Test
  void stock_is_plain_java() {
    onlyKnows("stock", "java..", HERE + "order");
  }

  @Test
  void routing_knows_orders_only() {
    onlyKnows("routing", "java..", "jakarta.enterprise.context..", HERE + "order");
  }

  @Test
  void parity_is_plain_java_about_orders() {
    onlyKnows("parity", "java..", HERE + "order");
  }

  @Test
  void a_dialect_is_plain_java_about_values_orders_and_stock() {
    onlyKnows("feed.dialect", "java..", HERE + "xmlrpc", HERE + "order", HERE + "stock");
  }

  @Test
  void commands_are_plain_java_about_orders_and_stock() {
    onlyKnow(types(COMMANDS), "order", "stock");
  }

  @Test
  void the_port_and_the_entries_of_the_quarantine_are_plain_java_about_orders_and_stock() {
    onlyKnow(types(ENTRIES), "order", "stock");
  }

  @Test
  void the_decision_about_what_is_redriven_is_plain_java() {
    onlyKnow(
        types(
                List.of(
                    "quarantine.RedriveDecision",
                    "quarantine.Redriven",
                    "quarantine.Rereading$FoundOrders",
                    "quarantine.Rereading$FoundOrder"))
            .or(types(COMMANDS))
            .or(types(ENTRIES)),
        "order",
        "stock",
        "routing");
  }

  /** But for the JSON of certificates, which is read by a library. */
  @Test
  void certificates_are_plain_java_about_routes() {
    DescribedPredicate<JavaClass> json = types(List.of("switching.CanonicalJson"));
    classes()
        .that(types(PROOF))
        .should()
        .onlyDependOnClassesThat(
            types(PROOF)
                .or(json)
                .or(resideInAPackage("java.."))
                .or(resideInAnyPackage(in(List.of("routing")))))
        .check(CLASSES);
  }

  @Test
  void what_is_passed_on_to_an_upstream_is_plain_java_about_calls() {
    onlyKnow(types(List.of("feed.RequestHead", "feed.Upstream")), "outgoing", "xmlrpc");
  }

  @Test
  void ways_out_know_of_feeds_only_which_are_configured_and_how_they_are_written() {
    noClasses()
        .that()
        .resideInAnyPackage(in(WAYS_OUT))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            HERE + "feed.served",
            HERE + "feed.pulled",
            HERE + "feed.captured",
            HERE + "feed.replayed")
        .check(CLASSES);
  }

  @Test
  void xmlrpc_knows_xml_and_nothing_of_ours() {
    onlyKnows("xmlrpc", "java..", "javax.xml.stream..", "com.ctc.wstx..", "org.codehaus.stax2..");
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
  void what_database_and_broker_are_made_of_stays_there() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HERE + "postgres")
        .should()
        .dependOnClassesThat(resideInAPackage("javax.sql.."))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(HERE + "rabbitmq")
        .should()
        .dependOnClassesThat(resideInAPackage("com.rabbitmq.."))
        .check(CLASSES);
  }

  /**
   * Within the service a simple name means one type. The parts of a settings class have the words
   * of their keys, and are always written with it: {@code PushSettings.Shop}.
   */
  @Test
  void a_simple_name_is_one_type() {
    Map<String, List<String>> types =
        CLASSES.stream()
            .filter(type -> !type.getSimpleName().isEmpty() && !isPartOfSettings(type))
            // Maven makes a class of each package's description, where it compiles once more.
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    types.values().removeIf(names -> names.size() == 1);
    assertEquals(Map.of(), types);
  }

  private static boolean isPartOfSettings(JavaClass type) {
    return type.getEnclosingClass()
        .filter(outer -> outer.isAnnotatedWith(ConfigMapping.class) || isPartOfSettings(outer))
        .isPresent();
  }

  private static String[] in(List<String> packages) {
    return packages.stream().map(each -> HERE + each).toArray(String[]::new);
  }

  private static void onlyKnows(String name, String... others) {
    classes()
        .that()
        .resideInAPackage(HERE + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(HERE + name), Stream.of(others)).toArray(String[]::new))
        .check(CLASSES);
  }

  /** These know one another, Java and the packages. */
  private static void onlyKnow(DescribedPredicate<JavaClass> types, String... packages) {
    classes()
        .that(types)
        .should()
        .onlyDependOnClassesThat(
            types.or(resideInAPackage("java..")).or(resideInAnyPackage(in(List.of(packages)))))
        .check(CLASSES);
  }

  /** The types of these names, each with those inside it and arrays of them. */
  private static DescribedPredicate<JavaClass> types(List<String> names) {
    names.forEach(name -> assertTrue(CLASSES.contain(HERE + name), name));
    return DescribedPredicate.describe(
        String.join(", ", names),
        type -> {
          String one = type.getBaseComponentType().getName() + "$";
          return names.stream().anyMatch(name -> one.startsWith(HERE + name + "$"));
        });
  }
}
