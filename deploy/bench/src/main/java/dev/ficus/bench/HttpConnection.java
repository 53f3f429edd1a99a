package dev.ficus.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A kept connection, one question at a time, without a library that would add to the times. One
 * thread may ask while another waits for the answer.
 */
final class HttpConnection implements AutoCloseable {
  private static final int ANSWER_LIMIT_MILLIS = 30_000;
  private static final String LENGTH = "content-length:";
  private static final String ENCODING = "transfer-encoding:";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param answerLimitMillis how long an answer may take; 0: however long
   */
  HttpConnection(int port, int answerLimitMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(answerLimitMillis);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  HttpConnection(int port) throws IOException {
    this(port, ANSWER_LIMIT_MILLIS);
  }

  static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * @param json may be used again afterwards
   */
  static byte[] post(String path, byte[] json) {
    return sent("POST", path, "application/json", json);
  }

  /**
   * @param body may be used again afterwards
   */
  static byte[] sent(String method, String path, String type, byte[] body) {
    byte[] head =
        ("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(method, path, type, body.length))
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  HttpAnswer ask(byte[] request) throws IOException {
    send(request);
    return receive();
  }

  void send(byte[] request) throws IOException {
    out.write(request);
  }

  HttpAnswer receive() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = -1;
    boolean inChunks = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
      inChunks |= lower.startsWith(ENCODING) && lower.endsWith("chunked");
    }
    if (length < 0 && !inChunks) {
      throw new IOException("an answer does not say how long it is");
    }
    byte[] body = inChunks ? chunks() : bytes(length);
    return new HttpAnswer(status, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int length = chunkLength(); length > 0; length = chunkLength()) {
      body.writeBytes(bytes(length));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("an answer is cut off");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        throw new EOFException("the service closed a connection");
      }
      if (each != '\r') {
        line.append((char) each);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
