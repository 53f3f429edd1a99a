package dev.ficus.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks as fast as it is answered, with wrk: for the full rate, not for times. */
final class Wrk {
  private static final String SCRIPT = "questions.lua";
  private static final Pattern REPORT =
      Pattern.compile("measured: (\\d+) answers in (\\d+) us, (\\d+) errors(.*)");
  private static final int LIMIT_SECONDS = 60;

  private Wrk() {}

  static Outcome run(int port, int connections, Questions questions, int seconds)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("ficus-bench-", SCRIPT);
    Path report = Files.createTempFile("ficus-bench-", "wrk");
    try {
      try (InputStream resource = Wrk.class.getResourceAsStream(SCRIPT)) {
        Files.write(script, resource.readAllBytes());
      }
      List<String> command = new ArrayList<>(List.of("wrk", "--threads=1"));
      command.add("--connections=" + connections);
      command.add("--duration=" + seconds + "s");
      // Its own 2 s would call a slow answer an error.
      command.add("--timeout=" + LIMIT_SECONDS + "s");
      command.addAll(List.of("--script=" + script, "http://127.0.0.1:" + port, "--"));
      command.addAll(List.of(questions.path(), String.valueOf(questions.first())));
      command.addAll(
          List.of(String.valueOf(questions.skus()), String.valueOf(Questions.LARGEST_QUANTITY)));
      command.addAll(Questions.DESTINATIONS);
      Process wrk =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(report.toFile())
              .start();
      if (!wrk.waitFor(seconds + LIMIT_SECONDS, TimeUnit.SECONDS)) {
        wrk.destroyForcibly().waitFor();
      }
      return outcome(Files.readString(report, StandardCharsets.UTF_8));
    } finally {
      Files.delete(script);
      Files.delete(report);
    }
  }

  private static Outcome outcome(String report) {
    Matcher matcher = REPORT.matcher(report);
    if (!matcher.find()) {
      throw new IllegalStateException("wrk says something else:\n" + report);
    }
    long errors = Long.parseLong(matcher.group(3));
    return new Outcome(
        Long.parseLong(matcher.group(1)) - errors,
        errors,
        errors == 0 ? "" : matcher.group(4).strip(),
        Duration.ofNanos(Long.parseLong(matcher.group(2)) * 1_000));
  }
}
