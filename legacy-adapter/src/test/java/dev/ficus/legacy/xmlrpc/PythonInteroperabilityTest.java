package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ficus.local.Waiting;
import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** We and Python's xmlrpc understand each other. */
class PythonInteroperabilityTest {
  @BeforeAll
  static void python_is_there() {
    boolean found =
        Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    assumeTrue(found, "python3 is not on the path");
  }

  @Test
  void a_python_client_gets_back_from_us_what_it_sent() throws Exception {
    try (EchoServer server = new EchoServer()) {
      Process client = python("client.py", server.address().toString());
      try (BufferedReader output = client.inputReader(StandardCharsets.UTF_8)) {
        client.getOutputStream().close();
        assertEquals("all the same", String.join("\n", output.lines().toList()));
        assertTrue(Waiting.ended(client));
      } finally {
        client.destroyForcibly();
      }
    }
  }

  @Test
  void a_python_server_sends_us_back_what_we_sent() throws Exception {
    withServer(
        client -> {
          for (Value value : values()) {
            assertEquals(new Answer.Result(value), client.call("echo", value));
          }
        });
  }

  @Test
  void a_python_server_reads_our_64_bits() throws Exception {
    withServer(
        client ->
            assertEquals(
                new Answer.Result(new Value.Text("-9223372036854775808")),
                client.call("text_of", new Value.Int(Long.MIN_VALUE))));
  }

  @Test
  void a_python_server_s_fault_is_a_fault() throws Exception {
    withServer(client -> assertEquals(EchoServer.FAULT, client.call("fail")));
  }

  @Test
  void a_python_server_answers_several_calls_at_once() throws Exception {
    withServer(
        client ->
            assertEquals(
                List.of(new Value.Array(List.of(new Value.Text("a"))), EchoServer.FAULT.asStruct()),
                client.list(
                    "system.multicall",
                    new Value.Array(
                        List.of(
                            call("echo", List.of(new Value.Text("a"))),
                            call("fail", List.of()))))));
  }

  private static Value call(String method, List<Value> parameters) {
    return new Value.Struct(
        Map.of("methodName", new Value.Text(method), "params", new Value.Array(parameters)));
  }

  private static List<Value> values() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("", new Value.Int(1));
    members.put("Größe & <Maß>", new Value.Array(List.of()));
    return List.of(
        new Value.Text(""),
        new Value.Text(" Öl & <b> ]]> \"quoted\" 🌳\n\ttab "),
        new Value.Int(Integer.MIN_VALUE),
        new Value.Int(Integer.MAX_VALUE),
        new Value.Real(-1234.5678),
        new Value.Real(1e20),
        new Value.Bool(true),
        new Value.Bool(false),
        new Value.DateTime(LocalDateTime.of(2026, 11, 22, 1, 8, 32), Optional.empty()),
        new Value.Binary(everyByte),
        new Value.Binary(new byte[0]),
        new Value.Array(List.of(new Value.Array(List.of(Value.NIL)), new Value.Struct(members))),
        new Value.Struct(Map.of()),
        Value.NIL);
  }

  private interface PythonConversation {
    void with(EchoClient client) throws Exception;
  }

  private static void withServer(PythonConversation conversation) throws Exception {
    Process server = python("server.py");
    // The server ends with its standard input.
    try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
      String port = output.readLine();
      assertTrue(port != null && port.matches("\\d+"), () -> port);
      conversation.with(new EchoClient(URI.create("http://127.0.0.1:" + port + "/RPC2")));
    } finally {
      server.getOutputStream().close();
      server.destroyForcibly();
    }
  }

  private static Process python(String script, String... arguments) throws Exception {
    Path file =
        Path.of(
            Objects.requireNonNull(
                    PythonInteroperabilityTest.class.getResource("/xmlrpc/python/" + script))
                .toURI());
    return new ProcessBuilder(
            Stream.concat(Stream.of("python3", file.toString()), Stream.of(arguments)).toList())
        .redirectErrorStream(true)
        .start();
  }
}
