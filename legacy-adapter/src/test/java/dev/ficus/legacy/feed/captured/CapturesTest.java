package dev.ficus.legacy.feed.captured;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.captured.CaptureSettings.Protection;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturesTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String OTHER_KEY =
      Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());
  private static final Call CALL = new Call("sales_order.create", List.of());

  @TempDir Path directory;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void what_is_encrypted_is_read_with_its_key_only_and_as_it_came() throws IOException {
    Captures captures = captures(Protection.ENCRYPTED, KEY);
    List<byte[]> documents = List.of(bytes("Frau M\u00fcller"), new byte[0], bytes("\n\nx\n"));
    documents.forEach(document -> captures.called("a b", null, CALL, () -> document));
    byte[] file = Files.readAllBytes(only());
    assertFalse(new String(file, StandardCharsets.UTF_8).contains("ller"));
    List<Captured> read = read(captures, file);
    assertEquals(3, read.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(documents.get(i), read.get(i).document());
      assertEquals(Optional.of("a b"), read.get(i).feed());
      assertEquals(Captured.DocumentKind.CALL, read.get(i).kind());
      assertTrue(read.get(i).at().orElseThrow().isAfter(Instant.now().minusSeconds(60)));
    }
    assertEquals(
        "not encrypted with this key",
        next(captures(Protection.ENCRYPTED, OTHER_KEY), file).orElseThrow().why());
    assertEquals(
        "encrypted, and ficus.legacy.capture.key is not set",
        next(captures(Protection.MASKED, null), file).orElseThrow().why());
  }

  @Test
  void a_header_that_was_changed_is_noticed() throws IOException {
    Captures captures = captures(Protection.ENCRYPTED, KEY);
    captures.called("a b", null, CALL, () -> bytes("x"));
    String file = Files.readString(only(), StandardCharsets.ISO_8859_1).replace("a+b", "a+c");
    assertEquals(
        "not encrypted with this key",
        next(captures, file.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow().why());
  }

  @Test
  void a_file_cut_off_anywhere_gives_all_that_is_whole_and_reports_the_cut() throws IOException {
    Captures captures = captures(Protection.ENCRYPTED, KEY);
    List<Integer> ends = new ArrayList<>(List.of(0));
    for (int i = 0; i < 3; i++) {
      captures.called("a b", null, CALL, () -> bytes("<methodCall/>"));
      ends.add((int) Files.size(only()));
    }
    byte[] file = Files.readAllBytes(only());
    for (int length = 0; length <= file.length; length++) {
      CaptureReader reader = captures.read(new ByteArrayInputStream(Arrays.copyOf(file, length)));
      int whole = 0;
      while (reader.next().isPresent()) {
        whole++;
      }
      int cut = length;
      assertEquals(ends.stream().filter(end -> end > 0 && end <= cut).count(), whole);
      assertEquals(!ends.contains(length), reader.isTorn(), "cut off at " + length);
    }
  }

  @Test
  void documents_one_after_another_are_separated_without_headers() throws IOException {
    String file =
        "\n<?xml version='1.0'?><methodCall>&lt;/methodCall></ methodCall></methodCall >\n"
            + "<methodResponse><<methodResponse/></methodResponse>  <methodCall></methodCa";
    CaptureReader reader = captures(null, null).read(new ByteArrayInputStream(bytes(file)));
    Captured call = reader.next().orElseThrow().captured().orElseThrow();
    assertTrue(new String(call.document(), StandardCharsets.UTF_8).endsWith("</methodCall >"));
    assertEquals(Captured.DocumentKind.CALL, call.kind());
    assertEquals(Optional.empty(), call.feed());
    assertEquals(
        Captured.DocumentKind.ANSWER, reader.next().orElseThrow().captured().orElseThrow().kind());
    assertTrue(reader.next().isEmpty());
    assertTrue(reader.isTorn());
  }

  @Test
  void a_document_that_is_too_long_is_passed_by() throws IOException {
    String files = "<methodCall>" + "x".repeat(5000) + "</methodCall><methodCall/></methodCall>";
    Captures captures = captures(null, null);
    CaptureReader plain = captures.read(new ByteArrayInputStream(bytes(files)));
    assertEquals("longer than ficus.legacy.xml.max-bytes", plain.next().orElseThrow().why());
    assertTrue(plain.next().orElseThrow().captured().isPresent());
    String header = "ficus-capture 2010-12-01T08:00:00Z a call open ";
    CaptureReader headed =
        captures.read(
            new ByteArrayInputStream(
                bytes(header + "5000\n" + "x".repeat(5000) + "\n" + header + "1\nx\n")));
    assertEquals("longer than ficus.legacy.xml.max-bytes", headed.next().orElseThrow().why());
    assertTrue(headed.next().orElseThrow().captured().isPresent());
  }

  @Test
  void without_protection_nothing_is_captured_and_with_it_nobody_else_may_read()
      throws IOException {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Captures(settings(directory, null, null, 1000), limits(), meters));
    assertThrows(IllegalArgumentException.class, () -> captures(Protection.ENCRYPTED, null));
    assertThrows(IllegalArgumentException.class, () -> captures(Protection.ENCRYPTED, "c2hvcnQ="));
    Captures captures = captures(Protection.ENCRYPTED, KEY);
    captures.called("not wanted", null, CALL, () -> bytes("x"));
    assertEquals(List.of(), files());
    captures.called("a b", null, CALL, () -> bytes("x"));
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(only()));
  }

  @Test
  void a_place_that_cannot_be_written_to_stops_nobody_and_is_counted() throws IOException {
    Path notADirectory = Files.createFile(directory.resolve("file"));
    Captures captures =
        new Captures(
            settings(notADirectory.resolve("below"), Protection.ENCRYPTED, KEY, 1000),
            limits(),
            meters);
    captures.called("a b", null, CALL, () -> bytes("x"));
    assertEquals(1, meters.counter("ficus.legacy.capture.lost").count());
    Files.delete(notADirectory);
    captures.called("a b", null, CALL, () -> bytes("x"));
    assertEquals(1, meters.counter("ficus.legacy.capture.lost").count());
    assertEquals(1, meters.counter("ficus.legacy.captured", "feed", "a b").count());
  }

  @Test
  void files_are_followed_by_others_and_deleted_for_their_age() throws IOException {
    Captures captures = captures(Protection.ENCRYPTED, KEY);
    for (int i = 0; i < 3; i++) {
      captures.called("a b", null, CALL, () -> new byte[2000]);
    }
    assertEquals(3, files().size());
    Path old = files().get(0);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    Files.setLastModifiedTime(
        files().get(1), FileTime.from(Instant.now().minus(Duration.ofDays(6))));
    captures.deleteOld();
    assertEquals(2, files().size());
    assertFalse(files().contains(old));
  }

  @Test
  void only_a_file_of_the_directory_can_be_named() throws IOException {
    Captures captures = captures(Protection.ENCRYPTED, KEY);
    captures.called("a b", null, CALL, () -> bytes("x"));
    String name = only().getFileName().toString();
    assertTrue(captures.stored(name).isPresent());
    Path outside = Files.createTempFile("outside", ".capture");
    Files.createSymbolicLink(directory.resolve("link.capture"), outside);
    for (String wrong :
        List.of(
            "",
            ".",
            "..",
            "../" + name,
            directory + "/" + name,
            outside.toString(),
            "link.capture",
            "x/../" + name,
            "no.capture",
            ".hidden",
            name + "\0")) {
      assertTrue(captures.stored(wrong).isEmpty(), wrong);
    }
    Files.delete(outside);
  }

  private Captures captures(Protection protection, String key) {
    return new Captures(
        protection == null
            ? settings(directory, Protection.MASKED, null, 1000)
            : settings(directory, protection, key, 1000),
        limits(),
        meters);
  }

  private static Limits limits() {
    return new Limits(4000, 32, 1000, 1000, Duration.ofMinutes(2));
  }

  private static CaptureSettings settings(
      Path directory, Protection protection, String key, long fileBytes) {
    return new CaptureSettings() {
      @Override
      public Optional<List<String>> feeds() {
        return Optional.of(List.of("a b"));
      }

      @Override
      public Path directory() {
        return directory;
      }

      @Override
      public Optional<Protection> protection() {
        return Optional.ofNullable(protection);
      }

      @Override
      public Optional<String> key() {
        return Optional.ofNullable(key);
      }

      @Override
      public Duration keep() {
        return Duration.ofDays(7);
      }

      @Override
      public String lookEvery() {
        return "off";
      }

      @Override
      public Duration fileAge() {
        return Duration.ofHours(1);
      }

      @Override
      public long fileBytes() {
        return fileBytes;
      }
    };
  }

  private static List<Captured> read(Captures captures, byte[] file) throws IOException {
    CaptureReader reader = captures.read(new ByteArrayInputStream(file));
    List<Captured> all = new ArrayList<>();
    for (Optional<CaptureReader.Item> each = reader.next();
        each.isPresent();
        each = reader.next()) {
      all.add(each.get().captured().orElseThrow());
    }
    assertFalse(reader.isTorn());
    return all;
  }

  private static Optional<CaptureReader.Item> next(Captures captures, byte[] file)
      throws IOException {
    return captures.read(new ByteArrayInputStream(file)).next();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }

  private Path only() throws IOException {
    assertEquals(1, files().size());
    return files().get(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
