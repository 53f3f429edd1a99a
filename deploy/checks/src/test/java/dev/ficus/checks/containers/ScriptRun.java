package dev.ficus.checks.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts of deploy/containers in a project that has nothing else, on a machine that has the
 * programs that it is given and no other.
 */
final class ScriptRun {
  private static final Path CONTAINERS = Path.of("../containers");

  /** What every machine has, and the scripts use. */
  private static final List<String> PROGRAMS =
      List.of(
          "bash", "cat", "chmod", "cp", "cut", "date", "dirname", "find", "grep", "head", "mkdir",
          "rm", "sed", "tr");

  private final Path project;
  private final Path programs;

  /**
   * @param folder an empty one
   */
  ScriptRun(Path folder) throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    programs = Files.createDirectories(folder.resolve("programs"));
    Files.copy(Path.of("../../pom.xml"), project.resolve("pom.xml"));
    Path copied = Files.createDirectories(project.resolve("deploy/containers"));
    try (Stream<Path> files = Files.list(CONTAINERS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copied.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    for (String program : PROGRAMS) {
      // No link, which would lead out of the folder that is deleted afterwards.
      has(program, "exec '" + find(program) + "' \"$@\"");
    }
  }

  private static Path find(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " is missing"));
  }

  /** A program that writes down what it is asked, a line each, and is content with everything. */
  ScriptRun has(String program) throws IOException {
    return has(program, "printf '%s\\n' \"$*\" >>\"" + asked(program) + "\"");
  }

  /**
   * A program of our own.
   *
   * @param script what it does, for a shell
   */
  ScriptRun has(String program, String script) throws IOException {
    executable(programs.resolve(program), "#!/bin/sh\n" + script + "\n");
    return this;
  }

  /** A file of the project that may be run. */
  ScriptRun hasFile(String path, String content) throws IOException {
    executable(project.resolve(path), content);
    return this;
  }

  private static void executable(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A file of the project, or where one will be. */
  Path file(String path) {
    return project.resolve(path);
  }

  private Path asked(String program) {
    return programs.resolve(program + ".asked");
  }

  /** What a program was asked, a line for each time. */
  List<String> calls(String program) throws IOException {
    return Files.exists(asked(program)) ? Files.readAllLines(asked(program)) : List.of();
  }

  /**
   * A run that is over.
   *
   * @param output errors among it
   */
  record Ended(int status, String output) {}

  /** Runs a script of the folder. */
  Ended run(String script, String... arguments) throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(project.resolve("deploy/containers").resolve(script).toString()));
    command.addAll(List.of(arguments));
    command.add(0, programs.resolve("bash").toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Ended(process.waitFor(), output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
