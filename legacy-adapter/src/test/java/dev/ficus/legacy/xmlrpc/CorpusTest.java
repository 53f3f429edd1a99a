package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One file per quirk and per attack, beside it what it must be read as or refused for. */
class CorpusTest {

  static final Limits SMALL = new Limits(64 << 10, 32, 1000, 4096, Duration.ofMinutes(2));

  @TestFactory
  Stream<DynamicTest> a_quirk_is_read_as_its_sender_meant_it() throws Exception {
    return files("quirks")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> {
                      try (InputStream in = Files.newInputStream(file)) {
                        Call call = new XmlRpcReader(SMALL).readCall(in);
                        assertEquals(expected(file), Notation.of(call), name(file));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> a_quirk_survives_being_written_again() throws Exception {
    return files("quirks")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> {
                      try (InputStream in = Files.newInputStream(file)) {
                        Call call = new XmlRpcReader(SMALL).readCall(in);
                        if (!name(file).startsWith("control-character-escaped")) {
                          assertEquals(call, RoundTripTest.throughXml(call), name(file));
                        }
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> an_attack_is_refused() throws Exception {
    return files("attacks")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> {
                      try (InputStream in = Files.newInputStream(file)) {
                        XmlRpcException refused =
                            assertThrows(
                                XmlRpcException.class, () -> new XmlRpcReader(SMALL).readCall(in));
                        assertEquals(expected(file), refused.refusal().name(), name(file));
                      }
                    }));
  }

  private static Stream<Path> files(String folder) throws IOException, URISyntaxException {
    Path path =
        Path.of(Objects.requireNonNull(CorpusTest.class.getResource("/xmlrpc/" + folder)).toURI());
    try (Stream<Path> files = Files.list(path)) {
      List<Path> documents =
          files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
      assertTrue(documents.size() > 20, "the corpus is there");
      return documents.stream();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".xml", "");
  }

  private static String expected(Path file) throws IOException {
    return Files.readString(file.resolveSibling(name(file) + ".expected")).stripTrailing();
  }
}
