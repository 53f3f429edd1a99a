package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.checks.ServiceSettings;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes the passwords of the compose file. */
class SecretsTest {
  @TempDir Path folder;

  @Test
  void it_makes_all_that_the_compose_file_hands_out() throws Exception {
    Set<String> made = new HashSet<>(MadeSecrets.in(folder).all().keySet());
    // The script where it lies has them made; its copy does not.
    String script = Files.readString(ComposeFile.HOME.resolve("secrets"));
    for (String other : List.of("rabbitmq-definitions.json", "grants.properties")) {
      assertTrue(script.contains(" secret/" + other), other);
      made.add(other);
    }
    for (JsonNode secret : ComposeFile.read().root().path("secrets")) {
      String file = secret.path("file").asText().substring("./secret/".length());
      assertTrue(made.contains(file), file);
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret"))));
    assertTrue(
        Files.readAllLines(ComposeFile.HOME.resolve(".gitignore")).contains("secret/"),
        "git would see them");
  }

  @Test
  void for_a_shadow_it_makes_what_its_file_hands_out_and_says_as_whom_it_logs_in()
      throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder, "--shadow");
    String script = Files.readString(ComposeFile.HOME.resolve("secrets"));
    String definitions = "shadow-rabbitmq-definitions.json";
    assertTrue(script.contains(" secret/" + definitions), definitions);
    for (JsonNode secret : ComposeFile.shadow().root().path("secrets")) {
      String file = secret.path("file").asText().substring("./secret/".length());
      assertTrue(file.equals(definitions) || secrets.all().containsKey(file), file);
    }
    for (String service : List.of("allocation-service", "legacy-adapter")) {
      Properties properties = new Properties();
      properties.load(new StringReader(secrets.of("shadow-" + service + ".properties")));
      assertEquals("350", properties.remove("config_ordinal"), "before the environment");
      assertTrue(properties.containsValue(service + "@shadow"), service);
      assertTrue(properties.containsValue(secrets.of("shadow/rabbitmq-" + service)), service);
      assertNotEquals(
          secrets.of("rabbitmq-" + service), secrets.of("shadow/rabbitmq-" + service), service);
      for (String key : properties.stringPropertyNames()) {
        assertTrue(ServiceSettings.of(service).knowsKey(key), service + ": " + key);
      }
    }
  }

  @Test
  void run_again_it_keeps_what_is_there() throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    var before = secrets.all();
    Files.delete(secrets.file("grafana-admin"));
    var after = MadeSecrets.in(folder).all();
    assertEquals(before.keySet(), after.keySet());
    after.remove("grafana-admin");
    before.remove("grafana-admin");
    assertEquals(before, after);
  }

  @Test
  void no_password_is_used_twice() throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    Set<String> passwords = new HashSet<>();
    for (var secret : secrets.all().entrySet()) {
      if (secret.getKey().indexOf('.') < 0) {
        assertEquals(48, secret.getValue().length(), secret.getKey());
        assertTrue(passwords.add(secret.getValue()), secret.getKey());
      }
    }
    assertEquals(16, passwords.size());
    assertTrue(secrets.all().containsKey("rabbitmq-web-shop"));
  }

  @Test
  void a_services_file_has_settings_that_it_knows() throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    for (String service : ServiceSettings.SERVICES) {
      Properties properties = new Properties();
      properties.load(new StringReader(secrets.of(service + ".properties")));
      assertTrue(properties.containsKey("quarkus.datasource.password"), service);
      assertEquals(
          secrets.of("rabbitmq-" + service), properties.getProperty("rabbitmq-password"), service);
      assertEquals("350", properties.remove("config_ordinal"), "before the environment");
      for (String key : properties.stringPropertyNames()) {
        assertTrue(ServiceSettings.of(service).knowsKey(key), service + ": " + key);
      }
    }
  }

  @Test
  void what_the_simulated_old_world_needs_is_in_no_file_that_other_installations_use()
      throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    assertFalse(secrets.of("legacy-adapter.properties").contains("ficus.legacy."));
    Properties properties = new Properties();
    properties.load(new StringReader(secrets.of("old-world.properties")));
    assertEquals("350", properties.remove("config_ordinal"), "before the environment");
    for (String key : properties.stringPropertyNames()) {
      assertTrue(ServiceSettings.of("legacy-adapter").knowsKey(key), key);
    }
  }

  @Test
  void the_adapter_gets_a_slow_hash_of_the_senders_password() throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    Properties properties = new Properties();
    properties.load(new StringReader(secrets.of("old-world.properties")));
    String[] hash = properties.getProperty("ficus.legacy.feeds.serve.users.shop").split(":");
    byte[] expected = Base64.getDecoder().decode(hash[3]);
    assertEquals("pbkdf2-sha512", hash[0]);
    assertArrayEquals(
        expected,
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
            .generateSecret(
                new PBEKeySpec(
                    secrets.of("sender-shop").toCharArray(),
                    Base64.getDecoder().decode(hash[2]),
                    Integer.parseInt(hash[1]),
                    expected.length * Byte.SIZE))
            .getEncoded());
  }

  @Test
  void servers_get_certificates_of_an_authority_that_is_handed_to_nobody() throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    String authority = secrets.file("authority.pem").toString();
    for (String server : List.of("postgres", "rabbitmq")) {
      secrets.run(
          "openssl",
          "verify",
          "-CAfile",
          authority,
          "-verify_hostname",
          server,
          "-purpose",
          "sslserver",
          secrets.file(server + ".pem").toString());
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(secrets.file("authority.key"))));
    for (JsonNode secret : ComposeFile.read().root().path("secrets")) {
      assertNotEquals("./secret/authority.key", secret.path("file").asText());
    }
  }

  @Test
  void a_certificate_that_is_renewed_is_another_in_the_same_file_of_the_same_authority()
      throws Exception {
    MadeSecrets secrets = MadeSecrets.in(folder);
    var before = secrets.all();
    Object place = Files.getAttribute(secrets.file("postgres.pem"), "unix:ino");
    RenewalPage.run(folder, secrets);
    var after = secrets.all();
    for (String renewed : List.of("postgres.pem", "postgres.key", "rabbitmq.pem", "rabbitmq.key")) {
      assertNotEquals(before.remove(renewed), after.remove(renewed), renewed);
    }
    assertEquals(before, after);
    assertEquals(place, Files.getAttribute(secrets.file("postgres.pem"), "unix:ino"));
  }
}
