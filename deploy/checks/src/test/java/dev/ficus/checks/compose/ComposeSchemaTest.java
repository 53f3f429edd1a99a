package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The compose file against the schema of the Compose specification, as npm's dclint brings it. */
class ComposeSchemaTest {
  private static final String PACKAGE = "dclint@3.1.0";
  private static final Path HOME = Path.of("target/dclint");

  private static Schema schema;
  private static ComposeFile file;

  @BeforeAll
  static void read() throws IOException, InterruptedException {
    if (find().isEmpty()) {
      install();
    }
    ObjectNode found = (ObjectNode) new ObjectMapper().readTree(find().get(0).toFile());
    // It is a name of its own making, which the validator takes for an address.
    found.remove("$id");
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(found.toString(), InputFormat.JSON);
    file = ComposeFile.read();
  }

  @Test
  void the_file_keeps_the_schema() {
    assertEquals(List.of(), broken(file));
  }

  @Test
  void the_file_of_a_shadow_keeps_it_alone_and_put_upon_the_other() throws IOException {
    assertEquals(List.of(), broken(ComposeFile.shadow()));
    assertEquals(List.of(), broken(ComposeFile.withShadow()));
  }

  @Test
  void a_slip_of_the_pen_is_noticed() {
    ComposeFile changed = file.copy();
    changed.service("postgres").put("mem_limits", "1g");
    assertFalse(broken(changed).isEmpty());
  }

  @Test
  void a_wrong_type_is_noticed() {
    ComposeFile changed = file.copy();
    ((ObjectNode) changed.service("postgres").path("healthcheck")).put("retries", "often");
    changed.service("postgres").put("read_only", 7);
    assertFalse(broken(changed).isEmpty());
  }

  private static List<String> broken(ComposeFile compose) {
    return schema.validate(compose.root().toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static void install() throws IOException, InterruptedException {
    boolean here =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
    assumeTrue(
        here || "true".equals(System.getenv("CI")),
        "npm is not here: the compose file is not checked by its schema");
    Files.createDirectories(HOME);
    Process process =
        new ProcessBuilder(
                "npm",
                "install",
                "--prefix",
                HOME.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                PACKAGE)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private static List<Path> find() throws IOException {
    if (!Files.isDirectory(HOME)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(HOME)) {
      return files
          .filter(each -> each.getFileName().toString().matches("compose.*schema.*\\.json"))
          .sorted()
          .toList();
    }
  }
}
