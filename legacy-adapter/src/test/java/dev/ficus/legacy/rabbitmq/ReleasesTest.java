package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was released stays as it was, and the present contract says all that it said. It may say
 * more: for those who read an event a new key is one to be ignored, and a tighter rule is kept by
 * what they could read before. The same check as that of availability-service's contract.
 */
class ReleasesTest {

  private static final Path CHECKSUMS = Path.of("src/test/resources/released-contracts.sha256");
  private static final Set<String> FOR_PEOPLE =
      Set.of("title", "description", "summary", "version");
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> releases() throws IOException {
    try (Stream<Path> folders = Files.list(EventContract.HOME.resolve("released"))) {
      return folders.sorted().toList();
    }
  }

  @Test
  void no_released_file_was_changed_added_or_removed() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Path release : releases()) {
      for (String name : files(release)) {
        byte[] sum =
            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(release.resolve(name)));
        found.add(
            HexFormat.of().formatHex(sum)
                + "  "
                + EventContract.HOME
                    .relativize(release.resolve(name))
                    .toString()
                    .replace('\\', '/'));
      }
    }
    assertEquals(new TreeSet<>(Files.readAllLines(CHECKSUMS)), found);
    assertEquals(7, files(releases().get(0)).size());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void who_was_built_on_a_release_can_live_with_the_present(Path release) throws IOException {
    for (String name : files(release)) {
      if (!name.startsWith("examples")) {
        assertEquals(
            List.of(), breaks(EventContract.file(release, name), EventContract.file(name)), name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void the_examples_of_today_fit_the_schemas_of_a_release_and_of_today(Path release)
      throws IOException {
    for (String name :
        List.of("sku_cut_over.v1.json", "sku_rolled_back.v1.json", "sku_settled.v1.json")) {
      JsonNode example = EventContract.file("examples/" + name);
      EventContract.assertFits(EventContract.file(release, "schemas/" + name), example);
      EventContract.assertFits(EventContract.file("schemas/" + name), example);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schemas/sku_cut_over.v1.json | /properties/at           |",
        "schemas/sku_cut_over.v1.json | /properties/at/format    |",
        "schemas/sku_cut_over.v1.json | /properties/epoch/type      | \"number\"",
        "schemas/sku_cut_over.v1.json | /properties/sku/type        | [\"string\", \"null\"]",
        "schemas/sku_cut_over.v1.json | /properties/sku/maxLength   | 256",
        "schemas/sku_cut_over.v1.json | /required                   | [\"sku\", \"epoch\"]",
        "schemas/sku_cut_over.v1.json | /additionalProperties       | false",
        "asyncapi.yaml | /channels/legacy.events/address      | \"events\"",
        "asyncapi.yaml | /channels/legacy.events/messages/sku_settled |",
        "asyncapi.yaml | /components/messages/sku_settled/name     | \"sku_settled\"",
        "asyncapi.yaml | /components/schemas/headers/required       | []",
        "asyncapi.yaml | /components/schemas/headers/properties/cloudEvents_id |",
      })
  void what_breaks_a_reader_is_caught_and_named(String file, String where, String value)
      throws IOException {
    JsonNode released = EventContract.file(releases().get(0), file);
    List<String> breaks = breaks(released, edited(released, where, value));
    assertEquals(
        List.of(where),
        breaks.stream().map(line -> line.substring(0, line.indexOf(':'))).distinct().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schemas/sku_cut_over.v1.json | /description                | \"Sold out.\"",
        "schemas/sku_cut_over.v1.json | /properties/sku/description | \"Its name.\"",
        "schemas/sku_cut_over.v1.json | /properties/reason          | {\"type\": \"string\"}",
        "schemas/sku_cut_over.v1.json | /properties/sku/pattern     | \"^[A-Z]+$\"",
        "schemas/sku_cut_over.v1.json | /required | [\"sku\", \"from\", \"to\", \"epoch\", \"wave\", \"certificate\", \"at\", \"reason\"]",
        "asyncapi.yaml | /info/version                              | \"1.1.0\"",
        "asyncapi.yaml | /components/messages/sku_shadowed          | {\"name\": \"new\"}",
        "asyncapi.yaml | /components/schemas/headers/properties/ficus_replay | {}",
      })
  void what_is_harmless_is_let_through(String file, String where, String value) throws IOException {
    JsonNode released = EventContract.file(releases().get(0), file);
    assertEquals(List.of(), breaks(released, edited(released, where, value)));
  }

  /** Where something that a release says is missing now, or says something else. */
  private static List<String> breaks(JsonNode released, JsonNode present) {
    List<String> breaks = new ArrayList<>();
    compare("", released, present, breaks);
    return breaks;
  }

  private static void compare(
      String where, JsonNode released, JsonNode present, List<String> breaks) {
    if (released.isObject() && present.isObject()) {
      for (Map.Entry<String, JsonNode> said : released.properties()) {
        // A property that is called like this is an object.
        if (!(FOR_PEOPLE.contains(said.getKey()) && said.getValue().isTextual())) {
          compare(
              where + "/" + said.getKey(), said.getValue(), present.path(said.getKey()), breaks);
        }
      }
    } else if (!(where.endsWith("/required") && texts(present).containsAll(texts(released)))
        && !released.equals(present)) {
      breaks.add(where + ": was " + released + " and is " + present);
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  /** A copy with one place set to a value, or without it. */
  private static JsonNode edited(JsonNode document, String where, String value) throws IOException {
    JsonNode copy = document.deepCopy();
    int last = where.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) copy.at(where.substring(0, last));
    String key = where.substring(last + 1);
    if (value == null) {
      parent.remove(key);
    } else {
      parent.set(key, JSON.readTree(value));
    }
    return copy;
  }
}
