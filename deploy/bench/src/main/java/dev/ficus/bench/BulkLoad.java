package dev.ficus.bench;

import dev.ficus.local.Background;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Posts NDJSON and reads the results while it is still posting. It speaks HTTP/1.0, in which the
 * results come as they are, without being cut into chunks, and end with the connection.
 */
final class BulkLoad {
  private static final int ANSWER_LIMIT_MILLIS = 120_000;

  private BulkLoad() {}

  /**
   * Posts some bodies at the same time, each on a connection of its own.
   *
   * @param path where they are posted, for instance {@code /allocations/bulk}
   */
  static Outcome run(int port, String path, List<byte[]> bodies) {
    long begin = System.nanoTime();
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (byte[] body : bodies) {
      answers.add(Background.supply(() -> post(port, path, body)));
    }
    List<Outcome> outcomes = answers.stream().map(CompletableFuture::join).toList();
    return new Outcome(
        outcomes.stream().mapToLong(Outcome::accepted).sum(),
        outcomes.stream().mapToLong(Outcome::errors).sum(),
        outcomes.stream().map(Outcome::firstError).filter(e -> !e.isEmpty()).findFirst().orElse(""),
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private static Outcome post(int port, String path, byte[] body) {
    long begin = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
      CompletableFuture<Void> sent = Background.run(() -> send(socket, path, body));
      String status = answer.readLine();
      if (status == null || !status.contains(" 200 ")) {
        throw new IllegalStateException(path + " answers " + status);
      }
      while (!answer.readLine().isEmpty()) {
        // The rest of the head.
      }
      long accepted = 0;
      long errors = 0;
      String firstError = "";
      for (String result = answer.readLine(); result != null; result = answer.readLine()) {
        if (result.contains("\"status\":\"applied\"")) {
          accepted++;
        } else {
          firstError = errors++ == 0 ? result : firstError;
        }
      }
      sent.join();
      return new Outcome(accepted, errors, firstError, Duration.ofNanos(System.nanoTime() - begin));
    } catch (IOException failure) {
      throw new IllegalStateException(path + " cannot be asked: " + failure, failure);
    }
  }

  private static void send(Socket socket, String path, byte[] body) {
    String head =
        "POST %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, body.length);
    try {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    } catch (IOException failure) {
      throw new IllegalStateException(path + " does not take all of it: " + failure, failure);
    }
  }
}
