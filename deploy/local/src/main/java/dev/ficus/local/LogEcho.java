package dev.ficus.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Repeats on standard error what another process says about its progress in its log. */
final class LogEcho {
  private final Path log;
  private int copied;

  LogEcho(Path log) {
    this.log = log;
  }

  /** Repeats the lines that were added since the last call. */
  void copy() {
    String text = all();
    int end = text.lastIndexOf('\n') + 1;
    if (end > copied) {
      text.substring(copied, end).lines().filter(Progress::isSaid).forEach(System.err::println);
      copied = end;
    }
  }

  String all() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException notYet) {
      return "";
    }
  }
}
