package dev.ficus.local;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** One stack, started for this class as the demo starts one for itself. */
class PrivateStackTest {
  private static final int USERS = 20;

  private static LocalStack stack;

  @BeforeAll
  static void start() {
    stack = LocalStack.start();
  }

  @AfterAll
  static void close() {
    stack.close();
  }

  @Test
  void a_database_is_empty_and_belongs_to_its_role() throws SQLException {
    Database database = stack.createDatabase("stock");
    try (Connection connection = Sql.connect(database)) {
      assertEquals(
          "0", Sql.value(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
      assertEquals("off", Sql.value(connection, "SELECT current_setting('is_superuser')"));
      Sql.run(connection, "CREATE TABLE batch (batchref text PRIMARY KEY)");
      assertEquals("0", Sql.value(connection, "SELECT count(*) FROM batch"));
    }
  }

  @Test
  void two_databases_of_one_name_are_two() throws SQLException {
    Database first = stack.createDatabase("Stock, old & new");
    Database second = stack.createDatabase("Stock, old & new");
    assertNotEquals(first.jdbcUrl(), second.jdbcUrl());
    assertTrue(first.jdbcUrl().contains("/stock_old_new_"), first.jdbcUrl());
    try (Connection one = Sql.connect(first);
        Connection other = Sql.connect(second)) {
      Sql.run(one, "CREATE TABLE batch (batchref text)");
      assertThrows(SQLException.class, () -> Sql.run(other, "SELECT * FROM batch"));
    }
  }

  @Test
  void a_database_is_copied_though_its_users_come_back_at_once() throws Exception {
    Database original = stack.createDatabase("stock");
    try (Connection connection = Sql.connect(original)) {
      Sql.run(connection, "CREATE TABLE batch (batchref text)");
      Sql.run(connection, "INSERT INTO batch VALUES ('one')");
    }
    AtomicBoolean copied = new AtomicBoolean();
    CountDownLatch connected = new CountDownLatch(USERS);
    List<CompletableFuture<Void>> users =
        Stream.generate(() -> Background.run(() -> comesBack(original, connected, copied)))
            .limit(USERS)
            .toList();
    List<Database> copies;
    try {
      assertTrue(connected.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
      copies = Stream.generate(() -> stack.copyDatabase(original)).limit(5).toList();
    } finally {
      copied.set(true);
    }
    for (CompletableFuture<Void> user : users) {
      user.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    for (Database each : copies) {
      try (Connection connection = Sql.connect(each)) {
        assertEquals("one", Sql.value(connection, "SELECT batchref FROM batch"));
      }
    }
  }

  /** Connects, uses the connection until it is cut off, and does so again. */
  private static void comesBack(Database database, CountDownLatch connected, AtomicBoolean enough) {
    while (!enough.get()) {
      try (Connection connection = Sql.connect(database)) {
        connected.countDown();
        while (!enough.get()) {
          // It takes next to no processor time, and ends at once when it is cut off.
          Sql.value(connection, "SELECT pg_sleep(0.1)");
        }
      } catch (SQLException cutOff) {
        continue;
      }
    }
  }

  @Test
  void text_is_not_sorted_by_code_point_unless_a_schema_says_so() throws SQLException {
    try (Connection connection = Sql.connect(stack.createDatabase("stock"))) {
      assertEquals("t", Sql.value(connection, "SELECT 'a' < 'B'"));
      assertEquals("f", Sql.value(connection, "SELECT 'a' < 'B' COLLATE \"C\""));
    }
  }

  @Test
  void a_virtual_host_is_empty_and_its_user_may_do_everything() throws IOException {
    VirtualHost first = stack.createVirtualHost("orders");
    VirtualHost second = stack.createVirtualHost("orders");
    assertNotEquals(first.name(), second.name());
    assertEquals("[]", Management.queues(first));
    Management.declareQueue(first, "allocation.commands");
    assertTrue(Management.queues(first).contains("allocation.commands"));
    assertEquals("[]", Management.queues(second));
    assertEquals(
        "amqp://ficus:%s@127.0.0.1:%d/%s".formatted(first.password(), first.port(), first.name()),
        first.amqpUrl());
  }

  @Test
  void the_servers_listen_on_the_loopback_address_only() throws IOException {
    VirtualHost virtualHost = stack.createVirtualHost("orders");
    int managementPort = Integer.parseInt(virtualHost.managementUrl().replaceAll(".*:", ""));
    String postgresPort = stack.createDatabase("stock").jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1");
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (!network.isLoopback()) {
        for (InetAddress address : network.inetAddresses().toList()) {
          assertRefused(address, virtualHost.port());
          assertRefused(address, managementPort);
          assertRefused(address, Integer.parseInt(postgresPort));
        }
      }
    }
  }

  private static void assertRefused(InetAddress address, int port) {
    assertThrows(
        IOException.class,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
          }
        },
        () -> "%s:%d is open".formatted(address, port));
  }

  /** The services' tests of outages rely on it every time. */
  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void killed_servers_come_back_with_their_data_on_the_same_ports() throws Exception {
    Database database = stack.createDatabase("stock");
    VirtualHost virtualHost = stack.createVirtualHost("orders");
    Management.declareQueue(virtualHost, "durable");
    // RabbitMQ keeps a new queue's name in memory for up to two seconds; an orderly end writes it.
    stack.rabbit().stop();
    stack.rabbit().start();
    try (Connection connection = Sql.connect(database)) {
      Sql.run(connection, "CREATE TABLE batch (batchref text)");
      Sql.run(connection, "INSERT INTO batch VALUES ('committed')");
      stack.postgres().kill();
      assertThrows(SQLException.class, () -> Sql.value(connection, "SELECT 1"));
    }
    stack.rabbit().kill();
    assertThrows(IOException.class, () -> Management.queues(virtualHost));

    stack.postgres().start();
    stack.rabbit().start();
    try (Connection connection = Sql.connect(database)) {
      assertEquals("committed", Sql.value(connection, "SELECT batchref FROM batch"));
    }
    assertTrue(Management.queues(virtualHost).contains("durable"));
  }

  @Test
  void a_stopped_postgres_starts_again_and_a_second_start_changes_nothing() throws SQLException {
    Database database = stack.createDatabase("stock");
    stack.postgres().stop();
    stack.postgres().stop();
    assertThrows(SQLException.class, () -> Sql.connect(database).close());
    stack.postgres().start();
    stack.postgres().start();
    Sql.connect(database).close();
  }

  /**
   * By day the process of a stack that is starting is killed, and {@link SharedStackTest} ends the
   * build that a stack belongs to.
   */
  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void a_second_stack_leaves_nothing_behind_when_its_process_is_killed(@TempDir Path temporary)
      throws Exception {
    StackHolder holder = StackHolder.start(temporary);
    String address = holder.awaitAddress();
    assertNotEquals(stack.addresses().postgresUrl(), address);
    List<ProcessIdentity> processes = StackProcesses.running(temporary);
    assertTrue(processes.size() > 3, () -> "PostgreSQL, RabbitMQ, its port mapper: " + processes);

    holder.kill();

    assertGone(processes, temporary);
    Sql.connect(stack.createDatabase("unharmed")).close();
    assertEquals("[]", Management.queues(stack.createVirtualHost("unharmed")));
  }

  @Test
  void a_process_killed_while_its_stack_is_starting_leaves_nothing_behind(@TempDir Path temporary)
      throws Exception {
    StackHolder holder = StackHolder.start(temporary);
    assertTrue(
        Waiting.until(
            () -> {
              try (Stream<Path> files = Files.walk(temporary)) {
                return files.anyMatch(file -> file.endsWith("pids/rabbitmq"))
                    && !StackProcesses.running(temporary).isEmpty();
              } catch (IOException | UncheckedIOException changing) {
                return false;
              }
            },
            LIMIT));
    List<ProcessIdentity> processes = StackProcesses.running(temporary);

    holder.kill();

    assertFalse(processes.isEmpty());
    assertGone(processes, temporary);
  }

  private static void assertGone(List<ProcessIdentity> processes, Path temporary) {
    Waiting.until(() -> processes.stream().noneMatch(ProcessIdentity::isAlive), LIMIT);
    assertEquals(List.of(), processes.stream().filter(ProcessIdentity::isAlive).toList());
    assertTrue(Waiting.until(() -> isEmpty(temporary), LIMIT), "the folder is deleted as well");
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.noneMatch(file -> file.getFileName().toString().startsWith("ficus-"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void servers_named_by_the_environment_are_used_and_left_as_they_were() throws Exception {
    LocalStack configured = LocalStack.start(configured());
    Database database = configured.createDatabase("guest");
    VirtualHost virtualHost = configured.createVirtualHost("guest");
    assertEquals(stack.addresses(), configured.addresses());
    Sql.connect(database).close();
    assertEquals("[]", Management.queues(virtualHost));
    assertThrows(IllegalStateException.class, configured::postgres);
    assertThrows(IllegalStateException.class, configured::rabbit);

    configured.close();

    assertThrows(SQLException.class, () -> Sql.connect(database).close());
    assertThrows(IOException.class, () -> Management.queues(virtualHost));
  }

  private static Machine configured() {
    return new Machine(environment(), Path.of("/nowhere"), List.of());
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put(Addresses.POSTGRES_URL, stack.addresses().postgresUrl());
    environment.put(Addresses.RABBITMQ_URL, stack.addresses().rabbit().amqpUrl());
    environment.put(
        Addresses.RABBITMQ_MANAGEMENT_URL, stack.addresses().rabbit().managementUrl() + "/");
    return environment;
  }
}
