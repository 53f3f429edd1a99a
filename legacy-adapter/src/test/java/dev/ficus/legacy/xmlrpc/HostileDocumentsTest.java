package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** What an attacker sends costs little memory and reaches nothing but the parser. */
@Execution(CONCURRENT)
class HostileDocumentsTest {

  private static final String CALL = "<methodCall><methodName>a</methodName></methodCall>";

  @TempDir Path folder;

  @Test
  void every_attack_is_refused_in_32_megabytes() throws Exception {
    Path attacks =
        Path.of(Objects.requireNonNull(getClass().getResource("/xmlrpc/attacks")).toURI());
    TreeMap<String, String> expected = new TreeMap<>();
    HugeDocuments.attacks().forEach((name, attack) -> expected.put(name, attack.refusal().name()));

    ChildJvm.Outcome outcome =
        ChildJvm.run(
            folder,
            ChildJvm.Compiling.FULL,
            List.of("-Xmx32m"),
            HostileReading.class.getName(),
            List.of(attacks.toString()));

    assertEquals(0, outcome.status(), outcome.output());
    List<String> lines = outcome.output().lines().toList();
    assertEquals("names: forgotten", lines.get(lines.size() - 1));
    assertTrue(lines.size() > expected.size() + 40, outcome.output());
    assertFalse(outcome.output().contains(": read"), outcome.output());
    expected.forEach(
        (name, refusal) -> assertTrue(lines.contains(name + ": " + refusal), outcome.output()));
  }

  @Test
  void nobody_is_connected_to_for_an_entity_or_a_document_type() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      for (String document : fetching("http://127.0.0.1:" + port + "/secret")) {
        readOrRefuse(document);
      }
      assertNull(server.accept());

      SocketChannel.open(server.getLocalAddress()).close();
      assertTrue(server.accept() != null, "a connection would have been seen");
    }
  }

  @Test
  void no_file_is_opened_for_an_entity_or_a_document_type() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "<!ENTITY x 'secret'>");
    Path control = Files.writeString(folder.resolve("control"), "seen");
    Set<String> read;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileRead").withThreshold(Duration.ZERO).withoutStackTrace();
      recording.start();
      for (String document : fetching(secret.toUri().toString())) {
        readOrRefuse(document);
      }
      try (var in = Files.newByteChannel(control)) {
        in.read(java.nio.ByteBuffer.allocate(4));
      }
      recording.stop();
      Path events = folder.resolve("events.jfr");
      recording.dump(events);
      read = pathsRead(events);
    }
    assertTrue(read.contains(control.toString()), "a file that is read is seen");
    assertFalse(read.contains(secret.toString()));
  }

  private static Set<String> pathsRead(Path events) throws IOException {
    try (Stream<RecordedEvent> all = RecordingFile.readAllEvents(events).stream()) {
      return all.map(event -> event.getString("path"))
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());
    }
  }

  /** Every way in which XML can ask for something from elsewhere. */
  private static List<String> fetching(String address) {
    return List.of(
        "<!DOCTYPE methodCall SYSTEM '" + address + "'>" + CALL,
        "<!DOCTYPE methodCall PUBLIC 'x' '" + address + "'>" + CALL,
        "<!DOCTYPE methodCall [<!ENTITY % x SYSTEM '" + address + "'> %x;]>" + CALL,
        "<!DOCTYPE methodCall [<!ENTITY x SYSTEM '"
            + address
            + "'>]><methodCall><methodName>&x;</methodName></methodCall>",
        "<?xml-stylesheet href='" + address + "'?>" + CALL,
        "<methodCall xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='x "
            + address
            + "'><methodName>a</methodName></methodCall>",
        "<methodCall><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='"
            + address
            + "'/></methodCall>");
  }

  private static void readOrRefuse(String document) throws IOException {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    if (document.contains("DOCTYPE")) {
      XmlRpcException refused =
          assertThrows(
              XmlRpcException.class,
              () -> new XmlRpcReader(Limits.DEFAULT).readCall(new ByteArrayInputStream(bytes)));
      assertEquals(XmlRpcException.DocumentRefusal.DOCTYPE, refused.refusal());
      return;
    }
    try {
      assertEquals(
          new Call("a", List.of()),
          new XmlRpcReader(Limits.DEFAULT).readCall(new ByteArrayInputStream(bytes)));
    } catch (XmlRpcException refused) {
      assertEquals(XmlRpcException.DocumentRefusal.NOT_XML_RPC, refused.refusal());
    }
  }
}
