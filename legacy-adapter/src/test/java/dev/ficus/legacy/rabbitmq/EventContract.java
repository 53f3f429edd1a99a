package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The contract of what we publish, as its readers find it. */
final class EventContract {

  static final Path HOME = Path.of("src/main/resources/META-INF/resources/contracts");

  // JSON is YAML.
  private static final YAMLMapper YAML = new YAMLMapper();

  private EventContract() {}

  /** A JSON or YAML file of the present contract. */
  static JsonNode file(String name) throws IOException {
    return file(HOME, name);
  }

  static JsonNode file(Path folder, String name) throws IOException {
    return YAML.readTree(folder.resolve(name).toFile());
  }

  /** Fails unless the document fits the JSON Schema. */
  static void assertFits(JsonNode schema, JsonNode document) {
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema.toString(), InputFormat.JSON)
            .validate(
                document.toString(),
                InputFormat.JSON,
                context ->
                    context.executionConfig(config -> config.formatAssertionsEnabled(true))));
  }
}
