package dev.ficus.local;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The guard of a stack's folder, with shells in the place of servers. */
class StackFolderTest {
  @TempDir Path temporary;

  @Test
  void closing_ends_the_servers_and_deletes_the_folder() throws Exception {
    StackFolder folder = StackFolder.create(machine());
    Process server =
        folder.spawn("server", "TERM", "sleep 543.21", List.of("sleep", "543.21"), Map.of());
    folder.close();
    assertTrue(Waiting.ended(server));
    assertFalse(Files.exists(folder.path()));
    folder.close();
  }

  /** Elsewhere {@link ChildProcessesTest} sees a child killed that does not listen. */
  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void a_server_that_ignores_its_signal_is_killed() throws Exception {
    StackFolder folder = StackFolder.create(machine());
    Process server =
        spawn(folder, "server", "trap '' TERM; echo up; : the-mark; while :; do sleep 1; done");
    assertTrue(Waiting.until(() -> folder.lastWords("server").equals("up"), LIMIT));
    folder.close();
    assertTrue(Waiting.ended(server));
  }

  @Test
  void what_a_server_makes_again_while_it_is_ended_is_deleted_as_well() throws Exception {
    StackFolder folder = StackFolder.create(machine());
    String making = "trap '' TERM; echo up; : the-mark; while :; do mkdir -p \"$0/data\"; done";
    folder.spawn(
        "server",
        "TERM",
        "the-mark",
        List.of("/bin/sh", "-c", making, folder.path().toString()),
        Map.of());
    assertTrue(Waiting.until(() -> folder.lastWords("server").equals("up"), LIMIT));
    folder.close();
    assertFalse(Files.exists(folder.path()));
  }

  @Test
  void a_process_that_got_the_id_of_an_ended_server_is_left_alone() throws Exception {
    StackFolder folder = StackFolder.create(machine());
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          folder.path().resolve("pids/server"), stranger.pid() + "\nKILL\nthe-mark\n");
      folder.close();
      assertTrue(stranger.isAlive());
      assertFalse(Files.exists(folder.path()));
    } finally {
      stranger.destroyForcibly();
    }
  }

  /** A full pipe in the place of the file holds the server up between opening it and writing. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_server_whose_folder_is_moved_away_before_its_id_is_on_file_does_not_start()
      throws Exception {
    try (StackFolder folder = StackFolder.create(machine())) {
      Path pipe = folder.path().resolve("pids/server");
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
      try (RandomAccessFile ends = new RandomAccessFile(pipe.toFile(), "rw")) {
        byte[] full = new byte[1 << 16];
        ends.write(full);
        Path ran = temporary.resolve("ran");
        Process server = spawn(folder, "server", "touch " + ran + "; : the-mark");
        assertTrue(Waiting.until(() -> hasOpen(server, pipe), LIMIT));
        Files.move(folder.path(), temporary.resolve("moved"));
        ends.readFully(full);
        assertTrue(Waiting.ended(server));
        assertFalse(Files.exists(ran));
      }
    }
  }

  private static boolean hasOpen(Process process, Path file) {
    try (Stream<Path> open = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return open.map(StackFolderTest::target).anyMatch(file::equals);
    } catch (IOException | UncheckedIOException changing) {
      return false;
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  @Test
  void nothing_starts_in_a_folder_that_has_been_closed() {
    StackFolder folder = StackFolder.create(machine());
    folder.close();
    assertThrows(LocalStackException.class, () -> spawn(folder, "late", "sleep 600; : the-mark"));
    assertThrows(LocalStackException.class, () -> folder.folder("late"));
  }

  @Test
  void settings_of_the_callers_shell_for_other_servers_are_kept_away() throws Exception {
    try (StackFolder folder = StackFolder.create(machine())) {
      Process server = folder.spawn("server", "KILL", "the-mark", List.of("env"), Map.of("A", "b"));
      server.waitFor();
      String environment = Files.readString(folder.log("server"));
      assertTrue(environment.contains("A=b\n"), environment);
      assertEquals(
          List.of(),
          environment.lines().filter(line -> line.matches("(PG|RABBITMQ_|ERL_).*")).toList());
    }
  }

  private Machine machine() {
    return new Machine(System.getenv(), temporary, List.of());
  }

  private static Process spawn(StackFolder folder, String name, String script) {
    return folder.spawn(name, "TERM", "the-mark", List.of("/bin/sh", "-c", script), Map.of());
  }
}
