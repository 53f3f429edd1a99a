package dev.ficus.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same process id.
 *
 * @param pid the process id
 * @param birth when it was started, in a form that is the same for every observer
 */
record ProcessIdentity(long pid, String birth) {
  private static final int STATE = 0;
  private static final int START_TIME = 19;

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), birthOf(process.pid()).orElse("unknown"));
  }

  /**
   * Whether this very process still runs. One that has ended and was not yet collected by its
   * parent does not.
   */
  boolean isAlive() {
    return birthOf(pid).filter(birth::equals).isPresent();
  }

  private static Optional<String> birthOf(long pid) {
    Path status = Path.of("/proc", String.valueOf(pid), "stat");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        // "pid (name) state …": the name may hold anything, also parentheses and spaces.
        String text = Files.readString(status, StandardCharsets.ISO_8859_1);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        boolean ended = "ZX".contains(fields[STATE]);
        return ended ? Optional.empty() : Optional.of(fields[START_TIME]);
      } catch (IOException ended) {
        return Optional.empty();
      }
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().map(start -> start.toEpochMilli()))
        .map(start -> start.map(String::valueOf).orElse("unknown"));
  }
}
