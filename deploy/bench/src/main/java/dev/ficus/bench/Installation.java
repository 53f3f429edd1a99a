package dev.ficus.bench;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ficus.journeys.Launcher;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.Service;
import dev.ficus.journeys.Shadow;
import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured: a PostgreSQL that waits for the disk, a RabbitMQ, allocation-service and, when
 * they are asked for, availability-service and legacy-adapter. All of it ends with this process,
 * however it ends.
 */
final class Installation implements AutoCloseable {
  /** Options of the services' Java, or of their executables. */
  static final List<String> JAVA_OPTIONS = List.of("-Xmx512m");

  private static final Duration SETTLING_LIMIT = Duration.ofMinutes(10);
  private static final long PAUSE_MILLIS = 50;
  private static final int RELAY_LOCKS = 0xF1C5;

  private final ChildProcesses servers = ChildProcesses.create();
  private final LocalStack stack;
  private final DurablePostgres postgres;
  private final VirtualHost virtualHost;
  private final Connection broker;
  private final List<Long> brokerProcesses;
  private final java.sql.Connection shards;
  private final java.sql.Connection products;
  private final Launcher launcher;
  private final Form form;
  private final PackagedService allocation;
  private final PackagedService availability;
  private final PackagedService legacyAdapter;
  private final Database orders;
  private java.sql.Connection views;
  private PackagedService shadow;

  /**
   * @param settings of PostgreSQL, beside its usual ones
   */
  Installation(Path postgresPrograms, Map<String, String> settings) throws Exception {
    this(postgresPrograms, settings, Form.JAR);
  }

  /**
   * @param settings of PostgreSQL, beside its usual ones
   * @param form in which the services run
   */
  Installation(Path postgresPrograms, Map<String, String> settings, Form form) throws Exception {
    this.form = form;
    launcher = new Launcher(Project.here().newLogs("deploy/bench/target/logs"));
    allocation = packaged(Service.ALLOCATION);
    availability = packaged(Service.AVAILABILITY);
    legacyAdapter = packaged(Service.LEGACY);
    postgres = new DurablePostgres(servers, postgresPrograms, settings);
    stack = LocalStack.start();
    // The stack's own PostgreSQL does not wait for the disk.
    stack.postgres().stop();
    virtualHost = stack.createVirtualHost("bench");
    brokerProcesses =
        ProcessHandle.current()
            .descendants()
            .filter(each -> each.info().command().orElse("").endsWith("beam.smp"))
            .map(ProcessHandle::pid)
            .toList();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(virtualHost.amqpUrl());
    broker = factory.newConnection("bench");
    postgres.createDatabase(Floor.DATABASE);
    orders = postgres.createDatabase("allocation");
    shards = postgres.connect("allocation");
    holdShards();
    allocation.with(orders, virtualHost).start().awaitReady();
    products = postgres.connect("allocation");
  }

  private PackagedService packaged(Service service) {
    List<String> command = Project.here().command(service.module(), form, JAVA_OPTIONS);
    return new PackagedService(launcher, service.module(), service, command);
  }

  /** As another instance would: what this session holds, the relay's OutboxReader leaves alone. */
  private void holdShards() throws SQLException {
    try (Statement hold = shards.createStatement()) {
      hold.execute(
          "select pg_advisory_lock(%d, shard) from generate_series(0, 63) shard"
              .formatted(RELAY_LOCKS));
    }
  }

  /** From now on events leave the outbox, and measurements wait for it. */
  void startRelay() throws SQLException {
    shards.close();
  }

  /** From now on the view is kept up to date, and measurements wait for it. */
  Database startAvailability() throws IOException, SQLException {
    Database database = postgres.createDatabase("availability");
    availability
        .with(database, virtualHost)
        .with(Map.of("FICUS_AVAILABILITY_ALLOCATION_URL", allocation.url("").toString()))
        .start()
        .awaitReady();
    views = postgres.connect("availability");
    return database;
  }

  /** From now on legacy-adapter runs; {@code settings} are environment variables. */
  Database startLegacyAdapter(Map<String, String> settings) throws IOException, SQLException {
    Database database = postgres.createDatabase("legacy");
    legacyAdapter
        .with(database, virtualHost)
        .with(settings)
        .with(Map.of("FICUS_LEGACY_ALLOCATION_URL", allocation.url("").toString()))
        .start()
        .awaitReady();
    return database;
  }

  /**
   * From now on there is a shadow, with a database and a virtual host of its own in the same
   * servers.
   *
   * @return environment variables of an adapter that feeds it
   */
  Map<String, String> startShadow() throws IOException, SQLException {
    VirtualHost place = createVirtualHost("shadow");
    List<String> command = Project.here().command(Service.ALLOCATION.module(), form, JAVA_OPTIONS);
    shadow = new PackagedService(launcher, "shadow", Service.ALLOCATION, command);
    shadow.with(postgres.createDatabase("shadow"), place).start().awaitReady();
    return new Shadow(place, shadow.url("")).settings();
  }

  /** Empty when none was started. */
  Optional<PackagedService> shadow() {
    return Optional.ofNullable(shadow);
  }

  /** The view is kept up to date no longer; may be called twice. */
  void stopAvailability() throws SQLException, InterruptedException {
    if (views != null) {
      availability.end();
      views.close();
      views = null;
    }
  }

  /** Whether availability-service is there. */
  boolean hasViews() {
    return views != null;
  }

  /** Another place at the broker, where nothing of this one is heard. */
  VirtualHost createVirtualHost(String name) {
    return stack.createVirtualHost(name);
  }

  /** What all this is, for the reader of a table. */
  String description() throws SQLException, IOException {
    return "%s %s, %d cores, services%s with %s%n%s%nRabbitMQ %s%s"
        .formatted(
            System.getProperty("java.vm.name"),
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(),
            form == Form.NATIVE ? " as native executables" : "",
            String.join(" ", JAVA_OPTIONS),
            postgres.description(),
            broker.getServerProperties().get("version"),
            brokerProcesses.isEmpty() ? ", its CPU is not counted" : "");
  }

  /** Starts what ends with this installation. */
  Launcher launcher() {
    return launcher;
  }

  PackagedService allocation() {
    return allocation;
  }

  PackagedService availability() {
    return availability;
  }

  PackagedService legacyAdapter() {
    return legacyAdapter;
  }

  /** Where allocation-service's tables are. */
  Database orders() {
    return orders;
  }

  DurablePostgres postgres() {
    return postgres;
  }

  Connection broker() {
    return broker;
  }

  /** A session at allocation-service's tables, for reading. */
  java.sql.Connection products() {
    return products;
  }

  int port() {
    return allocation.port();
  }

  List<Long> services() {
    return views == null
        ? List.of(allocation.pid())
        : List.of(allocation.pid(), availability.pid());
  }

  /** Empty when the broker is not this installation's own. */
  List<Long> brokerProcesses() {
    return brokerProcesses;
  }

  /** Purchases stock of each SKU. */
  void purchase(Lines lines) throws SQLException, InterruptedException {
    Outcome outcome = BulkLoad.run(port(), "/batches/bulk", List.of(lines.stock()));
    if (outcome.accepted() != lines.batches()) {
      throw new IllegalStateException("stock was refused: " + outcome.firstError());
    }
    settle(lines.prefix());
  }

  /** Waits until the sequences of these SKUs add up to so much: until all is committed. */
  void awaitEvents(String prefix, long sum) throws SQLException, InterruptedException {
    long end = System.nanoTime() + SETTLING_LIMIT.toNanos();
    while (sequences(products, "product", prefix) < sum) {
      pause(end, "lines are not committed");
    }
  }

  /** Waits until every event is out, if the relay runs, and in the view, if there is one. */
  void settle(String prefix) throws SQLException, InterruptedException {
    long end = System.nanoTime() + SETTLING_LIMIT.toNanos();
    while (shards.isClosed() && hasUnpublished()) {
      pause(end, "events stay in the outbox");
    }
    if (views != null) {
      long committed = sequences(products, "product", prefix);
      while (sequences(views, "product_view", prefix) < committed) {
        pause(end, "the view does not catch up");
      }
    }
  }

  private static void pause(long end, String complaint) throws InterruptedException {
    if (System.nanoTime() > end) {
      throw new IllegalStateException(complaint);
    }
    Thread.sleep(PAUSE_MILLIS);
  }

  /** What nobody was there to send: the next measurement shall not begin with a backlog. */
  void forgetEvents() throws SQLException {
    if (shards.isClosed()) {
      return;
    }
    try (Statement forget = shards.createStatement()) {
      forget.execute("update outbox set published_at = now() where published_at is null");
      forget.execute("vacuum outbox");
    }
  }

  private boolean hasUnpublished() throws SQLException {
    // In this order an index of these rows alone is read.
    try (PreparedStatement query =
            products.prepareStatement(
                "select 1 from outbox where published_at is null"
                    + " order by shard, subject, sequence limit 1");
        ResultSet row = query.executeQuery()) {
      return row.next();
    }
  }

  private static long sequences(java.sql.Connection session, String table, String prefix)
      throws SQLException {
    try (PreparedStatement query =
        session.prepareStatement(
            "select coalesce(sum(sequence), 0) from " + table + " where sku >= ? and sku < ?")) {
      query.setString(1, prefix);
      query.setString(2, prefix + "~");
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Ends the services first, so that the servers have nobody left to wait for. */
  @Override
  public void close() throws IOException, SQLException {
    launcher.close();
    Stream.of(legacyAdapter, shadow, availability, allocation)
        .filter(Objects::nonNull)
        .forEach(PackagedService::close);
    if (views != null) {
      views.close();
    }
    products.close();
    shards.close();
    broker.abort();
    stack.close();
    servers.close();
  }
}
