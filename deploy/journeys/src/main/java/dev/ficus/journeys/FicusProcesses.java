package dev.ficus.journeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of this machine that are services out of an image, and what the system says of
 * them. Linux only.
 */
final class FicusProcesses {
  private static final Path ALL = Path.of("/proc");

  /** Where the images have their programs. */
  private static final String PROGRAMS = "/ficus/";

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private FicusProcesses() {}

  /** Their ids, from the moment on in which their program has begun. */
  static Set<Long> ids() {
    Set<Long> ids = new TreeSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(ALL, "[1-9]*")) {
      for (Path process : processes) {
        if (text(process.resolve("cmdline")).startsWith(PROGRAMS)) {
          ids.add(Long.valueOf(process.getFileName().toString()));
        }
      }
    } catch (IOException unreadable) {
      throw new DemoException("this machine's processes cannot be seen", unreadable);
    }
    return ids;
  }

  /** Whether there is a process of this id. */
  static boolean isThere(long id) {
    return Files.exists(process(id));
  }

  /** The memory that it has, in bytes; 0 when there is no such process. */
  static long resident(long id) {
    Matcher resident = RESIDENT.matcher(text(process(id).resolve("status")));
    return resident.find() ? 1024 * Long.parseLong(resident.group(1)) : 0;
  }

  /** How large the file of its program is, in bytes. */
  static long programSize(long id) {
    try {
      return Files.size(process(id).resolve("exe"));
    } catch (IOException unreadable) {
      throw new DemoException("the program of process " + id + " cannot be seen", unreadable);
    }
  }

  private static Path process(long id) {
    return ALL.resolve(String.valueOf(id));
  }

  /** Empty when the process has ended. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
