package dev.ficus.bench;

import dev.ficus.local.Background;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from a line's commit until availability shows it. One line in twenty is a
 * probe: it goes to a SKU that no other line goes to at the time, so that the sequence it gets is
 * known beforehand, and that SKU alone is asked for, every millisecond, from the moment the line is
 * accepted. PostgreSQL has afterwards when each probe was committed.
 */
final class Freshness {
  static final int PROBE_EVERY = 20;

  /** At one in twenty of 1,000 lines a second, each comes round after ten seconds. */
  static final int PROBED_SKUS = 500;

  private static final int CONNECTIONS = 32;
  private static final int WATCHERS = 16;
  private static final int ACCEPTED = 202;
  private static final long ASK_EVERY_NANOS = Duration.ofMillis(1).toNanos();
  private static final long VISIBLE_LIMIT_NANOS = Duration.ofSeconds(20).toNanos();
  private static final Probe END = new Probe("", "", 0);

  private final Installation installation;
  private final Lines load;
  private final Lines probes;
  private final BlockingQueue<Probe> accepted = new LinkedBlockingQueue<>();
  private final Map<Long, Probe> sent = new ConcurrentHashMap<>();
  private final Map<String, Instant> visible = new ConcurrentHashMap<>();
  private final Latencies answers = new Latencies(1, Duration.ofDays(1));
  private long requests;
  private long probesSent;

  /**
   * @param load most of the lines
   * @param probes of {@link #PROBED_SKUS} SKUs that have stock and no lines
   */
  Freshness(Installation installation, Lines load, Lines probes) {
    this.installation = installation;
    this.load = load;
    this.probes = probes;
  }

  /**
   * @param sequence what the SKU has when the line is contained
   */
  private record Probe(String order, String sku, long sequence) {}

  /**
   * What came out; to be taken once.
   *
   * @param delays from commit to visible
   * @param posting the lines, probes included
   * @param invisible how many probes never showed
   */
  record Result(Latencies delays, Outcome posting, long probes, long invisible) {}

  Result take(int perSecond, int seconds) throws IOException, InterruptedException, SQLException {
    List<CompletableFuture<Void>> watchers = new ArrayList<>();
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(Background.run(this::watch));
    }
    long begin = System.nanoTime();
    try {
      OpenLoop.run(
          installation.allocation().port(),
          CONNECTIONS,
          new Schedule(begin, perSecond),
          number -> number < (long) perSecond * seconds,
          this::next,
          this::answered);
    } finally {
      for (int i = 0; i < WATCHERS; i++) {
        accepted.add(END);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    watchers.forEach(CompletableFuture::join);
    Outcome posting =
        new Outcome(answers.all().getTotalCount(), answers.errors(), answers.firstError(), took);
    Latencies delays = delays();
    return new Result(delays, posting, sent.size(), sent.size() - delays.all().getTotalCount());
  }

  private byte[] next() {
    long number = requests++;
    if (number % PROBE_EVERY != 0) {
      return HttpConnection.post("/allocations", load.next());
    }
    int sku = (int) (probesSent % PROBED_SKUS);
    byte[] line = probes.nextOf(sku);
    // Its batches were created; then came one line in each round before, and now this one.
    long sequence = probes.batchesPerSku() + probesSent / PROBED_SKUS + 1;
    probesSent++;
    sent.put(number, new Probe(probes.lastOrder(), probes.sku(sku), sequence));
    return HttpConnection.post("/allocations", line);
  }

  private void answered(long number, long due, long received, HttpAnswer answer) {
    if (answer.status() != ACCEPTED) {
      answers.error(answer.toString());
      return;
    }
    answers.record(0, received - due);
    if (number % PROBE_EVERY == 0) {
      accepted.add(sent.get(number));
    }
  }

  private void watch() {
    try (HttpConnection availability = new HttpConnection(installation.availability().port())) {
      for (Probe probe = accepted.take(); probe != END; probe = accepted.take()) {
        watch(availability, probe);
      }
    } catch (IOException failure) {
      throw new IllegalStateException("availability cannot be asked: " + failure, failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(HttpConnection availability, Probe probe) throws IOException {
    byte[] question = HttpConnection.get("/availability/" + probe.sku());
    long begin = System.nanoTime();
    for (long asked = begin; asked - begin < VISIBLE_LIMIT_NANOS; asked = System.nanoTime()) {
      HttpAnswer answer = availability.ask(question);
      if (answer.status() == 200 && answer.number("sequence") >= probe.sequence()) {
        visible.put(probe.order(), Instant.now());
        return;
      }
      LockSupport.parkNanos(asked + ASK_EVERY_NANOS - System.nanoTime());
    }
  }

  private Latencies delays() throws SQLException {
    Latencies delays = new Latencies(1, Duration.ofDays(1));
    Connection products = installation.products();
    try (PreparedStatement query =
        products.prepareStatement(
            "select orderid, pg_xact_commit_timestamp(xmin) from allocation"
                + " where orderid >= ? and orderid < ?")) {
      query.setString(1, probes.prefix());
      query.setString(2, probes.prefix() + "~");
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Instant seen = visible.get(row.getString(1));
          if (seen != null) {
            Instant committed = row.getObject(2, OffsetDateTime.class).toInstant();
            delays.record(0, ChronoUnit.NANOS.between(committed, seen));
          }
        }
      }
    }
    return delays;
  }
}
