package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a service's classes belongs to one build of it. */
class ClassArchiveTest {
  @TempDir Path application;
  private Path jar;
  private Path archive;

  @BeforeEach
  void build() throws Exception {
    jar = Files.createFile(application.resolve("quarkus-run.jar"));
    archive = application.resolve("classes-" + Runtime.version() + ".jsa");
  }

  @Test
  void the_first_run_makes_it_and_the_next_one_uses_it() throws Exception {
    assertOption("-XX:ArchiveClassesAtExit=" + archive);
    Files.createFile(archive);
    assertOption("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void after_the_next_build_it_is_made_anew() throws Exception {
    Files.createFile(archive);
    FileTime made = Files.getLastModifiedTime(archive);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(made.toMillis() + 1_000));
    assertOption("-XX:ArchiveClassesAtExit=" + archive);
  }

  private void assertOption(String expected) {
    List<String> options = ClassArchive.options(jar);
    assertTrue(options.contains(expected), options::toString);
  }
}
