package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.checks.ServiceSettings;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
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
    assertEquals(12, passwords.size());
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
      for (String key : properties.stringPropertyNames()) {
        assertTrue(ServiceSettings.of(service).knowsKey(key), service + ": " + key);
      }
    }
  }
}
