package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessesTest {

  @Test
  void closing_ends_the_children() throws IOException {
    Process child;
    try (ChildProcesses children = ChildProcesses.create()) {
      child = start(children, "echo ready; while :; do sleep 1; done");
      assertTrue(child.isAlive());
    }
    assertFalse(child.isAlive());
  }

  @Test
  void a_child_that_does_not_listen_is_killed() throws IOException {
    Process child;
    try (ChildProcesses children = ChildProcesses.create()) {
      child = start(children, "trap '' TERM; echo ready; while :; do sleep 1; done");
    }
    assertFalse(child.isAlive());
  }

  @Test
  void a_started_process_is_the_child_itself() throws IOException {
    try (ChildProcesses children = ChildProcesses.create()) {
      Process child =
          children.builder("child", List.of("/bin/sh", "-c", "echo $$", children.mark())).start();
      try (BufferedReader output = child.inputReader()) {
        assertEquals(child.pid(), Long.parseLong(output.readLine()));
      }
    }
  }

  @Test
  void a_command_that_nobody_could_know_again_is_not_started() {
    try (ChildProcesses children = ChildProcesses.create()) {
      assertThrows(
          IllegalArgumentException.class, () -> children.builder("child", List.of("sleep", "1")));
    }
  }

  @Test
  void of_one_name_one_runs_at_a_time() throws IOException {
    try (ChildProcesses children = ChildProcesses.create()) {
      Process child = start(children, "echo ready; while :; do sleep 1; done");
      assertThrows(IllegalStateException.class, () -> start(children, "echo ready"));
      child.destroyForcibly();
      assertTrue(Waiting.ended(child));
      start(children, "echo ready");
    }
  }

  /** Returns when the script has said that it is ready. */
  private static Process start(ChildProcesses children, String script) throws IOException {
    Process child =
        children.builder("child", List.of("/bin/sh", "-c", script, children.mark())).start();
    assertEquals("ready", child.inputReader().readLine());
    return child;
  }
}
