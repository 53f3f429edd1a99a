package dev.ficus.allocation.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ficus.allocation.contract.Contract.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was released stays as it was, and the present contract keeps its promises. */
class ReleasesTest {
  private static final Path CONTRACTS = Path.of("src/main/resources/META-INF/resources/contracts");
  private static final Path CHECKSUMS = Path.of("src/test/resources/released-contracts.sha256");

  static List<Path> releases() throws IOException {
    try (Stream<Path> folders = Files.list(CONTRACTS.resolve("released"))) {
      return folders.sorted().toList();
    }
  }

  @Test
  void no_released_file_was_changed_added_or_removed() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(CHECKSUMS)) {
      String[] parts = line.split(" +", 2);
      listed.put(parts[1], parts[0]);
    }
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(CONTRACTS.resolve("released"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String name = CONTRACTS.relativize(file).toString().replace('\\', '/');
        found.put(name, HexFormat.of().formatHex(sum));
      }
    }
    assertEquals(listed, found);
    assertFalse(listed.isEmpty());
  }

  @Test
  void the_first_release_has_six_commands_and_twelve_events() throws IOException {
    List<Message> messages =
        List.copyOf(Contract.in(CONTRACTS.resolve("released/1")).messages().values());
    assertEquals(6, messages.stream().filter(Message::isCommand).count());
    assertEquals(12, messages.stream().filter(message -> !message.isCommand()).count());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void who_was_built_on_a_release_can_live_with_the_present(Path release) throws IOException {
    assertEquals(List.of(), Compatibility.breaks(Contract.in(release), Contract.in(CONTRACTS)));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void examples_of_a_release_and_of_today_fit_each_others_schemas(Path release) throws IOException {
    for (Map.Entry<String, Message> message : Contract.in(release).messages().entrySet()) {
      String example = Message.file("examples", message.getKey());
      String schema = Message.file("schemas", message.getKey());
      if (message.getValue().isCommand()) {
        assertValid(CONTRACTS.resolve(schema), release.resolve(example));
      } else {
        assertValid(release.resolve(schema), CONTRACTS.resolve(example));
      }
    }
  }

  private static void assertValid(Path schema, Path example) throws IOException {
    Schema rules =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(schema), InputFormat.JSON);
    assertEquals(
        List.of(), rules.validate(Files.readString(example), InputFormat.JSON), example.toString());
  }
}
