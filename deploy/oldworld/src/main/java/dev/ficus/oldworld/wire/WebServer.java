package dev.ficus.oldworld.wire;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * HTTP, a thread for each connection. Unlike the JDK's, it shows every byte as it came, writes
 * headers exactly as they are given, and can fail in the middle of an answer.
 */
public final class WebServer implements AutoCloseable {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;
  private final Handler handler;
  private final Optional<Recording> recording;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  /** Answers requests, many at a time. */
  public interface Handler {
    Response answer(Message request) throws IOException, InterruptedException;
  }

  /**
   * Begins to listen on the loopback.
   *
   * @param port 0 for any that is free
   * @param recording gets every exchange before its answer is sent; an answer is then held whole
   */
  public WebServer(int port, Handler handler, Optional<Recording> recording) throws IOException {
    this(InetAddress.getLoopbackAddress(), port, handler, recording);
  }

  /**
   * Begins to listen.
   *
   * @param address of this machine; that of all zeros stands for all of them
   * @param port 0 for any that is free
   * @param recording gets every exchange before its answer is sent; an answer is then held whole
   */
  public WebServer(InetAddress address, int port, Handler handler, Optional<Recording> recording)
      throws IOException {
    this.socket = new ServerSocket(port, 256, address);
    this.handler = handler;
    this.recording = recording;
    start("accept", this::accept);
  }

  /** The port it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Stops listening and cuts all connections. */
  @Override
  public void close() {
    closeQuietly(socket);
    connections.forEach(WebServer::closeQuietly);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        start("connection", () -> serve(connection));
      } catch (IOException closed) {
        // Told by the socket itself; a connection that failed before it began is nobody's loss.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      MessageReader requests = new MessageReader(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      boolean open = true;
      while (open) {
        Optional<Message> request = requests.next(() -> out.write(CONTINUE));
        open = request.isPresent() && exchange(request.get(), requests, out);
      }
    } catch (IOException gone) {
      // The other side went away, or spoke no HTTP: nobody is left to answer.
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether the connection may be used again. */
  private boolean exchange(Message request, MessageReader requests, OutputStream out)
      throws IOException, InterruptedException {
    Response response = handler.answer(request);
    if (recording.isPresent() && !request.isControl()) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      boolean open = answer(request, response, answer);
      recording.get().add(new Recording.Exchange(requests.raw(), answer.toByteArray()));
      answer.writeTo(out);
      return open;
    }
    BufferedOutputStream buffered = new BufferedOutputStream(out, 16_384);
    boolean open = answer(request, response, buffered);
    buffered.flush();
    return open;
  }

  private static boolean answer(Message request, Response response, OutputStream out)
      throws IOException {
    if (response.status() == 0) {
      return false;
    }
    boolean packed = request.says("Accept-Encoding", "gzip");
    boolean open = !request.isOfVersion10() && !request.says("Connection", "close");
    for (int i = 0; i < response.copies(); i++) {
      AnswerStream answer = new AnswerStream(response, packed, open, !request.isOfVersion10(), out);
      if (packed) {
        try (GZIPOutputStream packing = new GZIPOutputStream(answer)) {
          response.body().writeTo(packing);
        }
      } else {
        response.body().writeTo(answer);
      }
      answer.close();
    }
    return open;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception alreadyGone) {
      // Closed is what it was to be.
    }
  }
}
