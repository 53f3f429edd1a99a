package dev.ficus.checks.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images are built and run as a cluster would, where containers can run: where FICUS_BASE_IMAGE
 * names what they may stand on. Takes minutes.
 */
class ImagesIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String BASE = System.getenv("FICUS_BASE_IMAGE");
  private static final String TAG = "checked";

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "prebuilt"})
  void orders_go_through_while_images_are_killed_and_stopped(String form) throws Exception {
    assumeTrue(
        BASE != null,
        "FICUS_BASE_IMAGE does not say what images may stand on; deploy/containers/base makes one");
    assumeTrue(
        form.equals("jvm") || haveExecutables(),
        "there are no executables; mvn -T1 package -DskipTests -Dnative makes them");
    assertEquals(0, run(build(form)));
    assertEquals(
        0, run(List.of("deploy/containers/check", "--" + form, "--tag", TAG, "--starts", "1")));
  }

  private static List<String> build(String form) {
    List<String> command =
        new ArrayList<>(
            List.of("deploy/containers/build", "--" + form, "--base", BASE, "--tag", TAG));
    String libraries = System.getenv("FICUS_LIBRARIES");
    if (form.equals("prebuilt") && libraries != null) {
      command.addAll(List.of("--libraries", libraries));
    }
    return command;
  }

  private static boolean haveExecutables() throws IOException {
    for (String service : List.of("allocation-service", "availability-service", "legacy-adapter")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(service).resolve("target"))) {
        if (files.noneMatch(file -> file.toString().endsWith("-runner"))) {
          return false;
        }
      }
    }
    return true;
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    File log = new File("target", "images-" + command.get(0).replaceAll(".*/", "") + ".log");
    return new ProcessBuilder(command)
        .directory(ROOT.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start()
        .waitFor();
  }
}
