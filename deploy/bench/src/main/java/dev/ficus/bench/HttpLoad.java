package dev.ficus.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Clients that each keep a connection and post one line after the other, all in one thread and
 * without a library, so that little of the machine is spent on asking.
 */
final class HttpLoad {
  private static final long ANSWER_LIMIT_MILLIS = 30_000;
  private static final int ACCEPTED = 202;

  private HttpLoad() {}

  /**
   * Posts lines as fast as they are answered.
   *
   * @param more asked before each line: whether there shall be one more
   */
  static Outcome run(int port, int clients, Lines lines, BooleanSupplier more) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < clients; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ).attach(new PostingClient(channel));
      }
      try {
        return run(selector, lines, more);
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
  }

  private static Outcome run(Selector selector, Lines lines, BooleanSupplier more)
      throws IOException {
    long begin = System.nanoTime();
    int waiting = 0;
    for (SelectionKey key : selector.keys()) {
      ((PostingClient) key.attachment()).post(lines.next());
      waiting++;
    }
    long accepted = 0;
    long errors = 0;
    String firstError = "";
    while (waiting > 0) {
      if (selector.select(ANSWER_LIMIT_MILLIS) == 0) {
        throw new IOException(waiting + " requests were not answered");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        PostingClient client = (PostingClient) key.attachment();
        int status = client.receive();
        if (status == 0) {
          continue;
        }
        waiting--;
        if (status == ACCEPTED) {
          accepted++;
        } else {
          firstError = errors++ == 0 ? client.answer() : firstError;
        }
        if (more.getAsBoolean()) {
          client.post(lines.next());
          waiting++;
        }
      }
      selector.selectedKeys().clear();
    }
    return new Outcome(accepted, errors, firstError, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static final class PostingClient {
    private static final String HEAD =
        "POST /allocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ";
    private static final String LENGTH = "content-length:";
    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocate(64 * 1024);

    PostingClient(SocketChannel channel) {
      this.channel = channel;
    }

    void post(byte[] body) throws IOException {
      byte[] head = (HEAD + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      ByteBuffer request = ByteBuffer.allocate(head.length + body.length);
      request.put(head).put(body).flip();
      while (request.hasRemaining()) {
        channel.write(request);
      }
      received.clear();
    }

    /** The status, or 0 while the answer is incomplete. */
    int receive() throws IOException {
      if (channel.read(received) < 0) {
        throw new EOFException("the service closed a connection");
      }
      String answer = answer();
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        return 0;
      }
      String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
      int length = head.indexOf(LENGTH);
      if (length < 0) {
        throw new IOException("an answer does not say how long it is: " + head);
      }
      int endOfLength = head.indexOf('\r', length);
      int body =
          Integer.parseInt(
              head.substring(
                      length + LENGTH.length(), endOfLength < 0 ? head.length() : endOfLength)
                  .strip());
      return answer.length() < end + 4 + body ? 0 : Integer.parseInt(head.substring(9, 12));
    }

    String answer() {
      return new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1);
    }
  }
}
