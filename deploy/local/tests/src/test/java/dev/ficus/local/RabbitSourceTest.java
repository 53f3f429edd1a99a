package dev.ficus.local;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a private RabbitMQ comes from, on machines that have this or that. */
class RabbitSourceTest {
  @TempDir Path temporary;
  private Path programs;
  private Machine machine;

  @BeforeEach
  void emptyMachine() throws IOException {
    programs = Files.createDirectory(temporary.resolve("bin"));
    machine =
        new Machine(
            Map.of("PATH", programs.toString(), "HOME", temporary.toString()),
            temporary,
            List.of());
  }

  @Test
  void a_machine_without_anything_gets_a_message_with_the_install_lines() {
    try (StackFolder folder = StackFolder.create(machine)) {
      String message =
          assertThrows(LocalStackException.class, () -> RabbitSource.start(machine, folder))
              .getMessage();
      assertEquals(
          """
          No RabbitMQ was found and none could be had:
            - no rabbitmq-server with an erl is on PATH
            - `docker info` does not answer
            - this is no Debian or Ubuntu, whose packages could be unpacked
          Install one; it need not be started:
            Debian, Ubuntu:  sudo apt-get install rabbitmq-server
            Fedora:          sudo dnf install rabbitmq-server
            macOS:           brew install rabbitmq
          or set FICUS_RABBITMQ_URL and FICUS_RABBITMQ_MANAGEMENT_URL to one that runs.""",
          message);
    }
  }

  @Test
  void the_reason_why_a_source_failed_is_named() throws IOException {
    program("docker", "[ \"$1\" = info ] || { echo 'no route to the registry'; exit 1; }");
    program("apt-get", "echo 'Unable to fetch'; exit 100");
    program("apt-cache", "exit 0");
    program("dpkg", "exit 0");
    program("dpkg-query", "exit 0");
    try (StackFolder folder = StackFolder.create(machine)) {
      String message =
          assertThrows(LocalStackException.class, () -> RabbitSource.start(machine, folder))
              .getMessage();
      assertTrue(
          message.contains("Docker: `docker run` failed: no route to the registry"), message);
      assertTrue(message.contains("packages: `apt-get update` failed: Unable to fetch"), message);
    }
  }

  @Test
  void an_installed_server_is_found_behind_its_link_but_not_behind_a_package_wrapper()
      throws IOException {
    program("erl", "");
    program("epmd", "");
    program("rabbitmq-script-wrapper", "");
    Path wrapper = programs.resolve("rabbitmq-server");
    Files.createSymbolicLink(wrapper, programs.resolve("rabbitmq-script-wrapper"));
    assertEquals(Optional.empty(), RabbitInstallation.installed(machine));

    Path home = Files.createDirectories(temporary.resolve("lib/rabbitmq_server-4.1.3/sbin"));
    Path server = executable(home.resolve("rabbitmq-server"), "");
    Files.createFile(home.resolve("rabbitmq-env"));
    Files.delete(wrapper);
    Files.createSymbolicLink(wrapper, server);
    RabbitInstallation found = RabbitInstallation.installed(machine).orElseThrow();
    assertEquals(server.toRealPath(), found.server());
    assertEquals(programs.resolve("epmd"), found.epmd());
    assertEquals("4.1.3", found.version());

    Files.delete(programs.resolve("erl"));
    assertEquals(Optional.empty(), RabbitInstallation.installed(machine));
  }

  @Test
  void docker_serves_where_its_daemon_answers_and_its_container_is_removed_at_the_end()
      throws Exception {
    Path calls = temporary.resolve("calls");
    program("docker", "echo \"$*\" >>'" + calls + "'; [ \"$1\" != inspect ] || echo true");
    String container;
    CompletableFuture<HttpServer> management = Background.supply(() -> answer(calls));
    try (StackFolder folder = StackFolder.create(machine)) {
      Rabbit rabbit = RabbitSource.start(machine, folder);
      String run = Files.readAllLines(calls).get(1);
      assertTrue(run.contains(":" + rabbit.address().port() + ":5672"), run);
      container = run.replaceAll(".*--name=(\\S+).*", "$1");
      rabbit.kill();
      rabbit.start();
    } finally {
      management.get().stop(0);
    }
    assertEquals(
        List.of(
            "info",
            "run",
            "inspect --format={{.State.Running}} " + container,
            "kill " + container,
            "start " + container,
            "rm -f -v " + container),
        Files.readAllLines(calls).stream().map(call -> call.replaceAll("^run .*", "run")).toList());
  }

  @Test
  void a_docker_without_its_daemon_is_no_source() throws IOException {
    program("docker", "exit 1");
    assertEquals(Optional.empty(), DockerRabbit.docker(machine));
  }

  /** Stands in for the management API of the container, on the port that was published for it. */
  private static HttpServer answer(Path calls) {
    Pattern published = Pattern.compile("127.0.0.1:(\\d+):15672");
    Matcher[] port = new Matcher[1];
    Waiting.until(
        () -> {
          try {
            port[0] = published.matcher(Files.readString(calls));
            return port[0].find();
          } catch (IOException notYet) {
            return false;
          }
        },
        LIMIT);
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress("127.0.0.1", Integer.parseInt(port[0].group(1))), 0);
      server.createContext(
          "/api/whoami",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void program(String name, String script) throws IOException {
    executable(programs.resolve(name), script);
  }

  private static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
