package dev.ficus.legacy.wires;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireRulesTest {

  private static final String SERVICE = "ficus.legacy.allocation.url";

  private static final Map<String, String> RIGHT =
      Map.of(
          "rabbitmq-host",
          "rabbitmq",
          "rabbitmq-ssl",
          "true",
          "rabbitmq-password",
          "9f2c",
          "quarkus.datasource.jdbc.url",
          "jdbc:postgresql://postgres:5432/legacy?sslmode=verify-full&sslrootcert=/ca.pem",
          "quarkus.datasource.password",
          "77ab",
          SERVICE,
          "https://allocation-service:8443");

  @Test
  void what_is_encrypted_and_has_passwords_of_its_own_is_right() {
    assertEquals(List.of(), wrong(Map.of()));
    assertEquals(List.of(), wrong(Map.of("ficus.access", "required")));
  }

  @Test
  void a_password_that_everybody_knows_is_refused_by_its_key() {
    for (String known : List.of("guest", "ficus", "postgres", " Guest ")) {
      for (String key : List.of("rabbitmq-password", "quarkus.datasource.password")) {
        assertEquals(
            List.of(
                key
                    + " is a password that everybody knows: access is required (ficus.access), so it"
                    + " must be a password of its own"),
            wrong(Map.of(key, known)));
      }
    }
    for (String key : List.of("rabbitmq-password", "quarkus.datasource.password")) {
      assertTrue(wrong(Map.of(key, "")).get(0).startsWith(key + " is not set"));
    }
  }

  @Test
  void a_wire_that_leaves_the_machine_without_tls_is_refused_by_its_key() {
    refused("broker", "rabbitmq-ssl", Map.of("rabbitmq-ssl", "false"));
    refused("services", SERVICE, Map.of(SERVICE, "http://allocation-service:8081"));
    for (String url :
        List.of(
            "jdbc:postgresql://postgres/legacy",
            "jdbc:postgresql://postgres:5432/legacy?sslmode=require",
            "jdbc:postgresql://postgres/legacy?sslmode=verify-fully",
            "jdbc:postgresql://localhost:5432,postgres:5432/legacy")) {
      refused(
          "database", "quarkus.datasource.jdbc.url", Map.of("quarkus.datasource.jdbc.url", url));
    }
  }

  @Test
  void one_that_is_named_may_leave_it_so() {
    Map<String, String> plain =
        Map.of(
            "rabbitmq-ssl",
            "false",
            SERVICE,
            "http://allocation-service:8081",
            "quarkus.datasource.jdbc.url",
            "jdbc:postgresql://postgres/legacy");
    assertEquals(3, wrong(plain).size());
    Map<String, String> named = new HashMap<>(plain);
    named.put("ficus.wires.plain", "broker, services,database");
    assertEquals(List.of(), wrong(named));
  }

  @Test
  void one_that_does_not_leave_it_needs_nothing() {
    for (String here : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertEquals(
          List.of(),
          wrong(
              Map.of(
                  "rabbitmq-host",
                  here,
                  "rabbitmq-ssl",
                  "false",
                  SERVICE,
                  "http://" + here + ":8081",
                  "quarkus.datasource.jdbc.url",
                  "jdbc:postgresql://" + here + ":5432/legacy")));
    }
  }

  @Test
  void where_access_is_open_nothing_is_asked() {
    assertEquals(
        List.of(),
        wrong(
            Map.of(
                "ficus.access", "open",
                "rabbitmq-password", "guest",
                "rabbitmq-ssl", "false",
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://postgres/legacy")));
  }

  private static void refused(String wire, String key, Map<String, String> changed) {
    List<String> wrong = wrong(changed);
    assertEquals(1, wrong.size(), changed::toString);
    assertTrue(wrong.get(0).startsWith(key + " must "), () -> wrong.get(0));
    assertTrue(wrong.get(0).endsWith("ficus.wires.plain=" + wire), () -> wrong.get(0));
    assertFalse(wrong.get(0).contains("9f2c"), () -> wrong.get(0));
  }

  private static List<String> wrong(Map<String, String> changed) {
    Map<String, String> all = new HashMap<>(RIGHT);
    all.putAll(changed);
    return WireRules.of(
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(all, "test", 100))
            .build(),
        "rabbitmq-",
        List.of(SERVICE));
  }
}
