package dev.ficus.bench;

import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service needs to be there.
 *
 * @param what which service, with how much in it
 * @param readyAfter from the start of its process
 * @param resident its memory as the system counts it, in bytes
 * @param live what is reachable in its heap, in bytes
 */
record Footprint(String what, Duration readyAfter, long resident, long live) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern LIVE = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final double MEGABYTE = 1024 * 1024;

  /** To be taken after the measurements: it stops the service to count what is reachable. */
  static Footprint of(String what, PackagedService service)
      throws IOException, InterruptedException {
    long resident =
        1024 * find(RESIDENT, Files.readString(Path.of("/proc", "" + service.pid(), "status")));
    // Unlike the heap's size in use, the histogram counts no garbage, whatever the collector.
    Process jcmd =
        new ProcessBuilder(Project.program("jcmd"), "" + service.pid(), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return new Footprint(what, service.readyAfter(), resident, find(LIVE, histogram));
  }

  private static long find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("unexpected:\n" + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  static String heading() {
    return "%-40s %11s %19s %14s".formatted("", "ready in s", "RSS MB under load", "live heap MB");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-40s %11.2f %19.0f %14.1f",
        what,
        readyAfter.toMillis() / 1e3,
        resident / MEGABYTE,
        live / MEGABYTE);
  }
}
