package dev.ficus.local;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks that belong to a process which stands for a Maven build. Their RabbitMQ is declared
 * configured, and is never asked, so that only a PostgreSQL has to be started.
 */
class SharedStackTest {
  private static final Map<String, String> CONFIGURED_RABBIT =
      Map.of(
          Addresses.RABBITMQ_URL, "amqp://nobody:asks@127.0.0.1:1",
          Addresses.RABBITMQ_MANAGEMENT_URL, "http://127.0.0.1:1");

  @TempDir Path temporary;
  private Process build;

  @BeforeEach
  void startBuild() throws IOException {
    build = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endBuild() {
    build.destroyForcibly();
    assertTrue(Waiting.until(this::isClear, LIMIT), "nothing is left of the build");
  }

  private boolean isClear() {
    try (Stream<Path> files = Files.walk(temporary, 2)) {
      return files
          .map(file -> temporary.relativize(file).toString())
          .noneMatch(file -> file.matches("ficus-\\d+.*") || file.contains("shared-"));
    } catch (IOException | UncheckedIOException changing) {
      return false;
    }
  }

  @Test
  void two_test_processes_that_start_at_once_share_a_stack_which_ends_with_the_build()
      throws Exception {
    StackHolder first = join(build);
    StackHolder second = join(build);
    String address = first.awaitAddress();
    assertEquals(address, second.awaitAddress());
    assertEquals(1, StackProcesses.folders(temporary).size());
    List<ProcessIdentity> servers = StackProcesses.running(temporary);

    first.kill();
    second.kill();
    StackHolder later = join(build);
    assertEquals(address, later.awaitAddress(), "the stack outlives the processes that use it");
    later.kill();

    build.destroyForcibly();
    assertGone(servers);
    assertTrue(
        Waiting.until(() -> !mentions("shared-" + build.pid()), LIMIT),
        "the published addresses are deleted");
  }

  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void a_keeper_that_was_killed_is_replaced() throws Exception {
    StackHolder first = join(build);
    String address = first.awaitAddress();
    List<ProcessIdentity> servers = StackProcesses.running(temporary);

    keeper().destroyForcibly();
    assertGone(servers);

    StackHolder second = join(build);
    assertNotEquals(address, second.awaitAddress());
    first.kill();
    second.kill();
  }

  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void two_builds_have_two_stacks_and_the_later_clears_up_after_a_killed_one() throws Exception {
    StackHolder first = join(build);
    first.awaitAddress();
    keeper().destroyForcibly();
    first.kill();
    build.destroyForcibly().waitFor();
    assertTrue(mentions("shared-" + build.pid()));

    Process laterBuild = new ProcessBuilder("sleep", "600").start();
    try {
      StackHolder second = join(laterBuild);
      second.awaitAddress();
      assertTrue(mentions("shared-" + laterBuild.pid()));
      assertFalse(mentions("shared-" + build.pid()), "nobody else would delete it");
      second.kill();
    } finally {
      laterBuild.destroyForcibly();
    }
    assertTrue(Waiting.until(() -> !mentions("shared-" + laterBuild.pid()), LIMIT));
  }

  private StackHolder join(Process owner) throws IOException {
    ProcessIdentity identity = ProcessIdentity.of(owner.toHandle());
    return StackHolder.start(
        List.of(),
        CONFIGURED_RABBIT,
        temporary,
        StackHolder.classPath(),
        String.valueOf(identity.pid()),
        identity.birth());
  }

  private ProcessHandle keeper() {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String command = process.info().commandLine().orElse("");
              return command.contains(Keeper.class.getName())
                  && command.contains(temporary.toString());
            })
        .findFirst()
        .orElseThrow();
  }

  private boolean mentions(String name) {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(name));
    } catch (IOException | UncheckedIOException changing) {
      return true;
    }
  }

  private static void assertGone(List<ProcessIdentity> processes) {
    assertFalse(processes.isEmpty());
    Waiting.until(() -> processes.stream().noneMatch(ProcessIdentity::isAlive), LIMIT);
    assertEquals(List.of(), processes.stream().filter(ProcessIdentity::isAlive).toList());
  }
}
