package dev.ficus.oldworld.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
  @TempDir Path folder;

  @Test
  void a_connection_serves_one_request_after_the_other() throws IOException {
    String said =
        talk(
            "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi",
            "GET /b HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertTrue(said.contains("content-length: 5\r\n\r\n/a hi"), said);
    assertTrue(said.endsWith("connection: close\r\ncontent-length: 3\r\n\r\n/b "), said);
  }

  @Test
  void chunks_are_put_together_and_kept_as_they_came() throws IOException {
    String request =
        "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: 1\r\n\r\n";
    assertTrue(talk(request).endsWith("/c hello"));
    List<Recording.Exchange> exchanges = Recording.read(folder.resolve("recording"));
    assertEquals(request, new String(exchanges.get(0).request(), StandardCharsets.US_ASCII));
    assertEquals("hello", Message.parse(exchanges.get(0).request()).text());
    assertEquals("/c hello", Message.parse(exchanges.get(0).answer()).text());
  }

  @Test
  void who_asks_whether_to_go_on_may_go_on() throws IOException {
    String request =
        "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx";
    assertTrue(talk(request).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
  }

  @Test
  void a_long_answer_goes_out_in_chunks_while_it_is_made() throws IOException {
    byte[] answer =
        bytes(
            answering(
                out -> {
                  for (int i = 0; i < 100_000; i++) {
                    out.write('a');
                  }
                }),
            "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    Message message = Message.parse(answer);
    assertEquals("chunked", message.header("Transfer-Encoding").orElseThrow());
    assertEquals(100_000, message.body().length);
  }

  @Test
  void who_knows_no_chunks_gets_none() throws IOException {
    byte[] answer = bytes(answering(out -> out.write(new byte[100_000])), "GET / HTTP/1.0\r\n\r\n");
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    assertEquals(100_000, text.length() - text.indexOf("\r\n\r\n") - 4);
  }

  @Test
  void an_exchange_that_is_half_recorded_is_left_out() throws IOException {
    Path file = folder.resolve("half");
    try (Recording recording = new Recording(file)) {
      recording.add(new Recording.Exchange(new byte[] {1, '\n'}, new byte[0]));
      recording.add(new Recording.Exchange(new byte[] {2}, new byte[] {3, 4}));
    }
    byte[] whole = Files.readAllBytes(file);
    assertEquals(2, Recording.read(file).size());
    for (int length = whole.length - 1; length > whole.length / 2; length--) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertArrayEquals(new byte[] {1, '\n'}, Recording.read(file).get(0).request());
    }
  }

  /** What a server that echoes its requests answers; it is recorded. */
  private String talk(String... requests) throws IOException {
    try (Recording recording = new Recording(folder.resolve("recording"))) {
      WebServer server =
          new WebServer(
              0,
              request -> {
                byte[] echo =
                    (request.path() + " " + request.text()).getBytes(StandardCharsets.UTF_8);
                return Response.of(200, "text/plain", out -> out.write(echo));
              },
              Optional.of(recording));
      return new String(bytes(server, String.join("", requests)), StandardCharsets.UTF_8);
    }
  }

  private static WebServer answering(Response.Body body) throws IOException {
    return new WebServer(0, request -> Response.of(200, "text/plain", body), Optional.empty());
  }

  private static byte[] bytes(WebServer server, String request) throws IOException {
    try (server;
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes();
    }
  }
}
