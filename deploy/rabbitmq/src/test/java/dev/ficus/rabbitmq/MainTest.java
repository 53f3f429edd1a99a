package dev.ficus.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program makes, from files as people have them. */
class MainTest {
  private static final List<String> NAMES =
      List.of(
          "allocation-service",
          "availability-service",
          "legacy-adapter",
          "monitoring",
          "operator",
          "warehouse",
          "web-shop");

  @TempDir Path folder;
  private Path passwords;
  private Path definitions;
  private Path grants;

  @BeforeEach
  void give_passwords() throws IOException {
    passwords = Files.createDirectory(folder.resolve("passwords"));
    definitions = folder.resolve("rabbitmq-definitions.json");
    grants = folder.resolve("grants.properties");
    for (String name : NAMES) {
      Files.writeString(passwords.resolve("rabbitmq-" + name), password(name) + "\n");
    }
    // Of others, in the same folder.
    Files.writeString(passwords.resolve("postgres-allocation"), "short");
    Files.writeString(passwords.resolve("rabbitmq-server.pem"), "a certificate");
  }

  private static String password(String name) {
    return "the password of " + name;
  }

  @Test
  void users_have_hashes_that_rabbitmq_takes_and_no_password_is_in_what_is_made() throws Exception {
    JsonNode made = make();
    Map<String, String> hashes = new TreeMap<>();
    made.path("users")
        .forEach(
            user -> {
              hashes.put(user.path("name").asText(), user.path("password_hash").asText());
              assertEquals(
                  "rabbit_password_hashing_sha256", user.path("hashing_algorithm").asText());
            });
    assertEquals(NAMES, List.copyOf(hashes.keySet()));
    for (Map.Entry<String, String> each : hashes.entrySet()) {
      byte[] hash = Base64.getDecoder().decode(each.getValue());
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(hash, 0, 4);
      assertEquals(
          Base64.getEncoder()
              .encodeToString(
                  digest.digest(password(each.getKey()).getBytes(StandardCharsets.UTF_8))),
          Base64.getEncoder().encodeToString(Arrays.copyOfRange(hash, 4, hash.length)));
    }
    String all = Files.readString(definitions) + Files.readString(grants);
    assertFalse(all.contains("the password of"), all);
  }

  @Test
  void a_team_may_send_its_commands_and_read_its_queues_and_nothing_else() throws Exception {
    JsonNode made = make();
    assertEquals(
        Map.of(
            "user", "web-shop",
            "vhost", "ficus",
            "configure", "^$",
            "write", "^(allocation\\.commands)$",
            "read", "^web-shop\\..*$"),
        only(made.path("permissions"), "user", "web-shop"));
    assertEquals(
        "^(allocate|deallocate)$",
        made.path("topic_permissions").findParents("user").stream()
            .filter(row -> row.path("user").asText().equals("web-shop"))
            .filter(row -> row.path("exchange").asText().equals("allocation.commands"))
            .findFirst()
            .orElseThrow()
            .path("write")
            .asText());
    List<String> bound = new ArrayList<>();
    made.path("bindings")
        .forEach(
            row -> {
              if (row.path("destination").asText().startsWith("web-shop.")) {
                bound.add(row.path("source").asText() + " " + row.path("routing_key").asText());
              }
            });
    assertTrue(bound.contains("allocation.events line_allocated"), bound::toString);
    assertTrue(bound.contains("availability.events *"), bound::toString);
    assertFalse(bound.contains("allocation.events batch_created"), bound::toString);
  }

  @Test
  void a_name_is_matched_as_a_whole() throws Exception {
    for (JsonNode row : make().path("permissions")) {
      for (String right : List.of("configure", "write", "read")) {
        String pattern = row.path(right).asText();
        if (!pattern.equals(".*")) {
          assertTrue(pattern.startsWith("^") && pattern.endsWith("$"), pattern);
        }
        assertFalse(
            Pattern.compile(pattern).matcher("web-shop2.queue").find() && !pattern.equals(".*"),
            pattern);
      }
    }
  }

  @Test
  void grants_name_the_commands_of_each_that_may_send_any() throws Exception {
    make();
    Properties lines = new Properties();
    lines.load(Files.newBufferedReader(grants));
    assertEquals("allocate, deallocate", lines.getProperty("web-shop"));
    assertEquals(
        "change_batch_eta, change_batch_quantity, create_batch, despatch",
        lines.getProperty("warehouse"));
    assertTrue(lines.getProperty("legacy-adapter").contains("open_product"));
    assertEquals(3, lines.size());
  }

  @Test
  void every_queue_has_a_large_delivery_limit_by_policy_and_no_minus_one() throws Exception {
    JsonNode made = make();
    List<String> queues = new ArrayList<>();
    made.path("queues").forEach(queue -> queues.add(queue.path("name").asText()));
    queues.addAll(
        List.of(
            "allocation.commands",
            "allocation.commands.unrouted",
            "availability.allocation-events",
            "legacy-adapter.placements",
            "legacy-adapter.shadow.placements"));
    for (String queue : queues) {
      List<JsonNode> policies = new ArrayList<>();
      made.path("policies")
          .forEach(
              policy -> {
                if (Pattern.compile(policy.path("pattern").asText()).matcher(queue).find()) {
                  policies.add(policy);
                }
              });
      assertEquals(1, policies.size(), queue + " " + policies);
      assertEquals(1_000_000, policies.get(0).at("/definition/delivery-limit").asInt(), queue);
    }
  }

  @Test
  void a_second_password_makes_a_second_user_with_the_same_rights() throws Exception {
    Files.writeString(passwords.resolve("rabbitmq-web-shop.2"), password("web-shop.2"));
    JsonNode made = make();
    Map<String, String> first = only(made.path("permissions"), "user", "web-shop");
    Map<String, String> second = only(made.path("permissions"), "user", "web-shop.2");
    first.remove("user");
    second.remove("user");
    assertEquals(first, second);
    Files.delete(passwords.resolve("rabbitmq-web-shop"));
    assertTrue(only(make().path("permissions"), "user", "web-shop").isEmpty());
  }

  @Test
  void another_virtual_host_has_users_of_its_own() throws Exception {
    JsonNode made = make("--virtual-host", "shadow");
    assertEquals("shadow", made.at("/vhosts/0/name").asText());
    made.path("users").forEach(user -> assertTrue(user.path("name").asText().endsWith("@shadow")));
    for (String rows : List.of("permissions", "topic_permissions", "policies", "queues")) {
      made.path(rows).forEach(row -> assertEquals("shadow", row.path("vhost").asText(), rows));
    }
  }

  @Test
  void passwords_that_are_missing_too_short_or_nobodys_are_refused() throws Exception {
    Files.delete(passwords.resolve("rabbitmq-warehouse"));
    Files.writeString(passwords.resolve("rabbitmq-web-shop"), "guest\n");
    Files.writeString(passwords.resolve("rabbitmq-webshop"), password("webshop"));
    String said = fails(1, "--passwords", passwords.toString(), "--output", definitions.toString());
    assertEquals(
        """
        definitions: rabbitmq-web-shop: has to be a password of at least 16 characters, without blanks around it
        definitions: rabbitmq-webshop: is the password of nobody; after rabbitmq- there has to be the name of a team or service, perhaps with a dot and a number
        definitions: rabbitmq-warehouse: is missing: it has to have the password of warehouse
        """,
        said);
    assertFalse(Files.exists(definitions));
  }

  @Test
  void a_wrong_team_leaves_what_was_made_before_as_it_was() throws Exception {
    make();
    String before = Files.readString(grants);
    Path teams = Files.createDirectory(folder.resolve("teams"));
    Files.writeString(teams.resolve("x.yaml"), "team: x-team\nsends: [burn]\n");
    String said = fails(1, "--teams", teams.toString(), "--grants", grants.toString());
    assertTrue(said.startsWith("definitions: x.yaml: sends: burn is no command"), said);
    assertEquals(before, Files.readString(grants));
  }

  @Test
  void it_says_what_it_needs() {
    assertTrue(fails(2).contains("--passwords"));
    assertTrue(fails(2, "--output", definitions.toString()).contains("--passwords"));
    assertTrue(
        fails(2, "--grants", grants.toString(), "--virtual-host", "a b")
            .contains("--virtual-host"));
    assertTrue(
        fails(1, "--grants", grants.toString(), "--teams", folder.resolve("none").toString())
            .contains("there is no"));
  }

  private JsonNode make(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--project",
                TeamFilesTest.PROJECT.toString(),
                "--passwords",
                passwords.toString(),
                "--output",
                definitions.toString(),
                "--grants",
                grants.toString()));
    arguments.addAll(List.of(more));
    assertEquals(0, Main.run(arguments.toArray(String[]::new)));
    return new ObjectMapper().readTree(definitions.toFile());
  }

  /** What it says when it ends with this status. */
  private static String fails(int status, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--project", TeamFilesTest.PROJECT.toString()));
    all.addAll(List.of(arguments));
    PrintStream usual = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertEquals(status, Main.run(all.toArray(String[]::new)));
    } finally {
      System.setErr(usual);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> only(JsonNode rows, String field, String value) {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode row : rows) {
      if (row.path(field).asText().equals(value)) {
        assertTrue(found.isEmpty(), value + " is there twice");
        row.properties().forEach(each -> found.put(each.getKey(), each.getValue().asText()));
      }
    }
    return found;
  }
}
