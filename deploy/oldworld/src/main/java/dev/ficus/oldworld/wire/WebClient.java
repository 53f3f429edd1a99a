package dev.ficus.oldworld.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Posts documents as an old PHP program does: a connection for each. */
public final class WebClient {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final int HTTP = 80;

  private final URI address;
  private final Optional<Recording> recording;

  /**
   * @param address an http address; a user and password in it are sent as HTTP Basic
   * @param recording gets every exchange that was answered
   */
  public WebClient(URI address, Optional<Recording> recording) {
    this.address = address;
    this.recording = recording;
  }

  /**
   * Posts a document.
   *
   * @throws IOException when there is no whole answer
   */
  public Message post(byte[] document) throws IOException {
    int port = address.getPort() < 0 ? HTTP : address.getPort();
    try (Socket socket = new Socket(address.getHost(), port)) {
      socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
      byte[] head = head(document.length).getBytes(StandardCharsets.ISO_8859_1);
      byte[] request = new byte[head.length + document.length];
      System.arraycopy(head, 0, request, 0, head.length);
      System.arraycopy(document, 0, request, head.length, document.length);
      socket.getOutputStream().write(request);
      MessageReader answers = new MessageReader(socket.getInputStream());
      Message answer = answers.next().orElseThrow(() -> new EOFException("the connection was cut"));
      if (recording.isPresent()) {
        recording.get().add(new Recording.Exchange(request, answers.raw()));
      }
      return answer;
    }
  }

  private String head(int length) {
    StringBuilder head = new StringBuilder("POST ");
    String path = address.getRawPath();
    head.append(path.isEmpty() ? "/" : path).append(" HTTP/1.1\r\n");
    head.append("User-Agent: XML-RPC for PHP 2.2\r\nHost: ").append(address.getHost());
    if (address.getPort() >= 0) {
      head.append(':').append(address.getPort());
    }
    head.append("\r\n");
    if (address.getUserInfo() != null) {
      byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
      head.append("Authorization: Basic ").append(Base64.getEncoder().encodeToString(user));
      head.append("\r\n");
    }
    head.append("Content-Type: text/xml\r\nContent-Length: ").append(length).append("\r\n");
    return head.append("Connection: close\r\n\r\n").toString();
  }
}
