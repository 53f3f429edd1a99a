package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.Jazzer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets Jazzer change the corpus's documents and look for one that breaks {@link FuzzTarget}.
 *
 * <p>In the build it makes the same few thousand tries each time, and sees where they lead in our
 * own code alone: looking into the parser takes long to begin with. {@code mvn test -pl
 * legacy-adapter -am -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dficus.fuzz.seconds=600} goes on for ten minutes from a seed of its own, which it prints when it
 * finds something, with the bytes.
 */
class FuzzTest {

  private static final int TRIES = 3_000;

  private static final String OURS = "dev.ficus.legacy.xmlrpc.**";

  @TempDir Path folder;

  @Test
  void no_bytes_do_anything_but_read_or_be_refused() throws Exception {
    int seconds = Integer.getInteger("ficus.fuzz.seconds", 0);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--target_class=" + FuzzTarget.class.getName(),
                "-timeout=60",
                // The heap is bounded; what the fuzzer takes beside it is not ours.
                "-rss_limit_mb=0",
                "-max_len=4096",
                "-artifact_prefix=" + folder + "/"));
    arguments.addAll(
        seconds == 0
            ? List.of("--instrumentation_includes=" + OURS, "-runs=" + TRIES, "-seed=1")
            : List.of(
                "--instrumentation_includes=" + OURS + ":com.ctc.wstx.**",
                "-max_total_time=" + seconds));
    arguments.add(Files.createDirectory(folder.resolve("found")).toString());
    for (String part : List.of("quirks", "attacks")) {
      arguments.add(
          Path.of(Objects.requireNonNull(getClass().getResource("/xmlrpc/" + part)).toURI())
              .toString());
    }

    ChildJvm.Outcome outcome =
        ChildJvm.run(
            folder,
            seconds == 0 ? ChildJvm.Compiling.LITTLE : ChildJvm.Compiling.FULL,
            List.of("-Xmx256m"),
            Jazzer.class.getName(),
            arguments,
            Duration.ofSeconds(seconds));

    assertEquals(0, outcome.status(), outcome.output());
  }
}
