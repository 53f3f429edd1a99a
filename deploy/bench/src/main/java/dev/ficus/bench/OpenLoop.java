package dev.ficus.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Asks at a steady rate, whatever the answers are like, as customers do. A request that is due
 * while all connections wait is sent as soon as one is free, and its time counts from when it was
 * due: a service that stops for a second does not hide the requests of that second.
 */
final class OpenLoop {
  private static final long ANSWER_LIMIT_SECONDS = 120;

  private final Schedule schedule;
  private final Supplier<byte[]> requests;
  private final Answers answers;
  private final BlockingQueue<WaitingClient> free = new LinkedBlockingQueue<>();

  private OpenLoop(Schedule schedule, Supplier<byte[]> requests, Answers answers) {
    this.schedule = schedule;
    this.requests = requests;
    this.answers = answers;
  }

  /** Gets each answer, from several threads. */
  interface Answers {

    /**
     * @param number 0 for the first request
     * @param due when it should have been sent
     * @param received when its answer was there
     */
    void take(long number, long due, long received, HttpAnswer answer);
  }

  /**
   * Returns when all is answered.
   *
   * @param more asked before each request, by its number: whether it shall be sent
   */
  static void run(
      int port,
      int connections,
      Schedule schedule,
      LongPredicate more,
      Supplier<byte[]> requests,
      Answers answers)
      throws IOException, InterruptedException {
    OpenLoop loop = new OpenLoop(schedule, requests, answers);
    List<WaitingClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        clients.add(loop.connect(port));
      }
      loop.free.addAll(clients);
      loop.send(more);
      for (int i = 0; i < connections; i++) {
        loop.awaitFree();
      }
    } finally {
      for (WaitingClient client : clients) {
        client.close();
      }
    }
  }

  private WaitingClient connect(int port) throws IOException {
    WaitingClient client = new WaitingClient(new HttpConnection(port, 0));
    Thread thread = new Thread(client, "open-loop");
    thread.setDaemon(true);
    thread.start();
    return client;
  }

  private void send(LongPredicate more) throws IOException, InterruptedException {
    for (long number = 0; more.test(number); number++) {
      long due = schedule.due(number);
      byte[] request = requests.get();
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      awaitFree().send(number, due, request);
    }
  }

  private WaitingClient awaitFree() throws IOException, InterruptedException {
    WaitingClient client = free.poll(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
    if (client == null) {
      throw new IOException("no answer within " + ANSWER_LIMIT_SECONDS + " s");
    }
    if (client.failure != null) {
      throw new IOException("a connection failed: " + client.failure, client.failure);
    }
    return client;
  }

  /** A connection, and the thread that waits for its answers. */
  private final class WaitingClient implements Runnable {
    private final HttpConnection connection;
    // Written before the request is sent, read after its answer has come.
    private volatile long number;
    private volatile long due;
    private volatile Exception failure;

    WaitingClient(HttpConnection connection) {
      this.connection = connection;
    }

    void send(long next, long nextDue, byte[] request) throws IOException {
      number = next;
      due = nextDue;
      connection.send(request);
    }

    @Override
    public void run() {
      try {
        while (true) {
          HttpAnswer answer = connection.receive();
          answers.take(number, due, System.nanoTime(), answer);
          free.add(this);
        }
      } catch (IOException | RuntimeException ended) {
        // At the end of the run this is the way out, and nobody looks.
        failure = ended;
        free.add(this);
      }
    }

    void close() throws IOException {
      connection.close();
    }
  }
}
