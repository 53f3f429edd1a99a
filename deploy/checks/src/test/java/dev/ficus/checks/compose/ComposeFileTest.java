package dev.ficus.checks.compose;

import static dev.ficus.checks.compose.ComposeRules.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The compose file keeps every rule, with a shadow and without, and no rule is blind. */
class ComposeFileTest {
  private static final String SERVICE = "allocation-service";

  private static final String SHADOW = "shadow-allocation-service";

  private static ComposeFile file;
  private static ComposeFile withShadow;

  /**
   * What somebody might do.
   *
   * @param rule the one that has to notice
   */
  record Slip(String rule, String what, Consumer<ComposeFile> made) {
    @Override
    public String toString() {
      return what;
    }
  }

  static final List<Slip> SLIPS =
      List.of(
          text(
              "images have a version, unless they are built here",
              "postgres",
              "image",
              "docker.io/library/postgres:latest"),
          text(
              "images have a version, unless they are built here",
              "postgres",
              "image",
              "docker.io/library/postgres"),
          without("processors, memory and processes are limited", "grafana", "pids_limit"),
          without("the root file system is only read", "rabbitmq", "read_only"),
          without("no capabilities, and none to be had", "prometheus", "cap_drop"),
          slip(
              "no capabilities, and none to be had",
              "a capability",
              SERVICE,
              service -> service.putArray("cap_add").add("NET_ADMIN")),
          text("a user that is not root", "grafana", "user", "0:0"),
          without("a user that is not root", "postgres", "user"),
          item("temporary folders are whole", "rabbitmq", "tmpfs", "mode=1777"),
          text("nothing of the host", SERVICE, "network_mode", "host"),
          item("nothing of the host", SERVICE, "volumes", "/var/run/docker.sock:/x:ro"),
          item("what is mounted is there", "rabbitmq", "volumes", "./rabbitmq/other.conf:/x:ro"),
          item("what is mounted is there", "rabbitmq", "volumes", "./rabbitmq/ficus.conf:/x"),
          variable("passwords come from files", SERVICE, "QUARKUS_DATASOURCE_PASSWORD", "hunter2"),
          variable("passwords come from files", "grafana", "GF_SECURITY_ADMIN_PASSWORD", "admin"),
          variable("passwords come from files", SERVICE, "SMALLRYE_CONFIG_LOCATIONS", "/etc/other"),
          variable("every variable of a service is a setting", SERVICE, "FICUS_GROUP_SIZE", "200"),
          without("servers are asked how they are", "postgres", "healthcheck"),
          without("services wait for their servers", "legacy-adapter", "depends_on"),
          item("only the loopback is listened on", "prometheus", "ports", "9090:9090"),
          item("only the loopback is listened on", SERVICE, "ports", "127.0.0.1:9081:9081"),
          without("only the loopback is listened on", SERVICE, "ports"),
          item("networks separate", "old-shop", "networks", "databases"),
          item("networks separate", "grafana", "networks", "databases"),
          text("what ends may end by itself", SERVICE, "stop_grace_period", "5s"),
          without("what has ended is started again", SERVICE, "restart"),
          without("logs do not fill the disk", SERVICE, "logging"),
          without("all that is declared is used", "grafana", "secrets"),
          variable(
              "a shadow has its own database and virtual host",
              SHADOW,
              "RABBITMQ_VIRTUAL_HOST",
              "ficus"),
          variable(
              "a shadow has its own database and virtual host",
              SHADOW,
              "QUARKUS_DATASOURCE_USERNAME",
              "allocation"),
          variable(
              "a shadow has its own database and virtual host",
              "legacy-adapter",
              "FICUS_LEGACY_SHADOW_VIRTUAL_HOST",
              "another"),
          variable("every variable of a service is a setting", SHADOW, "FICUS_GROUP_SIZE", "200"),
          variable("passwords come from files", SHADOW, "SMALLRYE_CONFIG_LOCATIONS", "/etc/other"),
          variable(
              "passwords come from files",
              "legacy-adapter",
              "SMALLRYE_CONFIG_LOCATIONS",
              "/etc/ficus/secrets/secrets.properties,/etc/other"),
          without("services wait for their servers", SHADOW, "depends_on"),
          text("what ends may end by itself", SHADOW, "stop_grace_period", "5s"),
          item("networks separate", SHADOW, "networks", "old-world"),
          without("all that is declared is used", "postgres", "secrets"));

  @BeforeAll
  static void read() throws IOException {
    file = ComposeFile.read();
    withShadow = ComposeFile.withShadow();
  }

  static Stream<String> rules() {
    return ALL.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_file_keeps(String rule) {
    assertEquals(List.of(), ALL.get(rule).broken(file));
    assertEquals(List.of(), ALL.get(rule).broken(withShadow), "with a shadow");
  }

  @ParameterizedTest
  @FieldSource("SLIPS")
  void a_rule_notices(Slip slip) {
    ComposeFile changed = withShadow.copy();
    slip.made().accept(changed);
    assertFalse(ALL.get(slip.rule()).broken(changed).isEmpty(), slip.rule());
  }

  @Test
  void each_rule_has_a_slip_that_it_notices() {
    TreeSet<String> blind = new TreeSet<>(ALL.keySet());
    SLIPS.forEach(slip -> blind.remove(slip.rule()));
    assertEquals(new TreeSet<>(), blind);
  }

  private static Slip slip(String rule, String what, String service, Consumer<ObjectNode> change) {
    return new Slip(rule, what, compose -> change.accept(compose.service(service)));
  }

  private static Slip text(String rule, String service, String field, String value) {
    return slip(rule, field + ": " + value, service, each -> each.put(field, value));
  }

  private static Slip without(String rule, String service, String field) {
    return slip(rule, service + " without " + field, service, each -> each.remove(field));
  }

  private static Slip item(String rule, String service, String field, String value) {
    return slip(rule, field + ": " + value, service, each -> each.withArray(field).add(value));
  }

  private static Slip variable(String rule, String service, String name, String value) {
    return slip(
        rule,
        name + "=" + value,
        service,
        each -> ((ObjectNode) each.path("environment")).put(name, value));
  }
}
