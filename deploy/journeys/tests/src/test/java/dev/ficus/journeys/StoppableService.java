package dev.ficus.journeys;

import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** One packaged service that reaches its servers through proxies of its own. */
final class StoppableService implements AutoCloseable {
  private final StoppingProxy postgres;
  private final StoppingProxy rabbit;
  private final PackagedService service;

  /**
   * Starts it.
   *
   * @param name what it is called among the launcher's processes
   * @param settings more environment variables
   */
  StoppableService(
      Service kind,
      String name,
      Launcher launcher,
      Database database,
      VirtualHost broker,
      Map<String, String> settings)
      throws IOException {
    URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    postgres = new StoppingProxy(Protocol.POSTGRESQL, server.getHost(), server.getPort());
    rabbit = new StoppingProxy(Protocol.AMQP, broker.host(), broker.port());
    // Every statement travels with its text, so that the proxy knows it.
    String proxied =
        "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&prepareThreshold=0"
            .formatted(postgres.port(), server.getPath());
    service =
        PackagedService.small(launcher, name, kind)
            .with(database, broker)
            .with(settings)
            .with(
                Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    proxied,
                    "RABBITMQ_HOST",
                    "127.0.0.1",
                    "RABBITMQ_PORT",
                    String.valueOf(rabbit.port())))
            .start();
  }

  URI url(String path) {
    return service.url(path);
  }

  /** Returns when it is ready. */
  void awaitReady() {
    service.awaitReady();
  }

  /** Stops it where the mark is. */
  void stopAt(Mark mark) {
    proxy(mark).stopAt(mark);
  }

  boolean awaitReached(Mark mark, Duration limit) throws InterruptedException {
    return proxy(mark).awaitReached(limit);
  }

  /** What is held back at the mark goes on. */
  void goOn(Mark mark) {
    proxy(mark).goOn();
  }

  /**
   * The connections to the server of this mark break, with what is held back there. To a broker it
   * connects at once again, and it is only then that it no longer sends into what is broken: this
   * returns when it has.
   */
  void cut(Mark mark) throws IOException {
    int broken = proxy(mark).cut();
    if (mark.protocol() == Protocol.AMQP
        && !Waiting.until(() -> rabbit.connections() >= broken, Waiting.LIMIT)) {
      throw new AssertionError("it does not connect to the broker again");
    }
  }

  /** As SIGSTOP does: it does nothing any more, and its connections stay. */
  void suspend() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** It goes on, and does not know that it was stopped. */
  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String which) throws IOException, InterruptedException {
    Process signal = new ProcessBuilder("kill", which, String.valueOf(service.pid())).start();
    if (signal.waitFor() != 0) {
      throw new IOException("kill " + which + " ends with " + signal.exitValue());
    }
  }

  /** As kill -9 does: it has no time to say goodbye. */
  void kill() throws InterruptedException {
    service.kill();
    close();
  }

  /** The same; it can be started again at its address. */
  void crash() throws InterruptedException {
    service.kill();
  }

  /** Starts it again after a crash; whatever held it up then does not any more. */
  void startAgain() throws IOException {
    postgres.cut();
    rabbit.cut();
    service.start();
  }

  /** As an operator ends it; it finishes what it has in hand. */
  void end() throws InterruptedException {
    service.end();
    close();
  }

  private StoppingProxy proxy(Mark mark) {
    return mark.protocol() == Protocol.POSTGRESQL ? postgres : rabbit;
  }

  @Override
  public void close() {
    service.close();
    postgres.close();
    rabbit.close();
  }
}
